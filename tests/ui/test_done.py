"""Marking received invoices as done on screen: one, those chosen in the list, and who was faster."""

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.receiving.actions.approve import approve
from seikyu.receiving.model import BuyerStatus
from tests.ui.house import PASSWORD, House, enter, offences

CHOSEN = "選択した請求書を処理済にする"


async def tabs(page: Page) -> dict[str, str]:
    told = [(await tab.inner_text()).split() for tab in await page.locator(".tab").all()]
    return dict(told)


async def done_by_a_colleague(pool: Pool, house: House, number: int) -> None:
    async with transaction(pool, house.buyer.company_id) as connection:
        await approve(connection, house.buyer.actor, system_clock, number)


async def test_one_invoice_is_marked_as_done_and_its_history_tells_so(
    context: BrowserContext, house: House
) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}")
    await page.get_by_role("button", name="処理済にする").click()
    await expect(page.get_by_role("status")).to_have_text("処理済にしました。")
    await expect(page.locator(".page-head .badge")).to_have_text("処理済")
    await expect(page.locator(".step").first).to_contain_text("処理済にしました")
    await expect(page.get_by_role("button", name="処理済にする")).to_have_count(0)
    await expect(page.get_by_role("link", name="差戻し", exact=True)).to_have_count(0)
    await page.goto("/buyer/invoices?tab=done")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await expect(page.get_by_role("button", name=CHOSEN)).to_have_count(0)


async def test_chosen_invoices_are_marked_as_done_without_scripts(
    unscripted: BrowserContext, house: House
) -> None:
    for at in (1, 2, 3):
        await house.invoice(inv_no=f"A-{at}")
    await house.invoice(inv_no="B-1")
    page = await enter(unscripted, house.buyer, "/buyer/invoices?tab=unapproved&inv_no=A-")
    for at in (1, 3):
        await page.get_by_role("checkbox", name=f"株式会社みほん商事 A-{at} を選択").check()
    await page.get_by_role("button", name=CHOSEN).click()
    await expect(page.locator(".notice")).to_have_text("選択した請求書を処理済にしました。")
    assert urlsplit(page.url).query == "tab=unapproved&inv_no=A-"
    await expect(page.locator(".row-no")).to_have_text(["A-2"])
    assert (await tabs(page))["処理済"] == "2"


async def test_with_scripts_one_box_chooses_all_also_after_the_list_was_changed(
    context: BrowserContext, house: House
) -> None:
    for at in (1, 2, 3):
        await house.invoice(inv_no=f"A-{at}")
    page = await enter(context, house.buyer, "/buyer/invoices")
    await page.get_by_role("columnheader", name="請求書番号").get_by_role("link").click()
    await expect(page.locator(".row-no")).to_have_text(["A-1", "A-2", "A-3"])
    await page.get_by_label("すべて選択").check()
    await page.get_by_role("checkbox", name="A-2 を選択").uncheck()
    assert await page.get_by_label("すべて選択").evaluate("box => box.indeterminate")
    await page.get_by_role("button", name=CHOSEN).click()
    await expect(page.get_by_role("status")).to_be_visible()
    found = await tabs(page)
    assert (found["未処理"], found["処理済"]) == ("1", "2")


async def test_those_that_moved_meanwhile_are_named_and_the_others_are_done(
    context: BrowserContext, pool: Pool, house: House
) -> None:
    numbers = [await house.invoice(inv_no=f"A-{at}") for at in (1, 2, 3)]
    page = await enter(context, house.buyer, "/buyer/invoices?tab=unapproved")
    await page.get_by_label("すべて選択").check()
    await done_by_a_colleague(pool, house, numbers[1])
    await page.get_by_role("button", name=CHOSEN).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("処理済にできなかった請求書があります")
    await expect(page.locator(".notice")).to_have_text("2件を処理済にしました。")
    await expect(page.locator(".left li")).to_have_count(1)
    await expect(page.locator(".left li")).to_contain_text("株式会社みほん商事 A-2")
    await expect(page.locator(".left li")).to_contain_text("すでに処理されています。")
    assert await offences(page) == []
    await page.get_by_role("link", name="一覧へ戻る").click()
    assert urlsplit(page.url).query == "tab=unapproved"
    assert (await tabs(page))["処理済"] == "3"


async def test_a_version_that_came_meanwhile_is_not_marked_as_done_unseen(
    context: BrowserContext, pool: Pool, house: House
) -> None:
    number = await house.invoice(inv_no="A-1")
    listed = await enter(context, house.buyer, "/buyer/invoices")
    opened = await context.new_page()
    await opened.goto(f"/buyer/invoices/{number}")
    async with transaction(pool, house.buyer.company_id) as connection:
        query = "UPDATE received_invoices SET version = 2 WHERE invoice_mng_num = $1"
        await connection.execute(query, number)
    await listed.get_by_role("checkbox", name="A-1 を選択").check()
    await listed.get_by_role("button", name=CHOSEN).click()
    await expect(listed.locator(".left li")).to_contain_text("新しい版が届いています。")
    await opened.get_by_role("button", name="処理済にする").click()
    await expect(opened.get_by_role("heading")).to_have_text("他の方が先に処理しました")


async def test_choosing_nothing_is_told(context: BrowserContext, house: House) -> None:
    await house.invoice()
    page = await enter(context, house.buyer, "/buyer/invoices")
    await page.get_by_role("button", name=CHOSEN).click()
    await expect(page.get_by_role("status")).to_have_text("請求書が選択されていません。")


async def test_a_whole_page_can_be_chosen_at_once(http: httpx.AsyncClient, house: House) -> None:
    numbers = [await house.invoice() for _ in range(100)]
    await http.post("/login", data={"pfid": house.buyer.pfid, "password": PASSWORD})
    answer = await http.post("/buyer/invoices/approve", data={"invoice": [f"{n}-1" for n in numbers]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/buyer/invoices")


@pytest.mark.parametrize("value", ["x", "1", "1-", "-1", "1-1-1", "１-1", "12345678901-1", "1-1\n"])
async def test_a_form_that_nobody_was_given_is_refused(
    http: httpx.AsyncClient, house: House, value: str
) -> None:
    number = await house.invoice()
    await http.post("/login", data={"pfid": house.buyer.pfid, "password": PASSWORD})
    for path in ("/buyer/invoices/approve", f"/buyer/invoices/{number}/approve"):
        assert (await http.post(path, data={"invoice": value})).status_code == 400


async def test_another_company_s_invoices_are_not_there(http: httpx.AsyncClient, house: House) -> None:
    number = await house.invoice()
    await http.post("/login", data={"pfid": house.outsider.pfid, "password": PASSWORD})
    sent = {"invoice": f"{number}-1"}
    assert (await http.post(f"/buyer/invoices/{number}/approve", data=sent)).status_code == 404
    assert (await http.post("/buyer/invoices/approve", data=sent)).status_code == 303
    async with transaction(house.pool, house.buyer.company_id) as connection:
        query = "SELECT status FROM received_invoices WHERE invoice_mng_num = $1"
        assert await connection.fetchval(query, number) == BuyerStatus.UNAPPROVED


@pytest.mark.parametrize("width", [1440, 390])
async def test_the_boxes_are_large_enough_and_nothing_lies_over_them(
    browser: Browser, site: str, house: House, width: int
) -> None:
    for at in (1, 2):
        await house.invoice(inv_no=f"A-{at}", opened=at == 1)
    await house.invoice(inv_no="A-3", inv_show_amount=-54000, pay_due_date="2026-11-01")
    context = await browser.new_context(
        viewport=ViewportSize(width=width, height=844), base_url=site, locale="ja-JP"
    )
    page = await enter(context, house.buyer, "/buyer/invoices")
    await page.get_by_role("checkbox", name="A-2 を選択").check()
    found = await page.get_by_role("checkbox", name="A-2 を選択").bounding_box()
    assert found is not None
    assert min(found["width"], found["height"]) >= 20
    assert await offences(page) == []
    await context.close()
