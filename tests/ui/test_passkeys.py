"""Passkeys, codes and sessions in a real browser with an authenticator of its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, expect

from seikyu.db.pool import Pool, transaction
from tests.ui.house import PASSWORD, House, enter, running
from tests.ui.walking import LOOKS, complaints, looked_at

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SECURITY = "/settings/security"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def named_site(pool: Pool, database_url: str) -> AsyncIterator[str]:
    """The application under a name: an address in figures has no passkeys."""
    async with running(pool, database_url, name="localhost") as base_url:
        yield base_url


@pytest_asyncio.fixture(loop_scope="session")
async def named(browser: Browser, named_site: str, pool: Pool) -> AsyncIterator[BrowserContext]:
    """A browser window at that name, from an address at which nobody has failed."""
    await pool.execute("DELETE FROM login_failures")
    opened = await browser.new_context(locale="ja-JP", base_url=named_site)
    yield opened
    await opened.close()


async def authenticator(page: Page) -> tuple[CDPSession, str]:
    devices = await page.context.new_cdp_session(page)
    await devices.send("WebAuthn.enable")
    added = await devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devices, added["authenticatorId"]


async def add_passkey(page: Page, name: str) -> None:
    await page.goto(SECURITY)
    await page.get_by_label("パスキーの名前").fill(name)
    await page.get_by_role("button", name="パスキーを登録").click()


async def log_out(page: Page) -> None:
    await page.get_by_role("button", name="ログアウト").click()
    await page.wait_for_url("**/login")


async def test_a_passkey_is_added_and_logs_in_alone_and_after_the_password(
    named: BrowserContext, house: House
) -> None:
    page = await enter(named, house.seller, SECURITY)
    await authenticator(page)
    await add_passkey(page, "仕事用ノートPC")
    await expect(page.locator(".recovery-codes li")).to_have_count(10)
    await page.get_by_role("link", name="保管しました").click()
    await expect(page.locator(".plain-rows").first).to_contain_text("仕事用ノートPC")
    await log_out(page)
    await page.goto("/login?next=/settings/security")
    await page.get_by_role("button", name="パスキーでログイン").click()
    await expect(page.locator(".plain-rows").first).to_contain_text("最終使用")
    await log_out(page)
    await page.get_by_label("PFID").fill(house.seller.pfid)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.get_by_role("button", name="ログイン", exact=True).click()
    await expect(page.get_by_role("heading")).to_have_text("ログインの確認")
    assert await complaints(page, ["/login/second"]) == []
    await page.get_by_role("button", name="パスキーで確認").click()
    await expect(page.locator(".who-name")).to_be_visible()


async def test_a_passkey_that_seems_copied_is_refused_and_its_owner_told(
    named: BrowserContext, house: House
) -> None:
    page = await enter(named, house.seller, SECURITY)
    devices, device = await authenticator(page)
    await add_passkey(page, "鍵")
    await expect(page.locator(".recovery-codes")).to_be_visible()
    await page.goto(SECURITY)
    async with transaction(house.pool, house.seller.company_id) as connection:
        await connection.execute("UPDATE passkeys SET sign_count = 1000")
    await log_out(page)
    await page.get_by_role("button", name="パスキーでログイン").click()
    await expect(page.get_by_role("alert").first).to_contain_text("確認できませんでした")
    async with transaction(house.pool, house.seller.company_id) as connection:
        told = await connection.fetchval("SELECT count(*) FROM mails WHERE body LIKE '%複製された可能性%'")
    assert told == 1
    kept: Any = await devices.send("WebAuthn.getCredentials", {"authenticatorId": device})
    assert len(kept["credentials"]) == 1


async def test_a_session_elsewhere_is_seen_and_ended_at_once(
    browser: Browser, site: str, context: BrowserContext, house: House
) -> None:
    elsewhere = await browser.new_context(base_url=site, user_agent="Mozilla/5.0 (iPhone) Safari/605.1")
    theirs = await enter(elsewhere, house.seller, SECURITY)
    mine = await enter(context, house.seller, SECURITY)
    rows = mine.locator("section[aria-labelledby=sessions] li")
    await expect(rows).to_have_count(2)
    await mine.get_by_role("button", name="Safari / iPhone（127.0.0.1）のログインを終了する").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("この端末")
    await theirs.reload()
    await expect(theirs.get_by_label("PFID")).to_be_visible()
    async with transaction(house.pool, house.seller.company_id) as connection:
        subjects = await connection.fetch("SELECT subject FROM mails")
    assert [row["subject"] for row in subjects] == ["【Seikyu】新しい端末からのログイン"]
    await elsewhere.close()


async def test_an_administrator_ends_the_sessions_of_a_colleague(
    browser: Browser, site: str, context: BrowserContext, house: House
) -> None:
    elsewhere = await browser.new_context(base_url=site)
    theirs = await enter(elsewhere, house.seller, SECURITY)
    mine = await enter(context, house.seller, f"/settings/users/{house.seller.actor.user_id}")
    await mine.get_by_text("ログインをすべて終了").click()
    await mine.get_by_role("button", name="すべて終了する").click()
    await theirs.reload()
    await expect(theirs.get_by_label("PFID")).to_be_visible()
    await elsewhere.close()


@pytest.mark.parametrize("look", LOOKS)
async def test_the_pages_are_usable_by_everybody(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    paths = [SECURITY, f"/settings/users/{house.seller.actor.user_id}"]
    assert await looked_at(browser, site, house.seller, look, paths) == []
