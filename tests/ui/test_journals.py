"""Journalising on screen: a proposal is completed, confirmed, and proposes the next one."""

import re
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from seikyu.db.pool import transaction
from seikyu.journals.actions.take_standard import take_standard
from seikyu.kit.clock import system_clock
from tests.ui.house import PASSWORD, House, enter, offences, running
from tests.ui.test_statements import watched


async def standard(house: House) -> None:
    async with transaction(house.pool, house.buyer.company_id) as connection:
        assert await take_standard(connection, house.buyer.actor, system_clock) > 30


async def log_in(http: httpx.AsyncClient, house: House) -> None:
    await http.post("/login", data={"pfid": house.buyer.pfid, "password": PASSWORD})


async def complete(page: Page) -> None:
    """Give every debit of the table an account and a tax category."""
    for at in range(await page.locator("[id$='-debit_account_code']").count()):
        await page.locator(f"#e{at}-debit_account_code").fill("611 外注費")


async def test_a_proposal_is_completed_and_confirmed_and_the_next_one_needs_only_a_tick(
    context: BrowserContext, house: House
) -> None:
    await standard(house)
    first, second = [await house.invoice(inv_no=f"A-{at}") for at in (1, 2)]
    page = await enter(context, house.buyer, f"/buyer/invoices/{first}/journal")
    await expect(page.locator(".page-head .badge")).to_have_text("提案")
    assert await offences(page) == []
    await complete(page)
    amount = page.locator("#e0-debit_amount")
    kept = await amount.input_value()
    await amount.fill("1")
    await expect(page.locator("#sums .badge-attention")).to_be_visible()
    await amount.fill(kept)
    await expect(page.locator("#sums .badge")).to_have_text("一致")
    await page.get_by_role("button", name="確定", exact=True).click()
    await expect(page.get_by_role("status")).to_have_text("仕訳を確定しました。")
    await expect(page.locator(".page-head .badge")).to_have_text("確定済")
    assert await offences(page) == []
    await page.goto("/buyer/journals")
    await expect(page.locator(".badge").first).to_have_text("提案あり")
    assert await offences(page) == []
    await page.get_by_role("checkbox", name="A-2 を選択").check()
    await page.get_by_role("button", name="選択したものを提案どおり確定").click()
    await expect(page.get_by_role("status")).to_have_text("選択した仕訳を確定しました。")
    await page.goto(f"/buyer/invoices/{second}/journal")
    await page.get_by_label("取消しの理由").fill("科目違い")
    await page.get_by_role("button", name="確定を取り消す").click()
    await expect(page.locator(".page-head .badge")).to_have_text("下書き")


async def test_without_scripts_a_row_is_split_copied_down_and_taken_away(
    unscripted: BrowserContext, house: House
) -> None:
    await standard(house)
    number = await house.invoice()
    page = await enter(unscripted, house.buyer, f"/buyer/invoices/{number}/journal")
    before = await page.locator(".slip-grid tbody").count()
    await page.locator("#e0-debit_account_code").fill("705")
    await page.get_by_role("button", name="1件目の仕訳 分割").click()
    await expect(page.locator(".slip-grid tbody")).to_have_count(before + 1)
    await expect(page.locator("#e1-debit_amount")).to_have_value("")
    await page.get_by_role("button", name="1件目の仕訳 下へ写す").click()
    await expect(page.locator(f"#e{before}-debit_account_code")).to_have_value("705")
    await page.get_by_role("button", name="2件目の仕訳 削除").click()
    await expect(page.locator(".slip-grid tbody")).to_have_count(before)
    await page.get_by_role("button", name="下書き保存").last.click()
    await expect(page.locator(".page-head .badge")).to_have_text("下書き")
    await expect(page.locator("#e0-debit_account_code")).to_have_value("705 会議費")


async def test_what_is_wrong_is_told_beside_its_cell_and_what_was_typed_stays(
    http: httpx.AsyncClient, house: House
) -> None:
    await log_in(http, house)
    await standard(house)
    number = await house.invoice()
    path = f"/buyer/invoices/{number}/journal"
    typed: dict[str, Any] = {
        "do": "confirm",
        "version": "1",
        "revision": "0",
        "slip_date": "2026-11-20",
        "e0-debit_account_code": "外注費",
        "e0-debit_amount": "￥１，０００",
        "e0-credit_account_code": "999 ない科目",
        "e0-credit_amount": "x",
        "e0-memo": "摘要",
    }
    answer = await http.post(path, data=typed)
    assert answer.status_code == 400
    assert 'id="e0-credit_amount-problem"' in answer.text
    assert 'value="999 ない科目"' in answer.text
    answer = await http.post(path, data=typed | {"e0-credit_amount": "900"})
    assert 'id="e0-credit_account_code-problem"' in answer.text
    answer = await http.post(path, data=typed | {"e0-credit_amount": "900", "e0-credit_account_code": "305"})
    assert "100円一致しません" in answer.text
    assert (await http.post(path, data=typed | {"revision": "x"})).status_code == 400
    bad_day = await http.post(path, data=typed | {"slip_date": "2026-13-01"})
    assert bad_day.status_code == 400


async def test_of_two_who_save_the_later_is_told(http: httpx.AsyncClient, house: House) -> None:
    await log_in(http, house)
    number = await house.invoice()
    path = f"/buyer/invoices/{number}/journal"
    draft = {"do": "save", "version": "1", "revision": "0", "e0-memo": "あとで"}
    assert (await http.post(path, data=draft)).status_code == 303
    answer = await http.post(path, data=draft)
    assert answer.status_code == 409
    assert "他の方が先に変更しました" in answer.text


async def test_the_list_is_narrowed_and_counts_by_state(http: httpx.AsyncClient, house: House) -> None:
    await log_in(http, house)
    for at in (1, 2, 3):
        number = await house.invoice(inv_no=f"B-{at}")
    draft = {"do": "save", "version": "1", "revision": "0", "e0-memo": "あとで"}
    await http.post(f"/buyer/invoices/{number}/journal", data=draft)
    page = (await http.get("/buyer/journals")).text
    assert re.findall(r'class="count">(\d+)<', page) == ["2", "1", "0"]
    found = (await http.get("/buyer/journals?inv_no=B-1")).text
    assert "B-1" in found
    assert "B-2" not in found
    assert "B-3" in (await http.get("/buyer/journals?tab=draft")).text
    assert "確定した仕訳はありません" in (await http.get("/buyer/journals?tab=confirmed")).text
    assert "条件に合う" in (await http.get("/buyer/journals?approved=yes")).text


async def test_those_that_could_not_be_confirmed_are_named_with_the_reason(
    http: httpx.AsyncClient, house: House
) -> None:
    await log_in(http, house)
    number = await house.invoice(inv_no="C-1")
    answer = await http.post("/buyer/journals/confirm", data={"invoice": f"{number}-1"})
    assert "提案に足りない項目があります" in answer.text
    answer = await http.post("/buyer/journals/confirm", data={"none": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/buyer/journals")


async def test_standard_masters_are_offered_where_there_are_none(
    http: httpx.AsyncClient, house: House
) -> None:
    await log_in(http, house)
    offer = 'action="/buyer/masters/standard"'
    assert offer in (await http.get("/buyer/masters/accounts")).text
    assert offer not in (await http.get("/buyer/masters/departments")).text
    answer = await http.post("/buyer/masters/standard")
    assert answer.headers["location"] == "/buyer/masters/accounts"
    page = (await http.get("/buyer/masters/accounts")).text
    assert "買掛金" in page
    assert offer not in page
    assert "課対仕入込10%区分70%" in (await http.get("/buyer/masters/tax-categories")).text


async def test_another_company_s_slip_is_not_there(http: httpx.AsyncClient, house: House) -> None:
    number = await house.invoice()
    await http.post("/login", data={"pfid": house.outsider.pfid, "password": PASSWORD})
    path = f"/buyer/invoices/{number}/journal"
    sent = {"do": "save", "version": "1", "revision": "0"}
    assert (await http.get(path)).status_code == 404
    for below in ("", "/sums", "/reopen"):
        assert (await http.post(path + below, data=sent)).status_code == 404
    assert str(number) not in (await http.get("/buyer/journals")).text


@pytest.mark.parametrize("tab", ["open", "confirmed"])
async def test_a_full_list_is_shown(http: httpx.AsyncClient, house: House, tab: str) -> None:
    await log_in(http, house)
    for _ in range(3):
        await house.invoice()
    assert (await http.get(f"/buyer/journals?tab={tab}&page=9")).status_code == 200


async def test_the_list_of_many_costs_as_many_statements_as_that_of_one(
    database_url: str, house: House
) -> None:
    seen: list[str] = []
    asked: list[list[str]] = []
    async with (
        watched(database_url, seen) as pool,
        running(pool, database_url) as base_url,
        httpx.AsyncClient(base_url=base_url) as http,
    ):
        await log_in(http, house)
        await http.get("/buyer/journals")
        for more in (1, 9):
            for _ in range(more):
                await house.invoice()
            seen.clear()
            answer = await http.get("/buyer/journals")
            assert answer.text.count("data-row") == more + len(asked)
            asked.append(list(seen))
    assert asked[0] == asked[1]
    assert len(asked[0]) <= 14
