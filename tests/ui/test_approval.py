"""Approval on screen: set up by an administrator, walked by maker, approver and whoever issues."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from seikyu.accounts import queries as accounts
from seikyu.accounts.model import Actor, Via
from seikyu.accounts.store import NewUser, add_user
from seikyu.approvals import setup_store
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import Conditions, Group, Route, Side, Step
from seikyu.db.pool import transaction
from seikyu.issuing.actions.register import register
from seikyu.issuing.actions.send_back_inside import send_back_inside
from seikyu.issuing.register_wire import read_register
from seikyu.kit.ids import new_id
from tests.issuing.registering import INVOICE
from tests.ui.house import NOW, PASSWORD, House, Member, clock, enter, offences
from tests.ui.papers import INVOICE as PAPER


@dataclass(frozen=True)
class Office:
    """The seller's administrator makes invoices; two colleagues decide on them."""

    house: House
    boss: Member
    issuer: Member

    @property
    def owner(self) -> int:
        return self.house.seller.company_id

    async def route(self) -> None:
        def step(stage: int, name: str, who: Member) -> Step:
            return Step(stage, name, (who.actor.user_id or 0,))

        steps = (step(11, "課長承認", self.boss), step(20, "発行前確認", self.issuer))
        route = Route(new_id(NOW), Side.SELLER, "標準", 1, True, Conditions(), steps)
        async with transaction(self.house.pool, self.owner) as connection:
            await setup_store.keep_route(connection, self.owner, route, NOW)

    async def make(self, *numbers: str) -> list[int]:
        customer = {"company_name_org": "株式会社さんぷる製作所", "private_cust_cd": "C-1"}
        invoices = [
            {**PAPER, **INVOICE, "customer": customer, "inv_no": no, "publisher": None} for no in numbers
        ]
        tree: Any = {"response_type": "json", "invoices": invoices}
        read = read_register(tree, frozenset())
        async with transaction(self.house.pool, self.owner) as connection:
            done, faults = await register(connection, self.house.seller.actor, clock, read.elements)
        assert faults == []
        return [one.invoice_mng_num for one in done if one.invoice_mng_num is not None]


@pytest_asyncio.fixture(loop_scope="session")
async def office(house: House) -> Office:
    """Three people of one seller."""
    return Office(house, await _colleague(house, "上田 課長"), await _colleague(house, "発田 行"))


async def _colleague(house: House, name: str) -> Member:
    pfid = f"{uuid4().hex[:12]}@example.jp"
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with transaction(house.pool, None) as connection:
        new = NewUser(pfid, hashed, name, administrator=False)
        user_id = await add_user(connection, house.seller.company_id, new, NOW)
        user = await accounts.user(connection, user_id)
    assert user is not None
    return Member(Actor(user.company, user_id, name, Via.SCREEN), pfid)


async def test_three_people_walk_an_invoice_through_approval(
    browser: Browser, site: str, office: Office
) -> None:
    await office.route()
    number, other, _ = await office.make("A-1", "A-2", "A-3")

    async def at(member: Member, path: str) -> Page:
        context = await browser.new_context(locale="ja-JP", base_url=site)
        return await enter(context, member, path)

    maker = await at(office.house.seller, f"/seller/invoices/{number}")
    await expect(maker.locator(".way [aria-current=step]")).to_contain_text("上田 課長")
    await expect(maker.get_by_role("button", name="承認", exact=True)).to_have_count(0)
    await maker.get_by_role("button", name="承認者にもう一度依頼").click()
    await expect(maker.get_by_role("status")).to_contain_text("もう一度メールで依頼しました")

    boss = await at(office.boss, "/seller/approvals")
    await expect(boss.locator("[data-row]")).to_have_count(3)
    await boss.goto(f"/seller/invoices/{number}")
    await boss.get_by_label("コメント（任意）").fill("金額を確認しました")
    await boss.get_by_role("button", name="承認", exact=True).click()
    await expect(boss.get_by_role("status")).to_have_text("承認しました。")
    await boss.goto(f"/seller/invoices/{other}")
    await boss.get_by_role("link", name="差戻し").click()
    await boss.get_by_role("button", name="差戻す").click()
    await expect(boss.get_by_role("alert")).to_contain_text("必須")
    await boss.get_by_label("差戻し理由").fill("数量が違います")
    await boss.get_by_role("button", name="差戻す").click()
    await expect(boss.locator("[data-row]")).to_have_count(1)
    await boss.get_by_role("checkbox", name="A-3 を選択").check()
    await boss.get_by_role("button", name="選択した請求書を承認").click()
    await expect(boss.get_by_text("承認待ちの請求書はありません")).to_be_visible()

    issuer = await at(office.issuer, "/seller/approvals")
    await expect(issuer.locator("[data-row]")).to_have_count(2)
    await issuer.goto(f"/seller/invoices/{number}")
    await expect(issuer.locator(".way")).to_contain_text("金額を確認しました")
    await issuer.get_by_role("button", name="承認", exact=True).click()
    await maker.goto(f"/seller/invoices/{number}")
    await expect(maker.locator(".page-head .badge")).to_have_text("発行予約済")
    await maker.goto(f"/seller/invoices/{other}")
    await expect(maker.locator(".matter")).to_contain_text("数量が違います")
    for page in (maker, boss, issuer):
        await page.context.close()


async def test_of_those_chosen_what_somebody_else_was_faster_with_is_left_and_told(
    context: BrowserContext, office: Office
) -> None:
    await office.route()
    first, _ = await office.make("A-1", "A-2")
    page = await enter(context, office.boss, "/seller/approvals")
    await page.locator("[data-choose]").first.check()
    await page.locator("[data-choose]").last.check()
    async with transaction(office.house.pool, office.owner) as connection:
        await send_back_inside(connection, office.boss.actor, clock, first, Seen(), "違います")
    await page.get_by_role("button", name="選択した請求書を承認").click()
    await expect(page.locator(".notice")).to_have_text("1件を承認しました。")
    await expect(page.locator(".left li")).to_have_count(1)
    await expect(page.locator(".left li")).to_contain_text("差戻受")


async def test_an_administrator_sets_a_route_up_without_scripts(
    unscripted: BrowserContext, office: Office
) -> None:
    page = await enter(unscripted, office.house.seller, "/settings/groups")
    await page.get_by_role("link", name="役割を追加").click()
    await page.get_by_label("役割名").fill("経理担当")
    await page.get_by_label("上田 課長").check()
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("status")).to_have_text("役割を保存しました。")
    await page.goto("/settings/approvals")
    await page.get_by_role("link", name="承認経路を追加").first.click()
    await page.get_by_label("経路名").fill("高額")
    await page.get_by_label("請求金額（以上）").fill("１００，０００")
    await page.get_by_role("button", name="段階を追加").click()
    await expect(page.locator(".step-card")).to_have_count(3)
    await page.get_by_role("button", name="この段階を削除 段階 2").click()
    await page.get_by_role("button", name="保存").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("段階2の承認者か役割を選択してください。")
    one, two = page.locator(".step-card").first, page.locator(".step-card").last
    await one.get_by_label("段階名").fill("経理確認")
    await one.get_by_label("役割", exact=True).select_option(label="経理担当")
    await two.get_by_label("段階名").fill("発行前確認")
    await two.get_by_label("発田 行").check()
    await page.get_by_role("button", name="保存").last.click()
    await expect(page.get_by_role("status")).to_have_text("承認経路を保存しました。")
    await expect(page.locator(".route-list")).to_contain_text("¥100,000 以上")
    await expect(page.locator(".route-list")).to_contain_text("経理担当")


async def test_a_person_notes_an_absence_and_takes_it_back(context: BrowserContext, office: Office) -> None:
    page = await enter(context, office.boss, "/settings/absence")
    await page.get_by_label("代理の人").select_option(label="発田 行")
    await page.get_by_label("はじめの日").fill("2026-11-25")
    await page.get_by_label("おわりの日").fill("2026-11-24")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert")).to_contain_text("おわりの日がはじめの日より前です。")
    await page.get_by_label("はじめの日").fill("2026-11-20")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".away")).to_contain_text("不在中")
    await page.get_by_role("button", name="取り消す").click()
    await expect(page.get_by_text("不在の予定はありません。")).to_be_visible()


async def log_in(http: httpx.AsyncClient, member: Member) -> None:
    await http.post("/login", data={"pfid": member.pfid, "password": PASSWORD})


async def test_only_administrators_change_routes_and_groups(http: httpx.AsyncClient, office: Office) -> None:
    await office.route()
    await log_in(http, office.boss)
    assert "承認経路を追加" not in (await http.get("/settings/approvals")).text
    for path in ("/settings/approvals/seller/new", "/settings/groups/new"):
        assert (await http.get(path)).status_code == 403
        assert (await http.post(path, data={"name": "x"})).status_code == 403
    assert (await http.post("/settings/approvals/remind", data={"days": "1"})).status_code == 403
    key = uuid4()
    assert (await http.post(f"/settings/approvals/seller/{key}/delete")).status_code in (403, 415)


async def test_routes_change_places_and_go_and_a_group_in_use_stays(
    http: httpx.AsyncClient, office: Office
) -> None:
    group = Group(new_id(NOW), "経理", (office.boss.actor.user_id or 0,))
    steps = (Step(11, "一", (), group.group_id), Step(20, "二", group.member_ids))
    keys = [new_id(NOW), new_id(NOW)]
    async with transaction(office.house.pool, office.owner) as connection:
        await setup_store.keep_group(connection, office.owner, group, NOW)
        for place, key in enumerate(keys, start=1):
            route = Route(key, Side.SELLER, f"経路{place}", place, True, Conditions(), steps)
            await setup_store.keep_route(connection, office.owner, route, NOW)
    await log_in(http, office.house.seller)

    async def shown() -> list[int]:
        text = (await http.get("/settings/approvals")).text
        return sorted((1, 2), key=lambda n: text.find(f"<h3>経路{n}</h3>"))

    assert await shown() == [1, 2]
    path = "/settings/approvals/seller"
    assert (await http.post(f"{path}/{keys[1]}/up")).status_code == 303
    assert await shown() == [2, 1]
    in_use = await http.post(f"/settings/groups/{group.group_id}/delete")
    assert in_use.status_code == 409
    assert "E500403" in in_use.text
    for key in keys:
        assert (await http.post(f"{path}/{key}/delete")).status_code == 303
        assert (await http.post(f"{path}/{key}/delete")).status_code == 404
    assert (await http.post(f"/settings/groups/{group.group_id}/delete")).status_code == 303


async def test_another_company_finds_neither_invoices_nor_settings(
    http: httpx.AsyncClient, office: Office
) -> None:
    await office.route()
    [number] = await office.make("A-1")
    async with transaction(office.house.pool, office.owner) as connection:
        key = await connection.fetchval("SELECT route_id FROM approval_routes")
        await setup_store.keep_group(connection, office.owner, Group(key, "経理", (1,)), NOW)
    await log_in(http, office.house.outsider)
    seen = {"seen": "1-1", "reason": "x"}
    for path in ("approve", "return", "withdraw", "ask-again"):
        assert (await http.post(f"/seller/invoices/{number}/{path}", data=seen)).status_code == 404
    assert "A-1" not in (await http.get("/seller/approvals")).text
    for path in (f"/settings/approvals/seller/{key}", f"/settings/groups/{key}"):
        assert (await http.get(path)).status_code == 404
        assert (await http.post(f"{path}/delete", data={"x": "x"})).status_code == 404


@pytest.mark.parametrize("value", ["x", "1", "1-1", "1-1-1-1", "１-1-1", "12345678901-1-1", "1-1-1\n"])
async def test_a_form_that_nobody_was_given_is_refused(
    http: httpx.AsyncClient, office: Office, value: str
) -> None:
    await log_in(http, office.boss)
    assert (await http.post("/seller/approvals/approve", data={"invoice": value})).status_code == 400


async def test_the_screens_of_approval_are_accessible_and_fit(
    browser: Browser, site: str, office: Office
) -> None:
    await office.route()
    first, second = await office.make("A-1", "A-2")
    async with transaction(office.house.pool, office.owner) as connection:
        key = await connection.fetchval("SELECT route_id FROM approval_routes")
        await setup_store.keep_group(connection, office.owner, Group(key, "経理", (1,)), NOW)
        await send_back_inside(connection, office.boss.actor, clock, second, Seen(), "違います")
    invoices, settings = "/seller/invoices", "/settings/approvals"
    decided = ["/seller/approvals", f"{invoices}/{first}", f"{invoices}/{first}/return?seen=1-1"]
    made = [f"{invoices}/{second}", settings, f"{settings}/seller/{key}", f"/settings/groups/{key}"]
    wide, phone = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
    found = []
    for member, paths in ((office.boss, [*decided, "/settings/absence"]), (office.house.seller, made)):
        context = await browser.new_context(viewport=wide, base_url=site, locale="ja-JP")
        page = await enter(context, member, paths[0])
        for path in paths:
            await page.set_viewport_size(wide)
            await page.goto(path)
            found += [f"{path}: {offence}" for offence in await offences(page)]
            await page.set_viewport_size(phone)
            beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if await page.evaluate(beyond) > 0:
                found.append(f"{path} is too wide for a phone")
        await context.close()
    assert found == []
