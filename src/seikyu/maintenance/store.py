"""Writing what operators decide, each with who did it and why in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.maintenance.model import Rule, Window


@dataclass(frozen=True, slots=True)
class Operator:
    """Who gave the command at which machine's prompt, and why."""

    who: str
    reason: str | None = None


async def next_number(connection: Connection) -> int:
    """A number for a window or a rule."""
    number: int = await connection.fetchval("SELECT nextval('maintenance_number_seq')")
    return number


async def add_window(connection: Connection, window: Window, now: datetime) -> None:
    """Keep a window."""
    await connection.execute(
        "INSERT INTO maintenance_windows (number, urgent, starts_at, ends_at, targets, notice_ja, notice_en, "
        "retry_after, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        int(window.key),
        window.urgent,
        window.starts_at,
        window.ends_at,
        [*window.targets],
        window.notice.ja,
        window.notice.en,
        window.retry_after,
        now,
    )


async def add_rule(connection: Connection, rule: Rule) -> None:
    """Keep a monthly rule."""
    await connection.execute(
        "INSERT INTO maintenance_rules (number, week, weekday, from_time, to_time, targets, notice_ja, "
        "notice_en, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        rule.number,
        rule.week,
        rule.weekday,
        rule.from_time,
        rule.to_time,
        [*rule.targets],
        rule.notice.ja,
        rule.notice.en,
        rule.made_at,
    )


async def end_window(connection: Connection, number: int, now: datetime) -> bool:
    """End a window, or call it off before it begins; False when it is over already."""
    done = await connection.execute(
        "UPDATE maintenance_windows SET ended_at = $2 "
        "WHERE number = $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
        number,
        now,
    )
    return done == "UPDATE 1"


async def end_rule(connection: Connection, number: int, now: datetime) -> bool:
    """Make no more windows from a rule; False when it is ended already."""
    done = await connection.execute(
        "UPDATE maintenance_rules SET ended_at = $2 WHERE number = $1 AND ended_at IS NULL", number, now
    )
    return done == "UPDATE 1"


async def end_day(connection: Connection, number: int, day: date, now: datetime) -> bool:
    """End the window a rule makes on a day; False when that was done already."""
    done = await connection.execute(
        "INSERT INTO maintenance_exceptions (number, day, ended_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (number, day) DO NOTHING",
        number,
        day,
        now,
    )
    return done == "INSERT 0 1"


async def record(
    connection: Connection, operator: Operator, now: datetime, action: str, subject: str, told: str = ""
) -> None:
    """Append what was done to the operators' log."""
    await connection.execute(
        "INSERT INTO maintenance_events (event_id, at, who, action, subject, told, reason) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new_id(now),
        now,
        operator.who,
        action,
        subject,
        told,
        operator.reason,
    )
