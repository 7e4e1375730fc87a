"""Exporting to accounting in a browser: chosen, looked at, made, fetched, taken back."""

from datetime import date

import httpx
from playwright.async_api import Browser, BrowserContext, Page, expect

from seikyu.db.pool import transaction
from seikyu.journals.model import Entry
from seikyu.journals.store import NewSlip, write
from tests.ledgers.papers import ONE_ROW, leg
from tests.ledgers.readers import read_yayoi
from tests.ui.house import NOW, House, enter
from tests.ui.walking import LOOKS, looked_at

NEW = "/buyer/exports/new"


async def entered(house: House, *entries: Entry) -> int:
    """A received invoice with a confirmed slip."""
    number = await house.invoice()
    owner, by = house.buyer.company_id, house.buyer.actor.user_id
    slip = NewSlip(number, 1, date(2026, 10, 31), 0, entries or ONE_ROW)
    async with transaction(house.pool, owner) as connection:
        assert await write(connection, owner, [slip], NOW, confirmed=True, by=by) == {number}
    return number


async def fetched(page: Page) -> bytes:
    async with page.expect_download() as download:
        await page.get_by_role("link", name="ファイルをダウンロード").click()
    path = await (await download.value).path()
    return path.read_bytes()


async def test_an_export_is_looked_at_made_fetched_and_taken_back(
    context: BrowserContext, house: House
) -> None:
    number, draft = await entered(house), await house.invoice()
    page = await enter(context, house.buyer, "/buyer/exports")
    await page.get_by_role("link", name="新しく出力する").first.click()
    await page.get_by_label("出力形式").select_option("yayoi")
    await page.get_by_role("button", name="内容を確認する").click()
    await page.get_by_text("請求書管理番号を表示").click()
    await expect(page.get_by_role("link", name=str(draft))).to_be_visible()
    await page.get_by_role("button", name="ファイルを作成する").click()
    await expect(page.get_by_role("status")).to_contain_text("会計データを作成しました")
    [slip] = read_yayoi(await fetched(page))
    assert (slip.reference, slip.balance) == (str(number), 0)
    await page.goto(f"{NEW}?format=yayoi&only_new=1")
    await expect(page.get_by_text("出力できる請求書がありません")).to_be_visible()
    await page.goto("/buyer/exports")
    await page.locator("tbody th a").click()
    await page.get_by_role("button", name="出力を取り消す").click()
    await expect(page.get_by_role("status")).to_contain_text("出力を取り消しました")
    assert [one.reference for one in read_yayoi(await fetched(page))] == [str(number)]
    await page.goto(f"{NEW}?format=yayoi&only_new=1")
    await expect(page.get_by_role("button", name="ファイルを作成する")).to_be_visible()


async def test_what_cannot_be_written_is_shown_before_anything_is_made(
    unscripted: BrowserContext, house: House
) -> None:
    await entered(house, Entry(1, leg("1", "勘定" * 8, 11000), leg("2", "買掛金", 11000), "〜", 100))
    page = await enter(unscripted, house.buyer, f"{NEW}?format=yayoi")
    problems = page.get_by_role("alert")
    await expect(problems).to_contain_text("「摘要」にある「〜」（U+301C）")
    await expect(problems).to_contain_text("「借方勘定科目」の値")
    await expect(page.get_by_role("button", name="ファイルを作成する")).to_have_count(0)


async def test_the_inbox_leads_to_an_export_of_what_it_shows(context: BrowserContext, house: House) -> None:
    await entered(house)
    page = await enter(context, house.buyer, "/buyer/invoices?tab=unopened")
    await page.get_by_role("link", name="この条件で会計データを出力").click()
    await expect(page.get_by_text("受取請求書の一覧で指定した条件も適用されています")).to_be_visible()
    await page.get_by_label("出力形式").select_option("receiver")
    await page.get_by_role("button", name="内容を確認する").click()
    assert "tab=unopened" in page.url
    await expect(page.get_by_role("button", name="ファイルを作成する")).to_be_visible()


async def test_another_companys_export_is_not_there(
    http: httpx.AsyncClient, context: BrowserContext, house: House
) -> None:
    await entered(house)
    page = await enter(context, house.buyer, f"{NEW}?format=yayoi")
    await page.get_by_role("button", name="ファイルを作成する").click()
    path = page.url
    await context.clear_cookies()
    other = await enter(context, house.outsider, "/buyer/exports")
    for address in (path, f"{path}/file"):
        answer = await other.goto(address)
        assert answer is not None
        assert answer.status == 404
    assert (await http.get(path)).status_code == 303


async def test_the_pages_are_accessible_and_fit(browser: Browser, site: str, house: House) -> None:
    await entered(house)
    await entered(house, Entry(1, leg("1", "勘定" * 8, 11000), leg("2", "買掛金", 11000), "摘要", 100))
    await house.invoice()
    paths = ["/buyer/exports", f"{NEW}?format=yayoi&tab=unopened"]
    for look in LOOKS:
        assert await looked_at(browser, site, house.buyer, look, paths) == []
