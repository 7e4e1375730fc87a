"""Reading what operators planned."""

from datetime import date, datetime, timedelta

from seikyu.db.pool import Connection, Row
from seikyu.maintenance.model import Notice, Rule, Window
from seikyu.maintenance.rules import windows_of


async def windows(connection: Connection, now: datetime) -> tuple[Window, ...]:
    """What is in force or to come, in the order of beginning."""
    found = [
        *await _single(connection, now),
        *(window for rule in await rules(connection, now) for window in windows_of(rule, now)),
    ]
    coming = (window for window in found if not window.is_over(now))
    return tuple(sorted(coming, key=lambda window: (window.starts_at, window.key)))


async def rules(connection: Connection, now: datetime) -> list[Rule]:
    """The monthly rules that are in use; with a rule, all its windows end."""
    rows = await connection.fetch(
        "SELECT number, week, weekday, from_time, to_time, targets, notice_ja, notice_en, made_at "
        "FROM maintenance_rules WHERE ended_at IS NULL ORDER BY number"
    )
    if not rows:
        return []
    exceptions: dict[int, list[tuple[date, datetime]]] = {}
    for row in await connection.fetch(
        "SELECT number, day, ended_at FROM maintenance_exceptions WHERE day > $1",
        (now - timedelta(days=40)).date(),
    ):
        exceptions.setdefault(row["number"], []).append((row["day"], row["ended_at"]))
    return [
        Rule(
            row["number"],
            row["week"],
            row["weekday"],
            row["from_time"],
            row["to_time"],
            tuple(row["targets"]),
            Notice(row["notice_ja"], row["notice_en"]),
            row["made_at"],
            tuple(exceptions.get(row["number"], ())),
        )
        for row in rows
    ]


async def _single(connection: Connection, now: datetime) -> list[Window]:
    # LEAST passes over what is not there.
    rows = await connection.fetch(
        "SELECT number, urgent, starts_at, least(ends_at, ended_at) AS ends_at, targets, "
        "notice_ja, notice_en, retry_after FROM maintenance_windows "
        "WHERE least(ends_at, ended_at) IS NULL OR least(ends_at, ended_at) > $1",
        now,
    )
    return [_window(row) for row in rows]


def _window(row: Row) -> Window:
    return Window(
        str(row["number"]),
        row["starts_at"],
        row["ends_at"],
        tuple(row["targets"]),
        Notice(row["notice_ja"], row["notice_en"]),
        row["urgent"],
        row["retry_after"],
    )
