"""API連携 in a browser: usable by everybody, and from asking for the API to the first secret."""

import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize, expect

from seikyu.accounts.model import Plan
from seikyu.accounts.queries import user
from seikyu.accounts.store import change_membership
from seikyu.applications.model import Bodies, Call
from seikyu.applications.store import add_calls
from seikyu.db.pool import transaction
from seikyu.kit.ids import new_id
from seikyu.oauth.model import Grant, Issue
from seikyu.oauth.store import NewClient, begin_family, register_client
from seikyu.oauth.tokens import new_handle, new_refresh_token, new_secret
from tests.ui.house import NOW, House, Member, enter
from tests.ui.walking import LOOKS, looked_at

HERE = "/settings/api"


async def program(house: House, member: Member) -> tuple[str, str]:
    """A program that has called; its id and the id of a call."""
    owner, call_id = member.company_id, new_id(NOW)
    async with transaction(house.pool, owner) as connection:
        uris = ("https://erp.example.co.jp/oauth/callback",)
        client_id, _ = await register_client(
            connection, NewClient(owner, "販売管理システム", None, uris), NOW
        )
        person = await user(connection, member.actor.user_id or 0)
        assert person is not None
        issue = Issue(new_secret(), new_refresh_token(new_handle()), "openid profile email qualified")
        await begin_family(connection, Grant(new_id(NOW), client_id, person, NOW), issue, NOW)
        path, codes = "/v1/invoice/seller/invoices", ("E200001", "E400001")
        good = Call(owner, client_id, new_id(NOW), NOW, "GET", path, 200, 12, "0a1b", (), "203.0.113.7")
        bad = Call(owner, client_id, call_id, NOW, "PUT", path, 400, 1234, "0a1c", codes, "203.0.113.7")
        await add_calls(connection, owner, [good, bad], [(bad, Bodies('{"invoices": []}', None))])
    return client_id, str(call_id)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_every_screen_is_accessible_and_fits(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    client_id, call_id = await program(house, house.seller)
    one = f"{HERE}/programs/{client_id}"
    paths = [HERE, f"{HERE}/apply/api", f"{HERE}/programs/new", one, f"{one}/calls", f"{one}/calls/{call_id}"]
    assert await looked_at(browser, site, house.seller, look, paths) == []


async def test_from_asking_for_the_api_to_the_first_secret(unscripted: BrowserContext, house: House) -> None:
    async with transaction(house.pool, None) as connection:
        await change_membership(connection, house.seller.company_id, Plan.PAID, ())
    page = await enter(unscripted, house.seller, HERE)
    await page.get_by_role("link", name="申請する").click()
    await page.get_by_label("利用目的").fill("販売管理システムから請求書を登録します。")
    await page.get_by_label("連絡先").fill("情報システム部 見本 花子 03-0000-0000")
    await page.get_by_role("button", name="申請する").click()
    await expect(page.locator("p[role=status]")).to_contain_text("すぐに承認されました")
    await page.get_by_role("link", name="アプリケーションを登録").click()
    await page.get_by_label("アプリケーション名").fill("販売管理システム")
    await page.get_by_role("button", name="登録する").click()
    secret = await page.locator("#client-secret").inner_text()
    await page.reload()
    await expect(page.locator("p[role=status]")).to_contain_text("登録済みです")
    assert secret not in await page.content()
    assert (
        await house.pool.fetchval(
            "SELECT count(*) FROM oauth_clients WHERE company_id = $1", house.seller.company_id
        )
        == 1
    )
