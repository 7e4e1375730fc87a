"""The editor in a browser: a block from Excel, keys, totals while typing, saved by itself, fit to be used."""

from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from seikyu.issuing.model import SellerStatus
from seikyu.partners.model import BANK_ACCOUNT, PUBLISHER
from tests.house.cast import BANK_1, BANK_2, PUBLISHER_1, add_customer, add_masters
from tests.ui.house import House, enter, offences

NEW = "/seller/invoices/new"
BLOCK = (
    "2026/11/5\tD-1\tOS-1\tトナー\t２\t本\t13,582\r\n"
    '2026/11/6\tD-2\tOS-2\t"紙 ""A4""\n(500枚)"\t10\t箱\t￥2,480\r\n'
    "\t\t\t送料\t1\t式\t▲100\r\n"
)


async def masters(house: House) -> None:
    owner = house.seller.company_id
    await add_customer(house.pool, owner, house.buyer.company_id)
    await add_masters(house.pool, owner, PUBLISHER, {**PUBLISHER_1})
    await add_masters(house.pool, owner, BANK_ACCOUNT, {**BANK_1}, {**BANK_2})


async def paste(page: Page, text: str) -> None:
    """What a browser does when a range was copied in a spreadsheet."""
    script = """text => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }"""
    await page.evaluate(script, text)


def cell(page: Page, line: int, name: str) -> Any:
    return page.locator(f"#details-{line}-{name}")


async def focused(page: Page) -> str:
    found: str = await page.evaluate("document.activeElement.id")
    return found


async def test_a_block_from_excel_fills_the_lines_and_is_saved_and_added_up(
    context: BrowserContext, house: House
) -> None:
    await masters(house)
    page = await enter(context, house.seller, NEW)
    await cell(page, 8, "item_slip_date").focus()
    await paste(page, BLOCK)
    await expect(page.locator("[data-line]")).to_have_count(12)
    await expect(cell(page, 9, "item_name")).to_have_value('紙 "A4" (500枚)')
    await expect(cell(page, 10, "item_price")).to_have_value("-100")
    await expect(cell(page, 8, "amount")).to_have_value("27,164")
    await expect(page.locator(".sums-front strong")).to_have_text("¥57,050")
    await expect(page.locator(".sums-saved")).to_contain_text("保存しました")
    await page.wait_for_url("**/seller/drafts/*")
    await page.reload()
    await expect(cell(page, 8, "item_qty")).to_have_value("2")
    await expect(cell(page, 8, "item_slip_date")).to_have_value("2026-11-05")


async def test_keys_move_fill_insert_delete_and_bring_back(context: BrowserContext, house: House) -> None:
    page = await enter(context, house.seller, NEW)
    await cell(page, 0, "item_name").fill("あ")
    await page.keyboard.press("Enter")
    assert await focused(page) == "details-1-item_name"
    await page.keyboard.press("Control+d")
    await expect(cell(page, 1, "item_name")).to_have_value("あ")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowRight")
    assert await focused(page) == "details-0-item_qty"
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowLeft")
    assert await focused(page) == "details-1-item_name"
    await page.keyboard.type("い")
    await page.keyboard.press("Escape")
    await expect(cell(page, 1, "item_name")).to_have_value("あ")
    await page.keyboard.press("Alt+Insert")
    await expect(cell(page, 2, "item_name")).to_have_value("あ")
    await cell(page, 0, "item_name").focus()
    await page.keyboard.press("Alt+Delete")
    await expect(cell(page, 1, "item_name")).to_have_value("あ")
    await expect(page.locator("[data-line]")).to_have_count(10)


async def test_totals_follow_the_typing_and_the_button_waits_for_them(
    context: BrowserContext, house: House
) -> None:
    await masters(house)
    page = await enter(context, house.seller, NEW)
    await page.locator("#customer").select_option(index=1)
    await cell(page, 0, "item_name").fill("手数料")
    await cell(page, 0, "item_qty").fill("１，０００")
    await cell(page, 0, "item_price").fill("0.5")
    await cell(page, 0, "tax_class").select_option("tr8_reduced")
    await expect(cell(page, 0, "item_qty")).to_have_value("1,000")
    await expect(cell(page, 0, "amount")).to_have_value("500")
    await expect(page.locator(".sums-front strong")).to_have_text("¥540")
    await cell(page, 1, "amount").fill("100")
    await page.get_by_role("button", name="確認へ進む").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("発行内容の確認")
    await expect(page.locator(".sheet-amount strong")).to_have_text("¥650")
    await page.get_by_role("button", name="発行する").click()
    await expect(page.get_by_role("status")).to_contain_text("発行を受け付けました")


@pytest.mark.parametrize("width", [1440, 390])
async def test_the_editor_and_its_lists_can_be_used_by_anybody(
    browser: Browser, site: str, house: House, width: int
) -> None:
    await masters(house)
    back = await house.invoice(status=SellerStatus.SENT_BACK, reason="数量が違います。")
    context = await browser.new_context(
        viewport=ViewportSize(width=width, height=900), base_url=site, locale="ja-JP"
    )
    page = await enter(context, house.seller, f"/seller/invoices/{back}")
    await page.get_by_role("button", name="修正して再発行").click()
    await expect(page.locator(".matter-reason")).to_have_text("数量が違います。")
    for path in (page.url, f"{page.url}?check=1", NEW, "/seller/templates/new", "/seller/drafts"):
        await page.goto(path)
        # Where the bar of buttons lies over nothing.
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert await offences(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    await context.close()
