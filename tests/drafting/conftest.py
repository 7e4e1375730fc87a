"""People at screens."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.drafting.screen import Screen, log_in
from tests.house.cast import Cast
from tests.house.doors import Doors


@pytest_asyncio.fixture(loop_scope="session")
async def screen(doors: Doors, cast: Cast) -> AsyncIterator[Screen]:
    """Somebody of the seller."""
    async with log_in(doors, cast.seller) as entered:
        yield entered


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(doors: Doors, cast: Cast) -> AsyncIterator[Screen]:
    """Somebody of a company that has nothing to do with it."""
    async with log_in(doors, cast.outsider) as entered:
        yield entered
