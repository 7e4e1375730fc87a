"""`seikyu retention`: what an operator does about papers that are kept: holds and removal."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.cli.operator import OPERATOR
from seikyu.db.pool import Connection
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today, wire_time
from seikyu.retention import queries
from seikyu.retention.actions import hold as holding
from seikyu.retention.actions import release as releasing
from seikyu.retention.model import Hold, NewHold, Release
from seikyu.wire.faults import Refusal

Result = TypeVar("Result")
Company = Annotated[int, typer.Option("--company", help="The id of the company.")]
Reason = Annotated[str, typer.Option(help="Why; written into the company's log.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="How long papers are kept: holds and removal.")
    own.callback()(lambda: None)
    own.command()(hold)
    own.command("end-hold")(end_hold)
    own.command("list")(show)
    own.command()(release)
    own.command("call-off")(call_off)
    app.add_typer(own, name="retention")


def hold(
    company: Company,
    reason: Reason,
    name: Annotated[str, typer.Option(help="What the hold is called.")] = "運営者による消去停止",
    from_day: Day = None,
    to_day: Day = None,
    partner: Annotated[
        str | None, typer.Option(help="Only papers whose counterparty's name has this.")
    ] = None,
    invoice: Annotated[list[int] | None, typer.Option(help="Only these; may be repeated.")] = None,
) -> None:
    """Hold papers of a company: nothing that is covered is removed until the hold is ended."""
    new = NewHold(name, reason.strip(), _day(from_day), _day(to_day), partner, tuple(invoice or ()))
    for fault in holding.faults_of(new):
        give_up(fault.detail("en"), MISUSED)
    hold_id = _do(
        company, lambda connection: holding.set_hold(connection, company, OPERATOR, system_clock, new)
    )
    typer.echo(f"hold_id: {hold_id}")


def end_hold(company: Company, hold_id: Annotated[UUID, typer.Argument()], reason: Reason) -> None:
    """End a hold."""
    _do(
        company,
        lambda connection: holding.end_hold(
            connection, company, OPERATOR, system_clock, hold_id, reason.strip()
        ),
    )
    typer.echo(f"ended: {hold_id}")


def show(company: Company) -> None:
    """Print what a company's holds and releases are, and how many papers need not be kept any more."""
    holds, releases, over = _do(company, lambda connection: _shown(connection, company))
    for one in holds:
        ended = "" if one.ended_at is None else f", ended {wire_time(one.ended_at)}"
        typer.echo(f"hold {one.hold_id}: {one.what.name} ({one.what.reason}), {wire_time(one.set_at)}{ended}")
    for release_ in releases:
        typer.echo(f"release {release_.release_id}: {_told(release_)}")
    typer.echo(f"papers whose time is over: {over}")


def release(company: Company) -> None:
    """Release what need not be kept any more, of a company that has left; it goes after thirty days."""
    url = settings().base_url
    release_id = _do(
        company, lambda connection: releasing.release(connection, company, OPERATOR, system_clock, url)
    )
    typer.echo(f"release_id: {release_id}")


def call_off(company: Company, release_id: Annotated[UUID, typer.Argument()]) -> None:
    """Call a release off."""
    url = settings().base_url
    _do(
        company,
        lambda connection: releasing.call_off(connection, company, OPERATOR, system_clock, release_id, url),
    )
    typer.echo(f"called off: {release_id}")


def _do(company: int, work: Callable[[Connection], Awaitable[Result]]) -> Result:
    async def inside(connection: Connection) -> Result:
        await queries.is_closed(connection, company)  # refuses where there is no such company
        return await work(connection)

    try:
        return in_database(settings().whole_url, inside, owner=company)
    except Refusal as refusal:
        give_up(refusal.detail("en"))


async def _shown(connection: Connection, company: int) -> tuple[list[Hold], list[Release], int]:
    until = today(system_clock) - timedelta(days=1)
    return (
        await queries.holds(connection, company),
        await queries.releases(connection, company),
        await queries.count_over(connection, company, until),
    )


def _told(one: Release) -> str:
    if one.called_off_at is not None:
        return f"called off {wire_time(one.called_off_at)}"
    if one.done_at is not None:
        return f"done {wire_time(one.done_at)}: {one.removed} removed, {one.spared} kept"
    return f"{one.papers} papers, removed from {wire_time(one.removes_from)}"


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
