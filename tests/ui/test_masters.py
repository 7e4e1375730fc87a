"""The masters' screens in a browser: filled in by a button, sent by Enter, usable by everybody."""

from uuid import UUID

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize, expect

from seikyu.db.pool import transaction
from seikyu.kit.ids import new_id
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Kind, Master
from seikyu.partners.store import register
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1
from tests.ui.house import NOW, House, enter, running
from tests.ui.test_statements import MOST, log_in, watched
from tests.ui.walking import LOOKS, looked_at

KINDS = {
    "customers": (CUSTOMER, {**BUYER_AS_CUSTOMER, "corp_genuine_id": "1234567890123"}),
    "publishers": (PUBLISHER, PUBLISHER_1),
    "banks": (BANK_ACCOUNT, BANK_1),
}


async def add(house: House, kind: Kind, fields: dict[str, str], count: int = 1) -> list[UUID]:
    masters = [Master(new_id(NOW), {name: fields.get(name) for name in kind.fields}) for _ in range(count)]
    owner = house.seller.company_id
    async with transaction(house.pool, owner) as connection:
        await register(connection, owner, kind, masters, NOW)
    return [master.master_id for master in masters]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_every_screen_of_the_masters_is_accessible_and_fits(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    paths = []
    for name, (kind, fields) in KINDS.items():
        one, *_ = await add(house, kind, fields, 2)
        paths += [f"/seller/{name}", f"/seller/{name}/{one}"]
    paths += ["/seller/customers?q=none", "/seller/banks/new"]
    assert await looked_at(browser, site, house.seller, look, paths) == []


async def test_the_address_is_filled_in_beside_what_was_typed_and_enter_registers(
    context: BrowserContext, house: House
) -> None:
    page = await enter(context, house.seller, "/seller/customers/new")
    await page.evaluate("window.sameDocument = true")
    await page.locator("#company_name_org").fill("株式会社みどり")
    await page.locator("#zip").fill("1500002")
    await page.get_by_role("button", name="住所を入力").click()
    await expect(page.locator("#address1")).to_have_value("東京都渋谷区渋谷")
    await expect(page.locator("#company_name_org")).to_have_value("株式会社みどり")
    assert await page.evaluate("window.sameDocument") is True
    await page.locator("#private_cust_cd").fill("C-1")
    await page.locator("#private_cust_cd").press("Enter")
    await expect(page.get_by_role("heading", name="株式会社みどり")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("登録しました。")


async def test_everything_works_without_scripts(unscripted: BrowserContext, house: House) -> None:
    page = await enter(unscripted, house.seller, "/seller/banks/new")
    await page.locator("#fncl_inst_code").fill("0001")
    await page.locator("#branch_code").fill("001")
    await page.get_by_role("button", name="名称を入力").click()
    await expect(page.locator("#fncl_inst_name")).to_have_value("みずほ")
    await page.get_by_role("button", name="登録").click()
    problems = page.get_by_role("alert")
    await expect(problems.get_by_role("link")).to_have_count(4)
    await problems.get_by_role("link", name="口座番号").click()
    await page.locator("#account_num").fill("1234567")
    await page.locator("#deposit_sec").select_option("1")
    await page.locator("#depositor_name").fill("見本")
    await page.locator("#depositor_kana").fill("ﾐﾎﾝ")
    await page.get_by_role("button", name="登録").click()
    await page.locator("summary").click()
    await page.get_by_role("button", name="削除する").click()
    await expect(page.locator(".empty")).to_contain_text("振込先口座はまだありません")


async def test_a_shared_code_is_saved_after_it_was_confirmed(context: BrowserContext, house: House) -> None:
    await add(house, PUBLISHER, PUBLISHER_1)
    page = await enter(context, house.seller, "/seller/publishers/new")
    for name, value in PUBLISHER_1.items():
        await page.locator(f"#{name}").fill(value)
    await page.get_by_role("button", name="登録").click()
    await page.get_by_role("button", name="同じコードのまま保存する").click()
    await expect(page.get_by_role("status")).to_have_text("登録しました。")
    await page.goto("/seller/publishers")
    await expect(page.get_by_text("コード重複")).to_have_count(2)


@pytest.mark.parametrize("name", KINDS)
async def test_a_list_of_masters_asks_as_often_for_sixty_as_for_one(
    database_url: str, house: House, name: str
) -> None:
    kind, fields = KINDS[name]
    seen: list[str] = []
    asked: list[list[str]] = []
    async with (
        watched(database_url, seen) as pool,
        running(pool, database_url) as base_url,
        httpx.AsyncClient(base_url=base_url) as http,
    ):
        await log_in(http, house.seller)
        for more in (1, 59):
            await add(house, kind, fields, more)
            seen.clear()
            answer = await http.get(f"/seller/{name}")
            assert answer.text.count("data-row") == more + len(asked)
            asked.append(list(seen))
    assert asked[0] == asked[1]
    assert len(asked[0]) <= MOST


ODDITIES = (
    "q=%00&linked=%00&sort=%00",
    "q=%25_%5C%27%3B--&linked=maybe",
    "sort=password&page=0",
    "sort=-linked&page=999999",
    "q=" + "%E9%AB%99" * 300,
)


@pytest.mark.parametrize("query", ODDITIES, ids=range(len(ODDITIES)))
async def test_no_address_breaks_a_list_of_masters(http: httpx.AsyncClient, house: House, query: str) -> None:
    await log_in(http, house.seller)
    for path in ("/seller/customers", "/seller/publishers", "/seller/banks", "/settings/users"):
        answer = await http.get(f"{path}?{query}")
        assert answer.status_code == 200
        assert 'id="list"' in answer.text
