"""The documentation in a browser: its console, its search, and people who see or hear it otherwise."""

import pytest
from playwright.async_api import BrowserContext, expect

from seikyu.db.pool import Pool
from seikyu.sandbox.console import keep_console
from tests.ui.house import NOW, PASSWORD, House, offences

TYPICAL = ("", "/quick-start", "/api/listInvoices", "/errors", "/statuses")


async def test_from_a_page_one_gets_a_token_and_lists_ones_invoices(
    context: BrowserContext, site: str, pool: Pool, house: House
) -> None:
    number = await house.invoice()
    await keep_console(pool, house.seller.company_id, site, NOW)
    page = await context.new_page()
    await page.goto("/docs/ja/api/getInvoice")
    await page.get_by_label("invoice_mng_num").fill(str(number))
    await expect(page.locator("[data-try-curl]")).to_contain_text(
        f"{site}/v1/invoice/seller/invoices/{number}"
    )
    await page.get_by_role("button", name="トークンを取得").click()
    await page.get_by_label("PFID").fill(house.seller.pfid)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form[method=post] button[type=submit]").click()
    await page.locator("button[value=allow]").click()
    await expect(page.locator("[data-try-told]")).to_contain_text("トークン取得済み")
    assert "code" not in page.url
    await page.get_by_role("button", name="送信").click()
    await expect(page.locator("[data-try-status]")).to_contain_text("200")
    await expect(page.locator("[data-try-body]")).to_contain_text(f'"invoice_mng_num": "{number}"')
    await expect(page.locator("[data-try-headers]")).to_contain_text("content-type: application/json")


async def test_a_code_or_a_field_is_found_while_typing(context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto("/docs/ja")
    await page.keyboard.press("/")
    await page.keyboard.type("ｅ１００００１")
    await expect(page.locator(".docs-found a").first).to_contain_text("E100001")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/docs/ja/errors#E100001")


async def test_without_scripts_everything_can_be_read_and_nothing_useless_is_offered(
    unscripted: BrowserContext,
) -> None:
    page = await unscripted.new_page()
    await page.goto("/login")
    await page.locator("footer a").click()
    await page.get_by_role("link", name="請求書一覧取得").first.click()
    await expect(page.locator("main")).to_contain_text("curl -sS")
    await expect(page.locator("[data-try]")).to_be_hidden()
    await expect(page.locator(".docs-search")).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
async def test_typical_pages_shut_nobody_out_and_fit_every_screen(
    context: BrowserContext, width: int
) -> None:
    page = await context.new_page()
    await page.set_viewport_size({"width": width, "height": 900})
    for path in TYPICAL:
        await page.goto(f"/docs/ja{path}")
        assert list(await offences(page)) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
