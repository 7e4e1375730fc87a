"""A buyer that keeps the seller as a payee, and one that is no member."""

from collections.abc import AsyncIterator

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.house.cast import Cast, build_cast
from tests.notices.house import add_payee


@pytest_asyncio.fixture(loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> AsyncIterator[Cast]:
    """Companies of this test's own; deadlines they left wait for nobody."""
    built = await build_cast(pool, password_hash)
    await pool.execute("UPDATE users SET administrator = true WHERE user_id = $1", built.buyer.user.user_id)
    await add_payee(pool, built.buyer.company_id, "S-1", built.seller.company_id)
    await add_payee(pool, built.buyer.company_id, "S-2")
    yield built
    query = "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    await pool.execute(query, f'%"company_id":{built.buyer.company_id}%')
