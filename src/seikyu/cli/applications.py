"""`seikyu application`: what companies ask for, and the operator's answer."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from seikyu.applications import queries
from seikyu.applications.actions.decide import grant as open_access
from seikyu.applications.actions.decide import refuse as refuse_access
from seikyu.applications.model import Access, AccessRequest, Status
from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Connection, act_for
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import wire_time
from seikyu.wire.faults import Refusal

Company = Annotated[int, typer.Argument(help="The id of the company.")]
What = Annotated[Access, typer.Argument(help="What it asked for.")]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="What companies have applied for.")
    own.callback()(lambda: None)
    own.command("list")(show)
    own.command()(grant)
    own.command()(refuse)
    app.add_typer(own, name="application")


def show() -> None:
    """Print who waits for an answer, longest first."""
    asked = in_database(settings().whole_url, _asked)
    for company, request in asked:
        typer.echo(f"{request.company_id} {request.access}  {wire_time(request.applied_at)}  {company}")
        typer.echo(f"  {request.applicant} ({request.contact})")
        for line in request.purpose.splitlines():
            typer.echo(f"  | {line}")
    if not asked:
        typer.echo("Nobody waits for an answer.", err=True)


def grant(
    company: Company,
    access: What,
    message: Annotated[
        str | None, typer.Option(help="Told in the mail: for the sandbox, where it is and how to log in.")
    ] = None,
) -> None:
    """Say yes: the API option is opened, the applicant is told by mail."""
    if access is Access.SANDBOX and not (message or "").strip():
        give_up("The sandbox is another installation: say with --message how to get in there.", MISUSED)
    told = (message or "").strip() or None
    _decide(company, lambda connection: open_access(connection, company, system_clock, access, told))
    typer.echo(f"granted: {company} {access}")


def refuse(
    company: Company,
    access: What,
    reason: Annotated[str, typer.Option(help="Why, as the applicant is told by mail.")],
) -> None:
    """Say no; the applicant is told why."""
    if not reason.strip():
        give_up("Say why with --reason.", MISUSED)
    _decide(
        company, lambda connection: refuse_access(connection, company, system_clock, access, reason.strip())
    )
    typer.echo(f"refused: {company} {access}")


def _decide(company: int, work: Callable[[Connection], Awaitable[AccessRequest]]) -> None:
    try:
        in_database(settings().whole_url, work, owner=company)
    except Refusal as refusal:
        give_up(refusal.detail("en"))


async def _asked(connection: Connection) -> list[tuple[str, AccessRequest]]:
    found: list[tuple[str, AccessRequest]] = []
    for company_id, name in await queries.asking(connection):
        await act_for(connection, company_id)
        requests = await queries.requests(connection, company_id)
        found += [(name, one) for one in requests if one.status is Status.APPLIED]
    return sorted(found, key=lambda one: one[1].applied_at)
