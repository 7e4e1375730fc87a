"""Plan a window, a monthly rule, or a stop at once."""

from dataclasses import replace
from datetime import datetime

from seikyu.db.pool import Connection
from seikyu.kit.jst import wire_time
from seikyu.maintenance import store
from seikyu.maintenance.model import Rule, Window
from seikyu.maintenance.rules import told_day
from seikyu.maintenance.store import Operator


async def plan(connection: Connection, operator: Operator, window: Window, now: datetime) -> Window:
    """Keep the window under a number of its own; an urgent one is in force as soon as processes look."""
    numbered = replace(window, key=str(await store.next_number(connection)))
    await store.add_window(connection, numbered, now)
    span = f"{wire_time(window.starts_at)} - {wire_time(window.ends_at) or 'open'}"
    action = "stopped" if window.urgent else "planned"
    await store.record(
        connection,
        operator,
        now,
        action,
        numbered.key,
        f"{span} {','.join(window.targets)} {window.notice.ja}",
    )
    return numbered


async def plan_monthly(connection: Connection, operator: Operator, rule: Rule) -> Rule:
    """Keep a rule under a number of its own; its windows follow from it."""
    numbered = replace(rule, number=await store.next_number(connection))
    await store.add_rule(connection, numbered)
    span = f"{told_day(rule)} {rule.from_time:%H:%M} - {rule.to_time:%H:%M}"
    told = f"{span} {','.join(rule.targets)} {rule.notice.ja}"
    await store.record(connection, operator, rule.made_at, "planned_monthly", numbered.key, told)
    return numbered
