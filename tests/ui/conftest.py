"""A browser, the application in front of it, and companies of each test's own."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from seikyu.db.pool import Pool
from tests.ui.house import House, build_house, launch, running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(pool: Pool, database_url: str) -> AsyncIterator[str]:
    """The address of the whole application, whose clock stands still."""
    async with running(pool, database_url) as base_url:
        yield base_url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium."""
    async with async_playwright() as playwright:
        opened = await launch(playwright)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, site: str) -> AsyncIterator[BrowserContext]:
    """A browser window of a Japanese office, with no cookies yet."""
    opened = await browser.new_context(locale="ja-JP", base_url=site)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def unscripted(browser: Browser, site: str) -> AsyncIterator[BrowserContext]:
    """A browser window that runs no scripts."""
    opened = await browser.new_context(locale="ja-JP", base_url=site, java_script_enabled=False)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def http(site: str) -> AsyncIterator[httpx.AsyncClient]:
    """What asks for pages without being a browser."""
    async with httpx.AsyncClient(base_url=site, headers={"Accept-Language": "ja"}) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def house(pool: Pool) -> House:
    """Companies of this test's own."""
    return await build_house(pool)
