"""Looking at pages as everybody has to be able to: for those who hear them, on a phone, in the dark."""

from collections.abc import Sequence

from playwright.async_api import Browser, Page, ViewportSize

from tests.ui.house import Member, enter, offences

WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
LOOKS = ((WIDE, "light", "ja"), (PHONE, "dark", "en"))


async def complaints(page: Page, paths: Sequence[str]) -> list[str]:
    """What is wrong with pages: against WCAG, beyond the edge, on the console."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    for path in paths:
        await page.goto(path)
        found += [f"{path}: {offence}" for offence in await offences(page)]
        found += await beyond(page)
    return found


async def beyond(page: Page) -> list[str]:
    """Whether anything sticks out of the page that is open."""
    pixels = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{page.url}: {pixels} pixels beyond the edge"] if pixels > 0 else []


async def looked_at(
    browser: Browser, site: str, member: Member, look: tuple[ViewportSize, str, str], paths: Sequence[str]
) -> list[str]:
    """What somebody of a company would complain about."""
    viewport, scheme, language = look
    context = await browser.new_context(
        viewport=viewport, base_url=site, color_scheme="dark" if scheme == "dark" else "light"
    )
    await context.add_cookies([{"name": "seikyu_language", "value": language, "url": site}])
    found = await complaints(await enter(context, member, paths[0]), paths)
    await context.close()
    return found
