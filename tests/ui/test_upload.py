"""Uploading in a browser: an error in its cell, the corrected file, the registered invoices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from seikyu.jobs.work import work
from seikyu.kit.csv_text import write
from seikyu.uploads import jobs
from seikyu.uploads.layout import STANDARD
from tests.house.cast import add_customer
from tests.ui.house import House, clock, enter, offences

GOOD = {
    "inv_no": "U-1",
    "customer.private_cust_cd": "C-1",
    "inv_name": "11月分ご請求",
    "pay_due_date": "2026/12/31",
    "details.item_name": "保守料",
    "details.item_without_tax": "10000",
    "details.tax_type": "課税",
    "details.tax_rate_sec": "10%",
}
BAD = {**GOOD, "inv_no": "U-2", "pay_due_date": "2026/02/31"}


def file(*lines: dict[str, str], name: str = "請求.csv") -> FilePayload:
    rows = [[head for head, _ in STANDARD], *([line.get(path, "") for _, path in STANDARD] for line in lines)]
    return {"name": name, "mimeType": "text/csv", "buffer": write(rows, "cp932")}


@asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """A worker that does nothing but uploads."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(house.pool, jobs.tasks(house.pool, clock), stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def choose(page: Page, payload: FilePayload) -> None:
    await page.goto("/seller/uploads/new")
    await page.get_by_label("ファイル", exact=False).first.set_input_files(payload)
    await page.get_by_role("button", name="アップロードして内容を確認する").click()


async def customer(house: House) -> None:
    await add_customer(
        house.pool, house.seller.company_id, None, private_cust_cd="C-1", company_name_org="得意先"
    )


async def test_an_error_is_shown_in_its_cell_and_the_corrected_file_is_registered(
    context: BrowserContext, house: House
) -> None:
    await customer(house)
    page = await enter(context, house.seller, "/seller/uploads")
    await page.get_by_role("link", name="ファイルをアップロード").first.click()
    async with working(house):
        await choose(page, file(GOOD, BAD))
        cell = page.locator("td.cell-attention")
        await expect(cell).to_contain_text("2026/02/31", timeout=15000)
        await expect(cell).to_contain_text("入金期限は実在する日付を")
        await expect(page.get_by_role("button", name="請求書1件を登録する")).to_be_visible()
        await page.get_by_role("link", name="エラー・注意のある行").click()
        await expect(page.locator(".upload-rows tbody tr")).to_have_count(1)
        assert await offences(page) == []
        await choose(page, file(GOOD, {**BAD, "pay_due_date": "2026/02/28"}))
        await page.get_by_role("button", name="請求書2件を登録する").click(timeout=15000)
        await expect(page.locator(".page-head .badge")).to_have_text("登録済", timeout=15000)
    await page.get_by_role("link", name="得意先 U-2").click()
    await expect(page.locator(".page-amount")).to_contain_text("¥11,000")


@pytest.mark.parametrize("width", [1440, 390])
async def test_columns_are_mapped_once_and_every_screen_of_it_can_be_used_by_anybody(
    browser: Browser, site: str, house: House, width: int
) -> None:
    await customer(house)
    viewport = ViewportSize(width=width, height=844)
    context = await browser.new_context(viewport=viewport, base_url=site, locale="ja-JP")
    page = await enter(context, house.seller, "/seller/uploads")
    assert await offences(page) == []
    content = "伝票,得意先コード,品名,税抜金額\r\nA-1,C-1,紙,1000\r\n".encode("cp932")
    payload: FilePayload = {"name": "販売.csv", "mimeType": "text/csv", "buffer": content}
    await choose(page, payload)
    await expect(page.get_by_label("「得意先コード」の項目")).to_have_value("customer.private_cust_cd")
    await page.get_by_label("「伝票」の項目").select_option(label="請求書番号")
    await page.get_by_label("対応付けの名前").fill("販売管理")
    assert await offences(page) == []
    async with working(house):
        await page.get_by_role("button", name="この対応付けで内容を確認する").click()
        await expect(page.get_by_role("button", name="請求書1件を登録する")).to_be_visible(timeout=15000)
    await expect(page.get_by_text("販売管理", exact=True)).to_be_visible()
    for path in ("/seller/uploads", "/seller/uploads/new", "/seller/uploads/mappings"):
        await page.goto(path)
        assert await offences(page) == []
        beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0
    await context.close()


async def test_uploading_needs_no_scripts(unscripted: BrowserContext, house: House) -> None:
    await customer(house)
    page = await enter(unscripted, house.seller, "/seller/uploads/new")
    async with working(house):
        await choose(page, file(GOOD))
        register = page.get_by_role("button", name="請求書1件を登録する")
        async with asyncio.timeout(15):
            while not await register.count():
                await page.get_by_role("link", name="最新の状態を表示").click()
        await register.click()
        badge = page.locator(".page-head .badge")
        async with asyncio.timeout(15):
            while await badge.inner_text() != "登録済":
                await page.get_by_role("link", name="最新の状態を表示").click()
