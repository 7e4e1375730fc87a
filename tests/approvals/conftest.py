"""An office of each test's own."""

import pytest_asyncio

from tests.approvals.office import Office, open_office
from tests.house.cast import Cast
from tests.house.doors import Doors


@pytest_asyncio.fixture(loop_scope="session")
async def office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    """A maker, a boss, a deputy and whoever issues; no route yet."""
    return await open_office(doors, cast, password_hash)
