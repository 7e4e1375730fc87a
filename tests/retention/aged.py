"""Old papers, and administrators who release them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.retention.actions.release import release
from tests.ui.house import NOW, House, Member

LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
BASE_URL = "http://seikyu.test"
OLD = (NOW - datetime(2015, 5, 10, tzinfo=UTC)).days
"""So many days ago was a day of the fiscal year that ended in March 2016: its papers are over in May 2023."""


def administrator(member: Member) -> Actor:
    """Somebody who may set how long papers are kept."""
    return replace(member.actor, administrator=True)


async def old_invoice(house: House, **changes: Any) -> int:
    """An invoice of 2015, issued and received."""
    given = {"close_date": "2015-05-31", "pay_due_date": "2015-06-30", **changes}
    return await house.invoice(days_ago=OLD, **given)


async def released(house: House, member: Member, days_ago: int = 31) -> UUID:
    """What an administrator has released some days ago."""

    def then() -> datetime:
        return system_clock() - timedelta(days=days_ago)

    async with transaction(house.pool, member.company_id) as connection:
        return await release(connection, member.company_id, administrator(member).author, then, BASE_URL)


async def rows_of(house: House, member: Member, *tables: str) -> dict[str, int]:
    """How many rows a company has in these tables."""
    async with transaction(house.pool, member.company_id) as connection:
        return {table: await connection.fetchval(f"SELECT count(*) FROM {table}") for table in tables}
