"""The page that stands for all others, and the line above them, on wide and narrow screens."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.maintenance.house import Site
from tests.ui.house import launch, offences


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Chromium."""
    async with async_playwright() as playwright:
        opened = await launch(playwright)
        yield opened
        await opened.close()


@pytest.mark.parametrize("width", [1440, 390])
async def test_people_can_read_what_is_stopped_on_any_screen(
    site: Site, chromium: Browser, width: int
) -> None:
    context = await chromium.new_context(
        locale="ja-JP", base_url=str(site.http.base_url), viewport={"width": width, "height": 800}
    )
    await site.plan("all", after=60)
    page = await context.new_page()
    await page.goto("/login")
    assert "すべてのサービスを停止します" in await page.locator(".announcement").inner_text()
    assert await offences(page) == []
    site.clock.move(minutes=70)
    answer = await page.reload()
    assert answer is not None
    assert answer.status == 503
    assert await page.get_by_role("heading", name="メンテナンス中です").is_visible()
    assert await page.locator(".announcement").count() == 0
    assert await offences(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await context.close()
