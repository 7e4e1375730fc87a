"""The buyer's approval on screen: staff, manager and accounting; the settings of its routes."""

from dataclasses import dataclass
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
from seikyu.approvals.model import Conditions, Route, Side, Step
from seikyu.db.pool import transaction
from seikyu.kit.ids import new_id
from seikyu.receiving.actions.approve import enter as submit
from seikyu.receiving.actions.decide import decide
from seikyu.receiving.actions.send_back_inside import send_back_inside
from seikyu.receiving.model import BuyerStatus
from seikyu.ui.words import load_words
from tests.ui.house import NOW, PASSWORD, House, Member, clock, enter, offences

NOBODY = "承認待ちの請求書はありません"


@dataclass(frozen=True)
class Office:
    """The buyer's staff is of the house; a manager, accounting and its head are colleagues."""

    house: House
    manager: Member
    clerk: Member
    head: Member

    @property
    def owner(self) -> int:
        return self.house.buyer.company_id

    async def route(self) -> None:
        people = ((51, "部門長", self.manager), (60, "経理課", self.clerk), (70, "経理部長", self.head))
        steps = tuple(Step(stage, name, (who.actor.user_id or 0,)) for stage, name, who in people)
        route = Route(new_id(NOW), Side.BUYER, "標準", 1, True, Conditions(), steps)
        async with transaction(self.house.pool, self.owner) as connection:
            await setup_store.keep_route(connection, self.owner, route, NOW)

    async def department(self, code: str, name: str) -> None:
        async with transaction(self.house.pool, self.owner) as connection:
            await connection.execute(
                "INSERT INTO coded_masters (company_id, kind, master_id, key, title, fields, created_at, "
                "updated_at) VALUES ($1, 'departments', $2, $3, $4, '{}', $5, $5)",
                self.owner,
                new_id(NOW),
                code,
                name,
                NOW,
            )

    async def submit(self, number: int, *deciders: Member) -> None:
        async with transaction(self.house.pool, self.owner) as connection:
            await submit(connection, self.house.buyer.actor, clock, number)
            for who in deciders:
                await decide(connection, who.actor, clock, number, Seen())

    async def send_back(self, number: int, who: Member, reason: str) -> None:
        async with transaction(self.house.pool, self.owner) as connection:
            await send_back_inside(connection, who.actor, clock, "http://x", number, Seen(), reason)


@pytest_asyncio.fixture(loop_scope="session")
async def office(house: House) -> Office:
    """Four people of one buyer."""
    names = ("上田 部長", "経田 理子", "経長 勘")
    return Office(house, *[await _colleague(house, name) for name in names])


async def _colleague(house: House, name: str) -> Member:
    pfid = f"{uuid4().hex[:12]}@example.jp"
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with transaction(house.pool, None) as connection:
        new = NewUser(pfid, hashed, name, administrator=False)
        user_id = await add_user(connection, house.buyer.company_id, new, NOW)
        user = await accounts.user(connection, user_id)
    assert user is not None
    return Member(Actor(user.company, user_id, name, Via.SCREEN), pfid)


async def test_staff_manager_and_accounting_walk_invoices_to_their_final_approval(
    browser: Browser, site: str, office: Office
) -> None:
    await office.route()
    await office.department("D-1", "営業部")
    number, other, third = [await office.house.invoice(inv_no=f"A-{at}") for at in (1, 2, 3)]

    async def at(member: Member, path: str) -> Page:
        context = await browser.new_context(locale="ja-JP", base_url=site)
        return await enter(context, member, path)

    staff = await at(office.house.buyer, f"/buyer/invoices/{number}")
    await expect(staff.locator(".page-head .badge")).to_have_text("一次未承認")
    await staff.get_by_label("部門", exact=True).select_option(label="D-1 営業部")
    await staff.get_by_label("コメント（任意）").fill("検収済みです")
    await staff.get_by_role("button", name="一次承認する").click()
    await expect(staff.get_by_role("status")).to_contain_text("承認経路に進みました")
    await expect(staff.locator(".way [aria-current=step]")).to_contain_text("上田 部長")
    await staff.goto("/buyer/invoices?tab=unapproved")
    for no in ("A-2", "A-3"):
        await staff.get_by_role("checkbox", name=f"{no} を選択").check()
    await staff.get_by_role("button", name="選択した請求書を一次承認する").click()
    await expect(staff.get_by_role("status")).to_contain_text("承認経路に進めました")

    manager = await at(office.manager, "/buyer/approvals")
    await expect(manager.locator("[data-row]")).to_have_count(3)
    await manager.goto(f"/buyer/invoices/{other}")
    await manager.get_by_role("link", name="社内へ差戻し").click()
    await manager.get_by_role("button", name="差戻す").click()
    await expect(manager.get_by_role("alert")).to_contain_text("必須")
    await manager.get_by_label("差戻し理由").fill("部門を選んでください")
    await manager.get_by_role("button", name="差戻す").click()
    await expect(manager.locator("[data-row]")).to_have_count(2)
    await manager.get_by_label("すべて選択").check()
    await manager.get_by_role("button", name="選択した請求書を承認").click()
    await expect(manager.get_by_text(NOBODY)).to_be_visible()

    await staff.goto(f"/buyer/invoices/{other}")
    await expect(staff.locator(".matter")).to_contain_text("部門を選んでください")
    await staff.get_by_label("部門", exact=True).select_option("D-1")
    await staff.get_by_role("button", name="再申請する").click()
    await expect(staff.get_by_role("status")).to_have_text("もう一度申請しました。")

    clerk = await at(office.clerk, f"/buyer/invoices/{number}")
    await clerk.get_by_label("コメント（任意）").fill("口座を確認")
    await clerk.get_by_role("button", name="承認", exact=True).click()
    await clerk.goto(f"/buyer/invoices/{third}")
    await clerk.get_by_role("link", name="発行元へ差戻し").click()
    await clerk.get_by_label("差戻し理由").fill("請求先が違います")
    await clerk.get_by_role("button", name="差戻す").click()
    await expect(clerk.get_by_role("status")).to_contain_text("発行元へ差戻しました")

    head = await at(office.head, "/buyer/approvals")
    await head.get_by_role("link", name="株式会社みほん商事").click()
    await head.get_by_role("button", name="承認", exact=True).click()
    await expect(head.get_by_text(NOBODY)).to_be_visible()
    await staff.goto(f"/buyer/invoices/{number}")
    await expect(staff.locator(".page-head .badge")).to_have_text("最終経理承認完了")
    await expect(staff.locator(".way")).to_contain_text("口座を確認")
    for page in (staff, manager, clerk, head):
        await page.context.close()


async def test_of_those_chosen_what_somebody_else_was_faster_with_is_left_and_told(
    context: BrowserContext, office: Office
) -> None:
    await office.route()
    first, second = [await office.house.invoice(inv_no=f"A-{at}") for at in (1, 2)]
    await office.submit(first)
    await office.submit(second)
    page = await enter(context, office.manager, "/buyer/approvals")
    await page.get_by_label("すべて選択").check()
    await office.send_back(first, office.manager, "違います")
    await page.get_by_role("button", name="選択した請求書を承認").click()
    await expect(page.locator(".notice")).to_have_text("1件を承認しました。")
    await expect(page.locator(".left li")).to_contain_text("差戻受")


async def test_an_administrator_sets_a_route_for_suppliers_up_without_scripts(
    unscripted: BrowserContext, office: Office
) -> None:
    await office.house.invoice()
    page = await enter(unscripted, office.house.buyer, "/settings/approvals/buyer/new")
    await page.get_by_label("経路名").fill("みほん商事")
    await page.get_by_label("取引先").fill("株式会社みほん商事\n知らない商店")
    people = ("上田 部長", "経田 理子", "経長 勘")
    for at, name in enumerate(people):
        card = page.locator(".step-card").nth(at)
        await card.get_by_label("段階名").fill(f"段階{at}")
        await card.get_by_label(name).check()
    await page.get_by_role("button", name="保存").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("知らない商店")
    await page.get_by_label("取引先").fill("株式会社みほん商事")
    await page.get_by_role("button", name="保存").last.click()
    await expect(page.get_by_role("status")).to_have_text("承認経路を保存しました。")
    await expect(page.locator("main")).to_contain_text("支払先: 株式会社みほん商事")
    await page.get_by_role("link", name="変更").click()
    await expect(page.get_by_label("取引先")).to_have_value("株式会社みほん商事")


async def log_in(http: httpx.AsyncClient, member: Member) -> None:
    await http.post("/login", data={"pfid": member.pfid, "password": PASSWORD})


async def test_who_has_nothing_to_decide_is_offered_nothing_to_decide(
    http: httpx.AsyncClient, office: Office
) -> None:
    await office.route()
    number = await office.house.invoice(inv_no="A-1")
    await office.submit(number)
    path = f"/buyer/invoices/{number}"
    await log_in(http, office.head)
    shown = (await http.get(path)).text
    assert f'action="{path}/decide"' not in shown
    assert f'action="{path}/approve"' not in shown
    assert f'href="{path}/return' not in shown
    assert (await http.post(f"{path}/decide", data={"seen": "1-1"})).status_code == 403
    assert (await http.post(f"{path}/return", data={"reason": "x"})).status_code == 403
    # A form for the first approval that was opened before somebody else gave it moves nothing.
    assert (await http.post(f"{path}/approve", data={"invoice": f"{number}-1"})).status_code == 409


async def test_another_company_finds_nothing_to_decide(http: httpx.AsyncClient, office: Office) -> None:
    await office.route()
    number = await office.house.invoice(inv_no="A-1")
    await office.submit(number)
    await log_in(http, office.house.outsider)
    seen = {"seen": "1-1", "reason": "x", "invoice": f"{number}-1"}
    for path in ("approve", "decide", "return", "return-inside", "withdraw", "ask-again"):
        assert (await http.post(f"/buyer/invoices/{number}/{path}", data=seen)).status_code == 404, path
    assert "A-1" not in (await http.get("/buyer/approvals")).text


@pytest.mark.parametrize("value", ["x", "1-1", "1-1-1-1", "１-1-1", "1-1-1\n"])
async def test_a_form_that_nobody_was_given_is_refused(
    http: httpx.AsyncClient, office: Office, value: str
) -> None:
    await log_in(http, office.manager)
    assert (await http.post("/buyer/approvals/approve", data={"invoice": value})).status_code == 400


def test_the_statuses_with_workflow_are_called_by_their_published_words() -> None:
    words = load_words()["ja"]
    for status in (BuyerStatus.UNAPPROVED, BuyerStatus.DONE):
        assert words(f"receiving.with_workflow.status.{status}") == status.label(workflow=True)


async def test_the_screens_of_the_buyer_s_approval_are_accessible_and_fit(
    browser: Browser, site: str, office: Office
) -> None:
    await office.route()
    await office.department("D-1", "営業部")
    fresh, waits, back = [await office.house.invoice(inv_no=f"A-{at}") for at in (1, 2, 3)]
    await office.submit(waits)
    await office.submit(back)
    await office.send_back(back, office.manager, "違います")
    one = "/buyer/invoices"
    staffs = [one, f"{one}/{fresh}", f"{one}/{waits}", f"{one}/{back}", "/settings/approvals/buyer/new"]
    managers = ["/buyer/approvals", f"{one}/{waits}", f"{one}/{waits}/return-inside?seen=1-1"]
    wide, phone = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
    found = []
    for member, paths in ((office.house.buyer, staffs), (office.manager, managers)):
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
