"""End what is in force, or call off what is to come."""

import re
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.maintenance import queries, store
from seikyu.maintenance.store import Operator

OF_RULE = re.compile(r"m([0-9]{1,15})-([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
RULE = re.compile(r"m([0-9]{1,15})", re.ASCII)
SINGLE = re.compile(r"[0-9]{1,15}", re.ASCII)


async def cancel(connection: Connection, operator: Operator, key: str, now: datetime) -> bool:
    """End or call off the one window or rule of this key; False when there is none, or it is over."""
    if not await _end(connection, key, now):
        return False
    await store.record(connection, operator, now, "cancelled", key)
    return True


async def end_all(connection: Connection, operator: Operator, now: datetime) -> list[str]:
    """End everything that is in force; the keys of what was ended."""
    ended = []
    for window in await queries.windows(connection, now):
        if window.in_force(now) and await _end(connection, window.key, now):
            await store.record(connection, operator, now, "ended", window.key)
            ended.append(window.key)
    return ended


async def _end(connection: Connection, key: str, now: datetime) -> bool:
    if SINGLE.fullmatch(key):
        return await store.end_window(connection, int(key), now)
    if of_rule := OF_RULE.fullmatch(key):
        # Only what the rule makes, so that a slip of the hand does not call off nothing and say it did.
        if key not in {window.key for window in await queries.windows(connection, now)}:
            return False
        number, year, month, day = map(int, of_rule.groups())
        return await store.end_day(connection, number, date(year, month, day), now)
    if rule := RULE.fullmatch(key):
        return await store.end_rule(connection, int(rule[1]), now)
    return False
