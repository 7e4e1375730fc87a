"""`seikyu company export`, `close` and `reopen`: a member that leaves, and comes back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from seikyu.accounts import queries as accounts
from seikyu.cli.configured import in_database, settings, with_pool
from seikyu.cli.ending import MISUSED, give_up
from seikyu.cli.operator import OPERATOR
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.retention.actions.close import close as close_company
from seikyu.retention.actions.close import reopen as reopen_company
from seikyu.retention.exporting.archive import Archive
from seikyu.retention.exporting.contents import write_everything
from seikyu.retention.exporting.sinks import Folder
from seikyu.storage.places import open_place
from seikyu.wire.faults import Refusal

Company = Annotated[int, typer.Option("--company", help="The id of the company.")]


def add_to(own: typer.Typer) -> None:
    """Give `seikyu company` these commands."""
    own.command()(export)
    own.command()(close)
    own.command()(reopen)


def export(
    company: Company,
    target: Annotated[Path, typer.Argument(help="A file that ends in .zip, or a folder; neither may exist.")],
) -> None:
    """Write everything of a company: papers, attached files, masters, journals, its log with the chain."""
    if target.exists():
        give_up(f"{target} exists already.", MISUSED)
    read = settings()
    # What is not whole must not look as if it were.
    unfinished = target.with_name(f"{target.name}.unfinished")

    async def work(pool: Pool) -> int:
        return await _write(pool, company, unfinished, packed=target.suffix.lower() == ".zip")

    files = with_pool(read.whole_url, work, open_place(read.objects))
    unfinished.rename(target)
    typer.echo(f"exported: {target} ({files} files)")


def close(
    company: Company,
    reason: Annotated[str, typer.Option(help="Why; written into its log and told its administrators.")],
) -> None:
    """Let nobody of a company in any more and stop what runs by itself; its papers stay. Export first."""
    if not reason.strip():
        give_up("Say why with --reason.", MISUSED)
    try:
        in_database(
            settings().whole_url,
            lambda connection: close_company(connection, company, OPERATOR, system_clock, reason.strip()),
            owner=company,
        )
    except Refusal as refusal:
        give_up(refusal.detail("en"))
    typer.echo(f"closed: {company}")


def reopen(company: Company) -> None:
    """Let a company that has left in again."""
    read = settings()
    try:
        in_database(
            read.whole_url,
            lambda connection: reopen_company(connection, company, OPERATOR, system_clock, read.base_url),
            owner=company,
        )
    except Refusal as refusal:
        give_up(refusal.detail("en"))
    typer.echo(f"reopened: {company}")


async def _write(pool: Pool, owner: int, target: Path, *, packed: bool) -> int:
    async with transaction(pool, owner) as connection:
        company = await accounts.company(connection, owner)
    if company is None:
        give_up(f"There is no company {owner}.")
    now = system_clock()
    if not packed:
        return await write_everything(pool, company, now, Folder(target))
    with target.open("wb") as file:

        async def write(data: bytes) -> None:
            await asyncio.to_thread(file.write, data)

        return await write_everything(pool, company, now, Archive(write, now))
