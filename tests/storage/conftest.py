"""What every test of objects elsewhere leaves behind: nothing."""

from collections.abc import AsyncIterator

import pytest_asyncio

from seikyu.db.pool import Pool

FORGET_MOVED = """
DO $$
DECLARE company bigint;
BEGIN
    -- The papers stay, and what they name may not go; here nobody reads them any more.
    ALTER TABLE stored_objects DISABLE TRIGGER USER;
    FOR company IN SELECT company_id FROM companies LOOP
        PERFORM set_config('seikyu.company', company::text, true);
        DELETE FROM stored_objects WHERE company_id = company AND content IS NULL;
    END LOOP;
    ALTER TABLE stored_objects ENABLE TRIGGER USER;
END $$
"""


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _forget_moved(pool: Pool) -> AsyncIterator[None]:
    """Places end with their test; rows that lead there would trouble commands that go through all."""
    yield
    await pool.execute(FORGET_MOVED)
