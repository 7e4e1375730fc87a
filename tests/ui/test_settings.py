"""The settings in a browser: usable by everybody, and a person's first day."""

import re

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize, expect

from seikyu.db.pool import transaction
from seikyu.ui.navigation import SETTINGS
from tests.ui.house import PASSWORD, House, enter
from tests.ui.walking import LOOKS, looked_at

NEW = "はじめての-password-1"


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_every_screen_of_the_settings_is_accessible_and_fits(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    paths = [
        "/settings",
        "/settings/company",
        "/settings/users",
        f"/settings/users/{house.seller.actor.user_id}",
    ]
    paths += ["/settings/users/new", "/settings/password", "/password/new?token=1.x"]
    assert await looked_at(browser, site, house.seller, look, paths) == []


async def test_every_setting_is_found_on_one_page_and_leads_back_to_it(
    http: httpx.AsyncClient, house: House
) -> None:
    await http.post("/login", data={"pfid": house.seller.pfid, "password": PASSWORD})
    index = (await http.get("/settings")).text
    assert 'aria-current="true">設定</a>' in index
    for pages in SETTINGS.values():
        for _, path in pages:
            assert f'href="{path}"' in index
            page = await http.get(path)
            assert page.status_code == 200
            assert '<a class="pages-all" href="/settings">' in page.text
            assert f'href="{path}" aria-current="true"' in page.text


async def test_what_only_administrators_change_is_shown_to_others_as_it_is(
    browser: Browser, site: str, house: House
) -> None:
    await house.pool.execute(
        "UPDATE users SET administrator = false WHERE user_id = $1", house.seller.actor.user_id
    )
    for look in LOOKS:
        paths = ["/settings/company", "/settings/users"]
        assert await looked_at(browser, site, house.seller, look, paths) == []


async def test_a_new_person_comes_in_by_the_mail(
    context: BrowserContext, unscripted: BrowserContext, house: House
) -> None:
    page = await enter(context, house.seller, "/settings/users")
    await page.get_by_role("link", name="ユーザーを追加").click()
    pfid = f"new-{house.seller.company_id}@example.jp"
    await page.get_by_label("PFID").fill(pfid)
    await page.get_by_label("氏名").fill("新人 花")
    await page.get_by_role("button", name="追加して").click()
    await expect(page.get_by_role("status")).to_contain_text("メールを送りました")
    async with transaction(house.pool, house.seller.company_id) as connection:
        body = await connection.fetchval("SELECT body FROM mails WHERE recipient = $1", pfid)
    found = re.search(r"http\S+", body)
    assert found is not None
    theirs = await unscripted.new_page()
    await theirs.goto(found[0])
    await theirs.get_by_label("新しいパスワード", exact=False).first.fill(NEW)
    await theirs.get_by_label("確認").fill(NEW)
    await theirs.get_by_role("button", name="設定する").click()
    await theirs.get_by_label("PFID").fill(pfid)
    await theirs.get_by_label("パスワード").fill(NEW)
    await theirs.get_by_role("button", name="ログイン").click()
    await expect(theirs.locator(".who-name")).to_have_text("新人 花")
