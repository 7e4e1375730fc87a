"""`seikyu audit`: whether the audit logs are as they were written."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from seikyu.audit.heads import BadAnchor, Head, anchor, companies, heads, read_anchor
from seikyu.audit.verifying import Verdict, verify
from seikyu.cli.configured import settings, with_pool
from seikyu.cli.ending import MISUSED, REFUSED, give_up
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="The audit logs and their chains.")
    own.callback()(lambda: None)
    own.command("head")(head)
    own.command("verify")(check)
    app.add_typer(own, name="audit")


def head() -> None:
    """Print where every company's chain ends: keep it elsewhere, for `verify --anchor`."""

    async def read(pool: Pool) -> list[Head]:
        return [found async for found in heads(pool)]

    typer.echo(anchor(with_pool(settings().whole_url, read), system_clock()), nl=False)


def check(
    company: Annotated[int | None, typer.Option(help="This company's log alone.")] = None,
    anchor_file: Annotated[
        Path | None, typer.Option("--anchor", help="What `seikyu audit head` once printed.")
    ] = None,
) -> None:
    """Recompute the chains; end with 1 when one is not as it was written, and name its first broken entry."""
    known: dict[int, Head] = {}
    if anchor_file is not None:
        try:
            known = read_anchor(anchor_file.read_text(encoding="utf-8"))
        except (OSError, ValueError, BadAnchor) as problem:
            give_up(f"The anchor {anchor_file} cannot be used: {problem}.", MISUSED)
    if with_pool(settings().whole_url, partial(_check, only=company, known=known)):
        raise typer.Exit(REFUSED)


async def _check(pool: Pool, only: int | None, known: dict[int, Head]) -> int:
    """Tell of each company's chain as it is done; return how many are broken."""
    asked = sorted({*await companies(pool), *known}) if only is None else [only]
    broken = 0
    for company in asked:
        seen = {known[company].last_no: known[company].last_hash} if company in known else {}
        async with transaction(pool, company) as connection:
            verdict = await verify(connection, company, seen)
        broken += verdict.broken is not None
        typer.echo(f"{company} {_told(verdict)}")
    typer.echo(f"{len(asked)} logs, {broken} broken")
    return broken


def _told(verdict: Verdict) -> str:
    if (found := verdict.broken) is not None:
        number = "-" if found.chain_no is None else found.chain_no
        return f"BROKEN {found.wrong} entry {number} event {found.event_id or '-'}"
    more = f" removed by retention {verdict.removed}" if verdict.removed else ""
    more += f" waiting {verdict.waiting}" if verdict.waiting else ""
    return f"whole {verdict.last_no} {verdict.last_hash.hex()}{more}"
