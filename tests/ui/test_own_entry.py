"""Entering a paper in a browser: the file first, the form beside it, with and without scripts."""

from playwright.async_api import BrowserContext, FilePayload, Page, ViewportSize, expect

from tests.attachments.files import PDF
from tests.ui.house import House, enter, offences

PAPER: FilePayload = {"name": "請求書.pdf", "mimeType": "application/pdf", "buffer": PDF}
PHONE = ViewportSize(width=390, height=844)


async def fill(page: Page) -> None:
    await page.get_by_label("支払先", exact=False).first.select_option("new")
    await page.get_by_text("新しい支払先を登録する").click()
    await page.get_by_label("新しい支払先コード").fill("P-1")
    await page.get_by_label("新しい支払先名").fill("文具の山本")
    await page.get_by_label("請求書番号").fill("Y-1")
    await page.get_by_label("10% 税込").fill("11,000")


async def test_a_paper_is_entered_beside_its_file(context: BrowserContext, house: House) -> None:
    page = await enter(context, house.buyer, "/buyer/own")
    assert await offences(page) == []
    await page.get_by_role("link", name="1件ずつ登録する").click()
    await page.get_by_label("ファイル（PDF・画像など）").set_input_files(PAPER)
    await page.get_by_role("button", name="添付して表示").click()
    await expect(page.locator("iframe")).to_be_visible()
    await fill(page)
    await page.get_by_role("button", name="計算").last.click()
    await expect(page.locator("#sums")).to_contain_text("¥11,000")
    assert await offences(page) == []
    await page.set_viewport_size(PHONE)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    await page.get_by_role("button", name="登録する", exact=True).click()
    await expect(page.get_by_role("heading", name="文具の山本")).to_be_visible()
    await page.get_by_role("link", name="取消し").click()
    assert await offences(page) == []
    await page.get_by_label("取消しの理由").fill("二重に登録した")
    await page.get_by_role("button", name="取り消す").click()
    await expect(page.get_by_text("自社作成の請求書を取り消しました")).to_be_visible()


async def test_it_works_without_scripts(unscripted: BrowserContext, house: House) -> None:
    page = await enter(unscripted, house.buyer, "/buyer/own/new")
    await page.get_by_role("button", name="登録する", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("支払先コード")
    await fill(page)
    await page.get_by_role("button", name="登録する", exact=True).click()
    await expect(page.get_by_role("heading", name="文具の山本")).to_be_visible()
