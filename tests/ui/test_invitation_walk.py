"""Invitation to first received invoice, walked in a real browser by two people in two sessions."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Browser, BrowserContext, Page, expect

from seikyu import worker
from seikyu.db.pool import Pool, transaction
from seikyu.issuing.actions.register import register
from seikyu.issuing.register_wire import read_register
from seikyu.jobs.work import work
from tests.house.cast import add_customer
from tests.ui.house import House, clock, enter, offences, settings
from tests.ui.papers import INVOICE

PASSWORD = "はじめてのパスワード-1"


@asynccontextmanager
async def working(pool: Pool, database_url: str, base_url: str) -> AsyncIterator[None]:
    """A worker whose clock stands where that of the screens does."""
    stop = asyncio.Event()
    tasks = worker.tasks(settings(database_url, base_url), pool, clock)
    group = asyncio.create_task(work(pool, tasks, stop))
    try:
        yield
    finally:
        stop.set()
        await group


async def customer_of(house: House) -> tuple[UUID, str, str]:
    mark = uuid4().hex[:10]
    email = f"keiri-{mark}@example.jp"
    fields = {"private_cust_cd": mark, "company_name_org": "株式会社みらい建材", "user_email": email}
    customer_id = await add_customer(house.pool, house.seller.company_id, None, **fields)
    return customer_id, mark, email


async def invoice_for(house: House, code: str) -> int:
    given = {name: value for name, value in INVOICE.items() if name not in {"customer", "publisher", "banks"}}
    tree: Any = {"response_type": "json", "invoices": [{**given, "customer": {"private_cust_cd": code}}]}
    read = read_register(tree, frozenset())
    async with transaction(house.pool, house.seller.company_id) as connection:
        [done], faults = await register(connection, house.seller.actor, clock, read.elements)
    assert not faults
    assert done.invoice_mng_num is not None
    return done.invoice_mng_num


async def mailed_to(house: House, address: str, subject: str) -> str:
    """The text of the newest mail with this in its subject, once it has been written."""
    query = "SELECT body FROM mails WHERE recipient = $1 AND subject LIKE $2 ORDER BY mail_id DESC LIMIT 1"
    async with asyncio.timeout(10):
        while True:
            async with transaction(house.pool, house.seller.company_id) as connection:
                body: str | None = await connection.fetchval(query, address, f"%{subject}%")
            if body is not None:
                return body
            await asyncio.sleep(0.05)


def link_in(body: str, place: str) -> str:
    found = re.search(rf"/{place}/[A-Za-z0-9_-]+", body)
    assert found is not None
    return found.group()


async def sign_up(page: Page, mark: str) -> None:
    await page.get_by_role("link", name="無料で登録する").click()
    await page.get_by_label("会社名").fill("株式会社みらい建材")
    await page.get_by_label("郵便番号").fill("530-0001")
    await page.get_by_label("氏名").fill("未来 太郎")
    await expect(page.get_by_label("PFID（メールアドレス）")).to_have_value(re.compile("keiri-"))
    await page.get_by_label("PFID（メールアドレス）").fill(f"mirai-{mark}@example.jp")
    await page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    await page.get_by_label("パスワード（確認）").fill(PASSWORD)
    assert await offences(page) == []
    await page.get_by_role("button", name="登録して受け取りを始める").click()
    await expect(page.get_by_role("status")).to_contain_text("登録が完了しました")


async def test_from_the_invitation_to_the_first_opened_invoice(
    browser: Browser, site: str, context: BrowserContext, database_url: str, house: House
) -> None:
    customer_id, code, email = await customer_of(house)
    async with working(house.pool, database_url, site):
        seller = await enter(context, house.seller, f"/seller/customers/{customer_id}/invite")
        assert await offences(seller) == []
        await seller.get_by_role("button", name="招待メールを送る").click()
        await expect(seller.get_by_role("status")).to_have_text("招待のメールを送りました。")
        await expect(seller.locator(".page-head .badge")).to_have_text("招待中")
        other = await browser.new_context(locale="ja-JP", base_url=site)
        buyer = await other.new_page()
        await buyer.goto(link_in(await mailed_to(house, email, "ご招待"), "invitations"))
        await expect(buyer.get_by_role("heading", level=1)).to_have_text("株式会社みほん商事 からのご招待")
        assert await offences(buyer) == []
        await sign_up(buyer, code)
        await expect(buyer.locator("[data-row]")).to_have_count(0)
        await seller.goto("/seller/invitations")
        await expect(seller.locator("[data-row]")).to_have_text("株式会社みらい建材")
        await expect(seller.locator("tbody .badge")).to_have_text("承諾")
        number = await invoice_for(house, code)
        await expect_row(buyer, "/buyer/invoices")
        await seller.goto(f"/seller/invoices/{number}")
        await expect(seller.locator(".facts").first).to_contain_text("未開封")
        await buyer.locator("[data-row]").click()
        await expect(buyer.get_by_role("heading", level=1)).to_have_text("株式会社みほん商事")
        await seller.goto("/seller/invoices")
        await expect(seller.locator("tbody tr")).to_contain_text("開封")
        await other.close()


async def test_before_that_the_invoice_is_read_behind_a_code(
    context: BrowserContext, site: str, database_url: str, house: House
) -> None:
    _, code, email = await customer_of(house)
    async with working(house.pool, database_url, site):
        await invoice_for(house, code)
        page = await context.new_page()
        await page.goto(link_in(await mailed_to(house, email, "請求書が届きました"), "documents"))
        assert await offences(page) == []
        await page.get_by_role("button", name="確認コードを送る").click()
        await expect(page.get_by_role("status")).to_have_text("確認コードをメールで送りました。")
        told = await mailed_to(house, email, "確認コード")
        await page.get_by_label("確認コード").fill("12")
        await page.get_by_role("button", name="請求書を表示する").click()
        await expect(page.get_by_role("alert")).to_contain_text("あと4回")
        assert await offences(page) == []
        found = re.search(r"： (\d{6})", told)
        assert found is not None
        await page.get_by_label("確認コード").fill(found.group(1))
        await page.get_by_role("button", name="請求書を表示する").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("株式会社みほん商事 からの請求書")
        assert await offences(page) == []


async def expect_row(page: Page, path: str) -> None:
    """Look again until the worker has laid it there."""
    async with asyncio.timeout(10):
        while True:
            await page.goto(path)
            if await page.locator("[data-row]").count():
                return
            await asyncio.sleep(0.1)
