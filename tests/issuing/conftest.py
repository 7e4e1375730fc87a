"""Doors of an installation that is not a sandbox."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.house.doors import Doors, other_doors


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def production(doors: Doors, database_url: str) -> AsyncIterator[Doors]:
    """The same database behind a production web server, which knows clients of production only."""
    environment = {"SEIKYU_ENVIRONMENT": "production", "SEIKYU_SMTP_HOST": "127.0.0.1"}
    async with other_doors(doors, database_url, **environment) as opened:
        yield opened
