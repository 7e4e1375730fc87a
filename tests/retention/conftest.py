"""Companies with papers of long ago: the clock of the database cannot be turned, so the papers are old."""

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.retention.aged import LONG_AGO
from tests.ui.house import House, build_house


@pytest_asyncio.fixture(loop_scope="session")
async def house(pool: Pool) -> House:
    """Two that trade, and have been here for long."""
    made = await build_house(pool)
    for member in (made.seller, made.buyer):
        await pool.execute(
            "UPDATE companies SET created_at = $2 WHERE company_id = $1", member.company_id, LONG_AGO
        )
    return made
