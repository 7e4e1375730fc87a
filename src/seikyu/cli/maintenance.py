"""`seikyu maintenance`: windows, monthly rules, stops at once. All times are those of Japan."""

import os
import pwd
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from typing import Annotated, TypeVar

import typer

from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Connection
from seikyu.docs.operations import OPERATIONS
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import JST, wire_time
from seikyu.maintenance import queries
from seikyu.maintenance.actions.end import cancel as cancel_one
from seikyu.maintenance.actions.end import end_all
from seikyu.maintenance.actions.plan import plan as keep_window
from seikyu.maintenance.actions.plan import plan_monthly
from seikyu.maintenance.model import ALL, API, RETRY_AFTER, SCREENS, Notice, Rule, Window
from seikyu.maintenance.rules import read_day, told_day
from seikyu.maintenance.store import Operator

Result = TypeVar("Result")

Whole = Annotated[bool, typer.Option("--all", help="Everything: API, screens, workers, file server.")]
Screens = Annotated[bool, typer.Option("--screens", help="What people see.")]
Apis = Annotated[
    list[str] | None,
    typer.Option("--api", help="One operation of the API by its operationId, or `all` of them; repeated."),
]
Said = Annotated[str, typer.Option("--notice", help="What callers are told, in Japanese.")]
SaidInEnglish = Annotated[str, typer.Option("--notice-en", help="The same in English.")]
Why = Annotated[str | None, typer.Option("--reason", help="Why, for the operators' own log.")]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="Maintenance: planned, monthly, at once. Times are JST.")
    own.callback()(lambda: None)
    for command in (plan, monthly, stop, end, cancel):
        own.command()(command)
    own.command("list")(show)
    app.add_typer(own, name="maintenance")


def plan(
    begins: Annotated[str, typer.Option("--from", help="When it begins: '2026-12-05 22:00'.")],
    ends: Annotated[str, typer.Option("--to", help="When it ends.")],
    *,
    whole: Whole = False,
    screens: Screens = False,
    api: Apis = None,
    notice: Said = "",
    notice_en: SaidInEnglish = "",
    reason: Why = None,
) -> None:
    """Plan a window; it is announced on every page a week before, and to programs at once."""
    starts_at, ends_at, now = _moment("--from", begins), _moment("--to", ends), system_clock()
    if not now <= starts_at < ends_at:
        give_up("--from must be to come and before --to; `seikyu maintenance stop` stops at once.", MISUSED)
    window = Window(
        "", starts_at, ends_at, _targets(api, whole=whole, screens=screens), Notice(notice, notice_en)
    )
    kept = _do(lambda connection: keep_window(connection, _operator(reason), window, now))
    typer.echo(f"number: {kept.key}")


def monthly(
    day: Annotated[str, typer.Option(help="Such as 'second saturday' or 'last sunday'.")],
    begins: Annotated[str, typer.Option("--from", help="When it begins: '22:00'.")],
    ends: Annotated[
        str, typer.Option("--to", help="When it ends, the next day if that is earlier: '02:00'.")
    ],
    *,
    whole: Whole = False,
    screens: Screens = False,
    api: Apis = None,
    notice: Said = "",
    notice_en: SaidInEnglish = "",
    reason: Why = None,
) -> None:
    """Plan a window every month."""
    read = read_day(day)
    if read is None:
        give_up("--day must be first, second, third, fourth or last, and a day of the week.", MISUSED)
    targets = _targets(api, whole=whole, screens=screens)
    span = _time("--from", begins), _time("--to", ends)
    rule = Rule(0, *read, *span, targets, Notice(notice, notice_en), system_clock())
    kept = _do(lambda connection: plan_monthly(connection, _operator(reason), rule))
    typer.echo(f"number: {kept.key}")


def stop(
    *,
    whole: Whole = False,
    screens: Screens = False,
    api: Apis = None,
    ends: Annotated[str | None, typer.Option("--to", help="When it ends, if that is known.")] = None,
    retry_after: Annotated[
        int, typer.Option(min=1, max=86400, help="Seconds after which callers look again, without --to.")
    ] = RETRY_AFTER,
    notice: Said = "",
    notice_en: SaidInEnglish = "",
    reason: Why = None,
) -> None:
    """Stop at once, until `end`; processes know within three seconds, and finish what they have in hand."""
    now = system_clock()
    ends_at = None if ends is None else _moment("--to", ends)
    if ends_at is not None and ends_at <= now:
        give_up("--to must be to come.", MISUSED)
    targets = _targets(api, whole=whole, screens=screens)
    window = Window(
        "", now, ends_at, targets, Notice(notice, notice_en), urgent=True, retry_after=retry_after
    )
    kept = _do(lambda connection: keep_window(connection, _operator(reason), window, now))
    typer.echo(f"number: {kept.key}")


def end(*, reason: Why = None) -> None:
    """Go on: end everything that is in force now."""
    ended = _do(lambda connection: end_all(connection, _operator(reason), system_clock()))
    if not ended:
        give_up("Nothing is stopped.")
    typer.echo(f"ended: {' '.join(ended)}")


def cancel(
    key: Annotated[str, typer.Argument(help="The number of a window or rule, as `list` shows it.")],
    *,
    reason: Why = None,
) -> None:
    """Call off one window, or a monthly rule with all its windows."""
    if not _do(lambda connection: cancel_one(connection, _operator(reason), key, system_clock())):
        give_up(f"There is no {key} in force or to come.")
    typer.echo(f"cancelled: {key}")


def show() -> None:
    """List the monthly rules, and what is in force or to come."""
    now = system_clock()

    async def read(connection: Connection) -> tuple[list[Rule], tuple[Window, ...]]:
        return await queries.rules(connection, now), await queries.windows(connection, now)

    rules, windows = _do(read)
    for rule in rules:
        span = f"{rule.from_time:%H:%M} - {rule.to_time:%H:%M}"
        typer.echo(f"{rule.key}\tevery {told_day(rule)} {span}\t{','.join(rule.targets)}\t{rule.notice.ja}")
    for window in windows:
        state = "IN FORCE" if window.in_force(now) else "planned"
        span = f"{wire_time(window.starts_at)} - {wire_time(window.ends_at) or 'open'}"
        typer.echo(f"{window.key}\t{state} {span}\t{','.join(window.targets)}\t{window.notice.ja}")


def _do(work: Callable[[Connection], Awaitable[Result]]) -> Result:
    return in_database(settings().whole_url, work)


def _operator(reason: str | None) -> Operator:
    # Of the process, not of its environment, which anybody may write what they like into.
    number = os.getuid()
    try:
        return Operator(pwd.getpwuid(number).pw_name, reason)
    except KeyError:
        return Operator(f"uid {number}", reason)


def _targets(api: list[str] | None, *, whole: bool, screens: bool) -> tuple[str, ...]:
    known = {operation.name for operation in OPERATIONS}
    for name in api or ():
        if name != ALL and name not in known:
            give_up(f"--api {name}: there is no such operation; docs/api has a page for each.", MISUSED)
    chosen = [*([ALL] if whole else []), *([SCREENS] if screens else [])]
    chosen += [API if name == ALL else name for name in api or ()]
    if not chosen:
        give_up("Say what is stopped: --all, --screens or --api.", MISUSED)
    return tuple(dict.fromkeys(chosen))


def _moment(option: str, said: str) -> datetime:
    try:
        return datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=JST)
    except ValueError:
        give_up(f"{option} must be a moment such as '2026-12-05 22:00'.", MISUSED)


def _time(option: str, said: str) -> time:
    try:
        return datetime.strptime(said, "%H:%M").replace(tzinfo=JST).time()
    except ValueError:
        give_up(f"{option} must be a time such as '22:00'.", MISUSED)
