"""The screens of letters: closing, putting right, printing in-house; accessible at any width."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from seikyu.db.pool import Pool
from tests.house.cast import PASSWORD, Cast
from tests.house.doors import Doors
from tests.posting import house
from tests.posting.house import INVOICE, POST, UNLINKED
from tests.ui.house import offences


@pytest_asyncio.fixture(loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> AsyncIterator[Cast]:
    """A seller with both options."""
    built = await house.build(pool, password_hash)
    yield built
    query = "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    await pool.execute(query, f'%"company_id":{built.seller.company_id},%')


async def come_in(context: BrowserContext, doors: Doors, cast: Cast, path: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{doors.settings.base_url}{path}")
    await page.get_by_label("PFID").fill(cast.seller.user.pfid)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form[method=post] button[type=submit]").click()
    await page.wait_for_url(lambda url: "/login" not in url)
    return page


async def test_an_address_is_put_right_and_the_batch_closed_and_watched_until_it_is_made(
    context: BrowserContext, doors: Doors, cast: Cast
) -> None:
    nowhere = {**UNLINKED, "zip": None}
    await house.issue(doors, cast, {**INVOICE, **POST}, {**INVOICE, "customer": nowhere, **POST})
    page = await come_in(context, doors, cast, "/seller/posting")
    held = page.get_by_role("region", name="このままでは郵送できません")
    await expect(held).to_contain_text("郵便番号がありません。")
    await held.get_by_role("link", name="有限会社郵便商店").click()
    await page.get_by_label("郵便番号").fill("150-0002")
    await page.get_by_role("button", name="宛先を保存").click()
    await expect(page.get_by_role("status")).to_have_text("宛先を保存しました。")
    await expect(held).to_have_count(0)
    await page.get_by_role("button", name="今すぐ締める").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("PB0")
    await expect(page.locator(".page-head .badge")).to_have_text("作成中")
    await house.work(doors, cast)
    # Nobody clicks: the page looks again by itself.
    await expect(page.locator(".page-head .badge")).to_have_text("ダウンロード可")
    await expect(page.locator(".letter-rows tbody tr")).to_have_count(2)
    await expect(page.get_by_role("link", name="PDFをダウンロード")).to_be_visible()


async def test_those_chosen_are_printed_as_one_pdf_and_marked(
    context: BrowserContext, doors: Doors, cast: Cast
) -> None:
    await house.issue(doors, cast, *[{**INVOICE, "private_print_flg": "1"}] * 3)
    page = await come_in(context, doors, cast, "/seller/posting/own")
    await page.get_by_label("すべて選択").check()
    await page.locator("tbody input[type=checkbox]").first.uncheck()
    await page.get_by_role("button", name="選択した請求書を印刷済にする").click()
    await expect(page.get_by_role("status")).to_have_text("印刷済にしました。")
    await expect(page.locator("tbody tr")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_the_screens_of_letters_are_accessible_and_fit(
    browser: Browser, doors: Doors, cast: Cast, width: int, scheme: str
) -> None:
    nowhere = {**UNLINKED, "address1": "大阪府大阪市北区1-1"}
    own = {**INVOICE, "private_print_flg": "1"}
    await house.issue(doors, cast, {**INVOICE, **POST}, own, {**INVOICE, "customer": nowhere, **POST})
    http = await house.sign_in(doors, cast.seller)
    batch_no = await house.close(http)
    await house.work(doors, cast)
    head = "batch_no,sequence,status,date,note"
    sent = f"{head}\r\nPB{batch_no},1,returned,2026-11-28,あて所不明\r\nPB{batch_no},1,lost,2026-11-28,"
    await http.post("/seller/posting/reports", files={"report": ("x.csv", sent.encode())})
    await http.aclose()
    [letter] = [one for one in await house.letters(doors, cast) if one["problem"]]
    context = await browser.new_context(
        viewport=ViewportSize(width=width, height=844), color_scheme="dark" if scheme == "dark" else "light"
    )
    page = await come_in(context, doors, cast, "/seller/posting")
    found = []
    for rest in (
        "",
        "/own",
        "/batches",
        f"/batches/{batch_no}",
        f"/letters/{letter['letter_id']}",
        "/settings",
    ):
        await page.goto(f"{doors.settings.base_url}/seller/posting{rest}")
        found += [f"{rest}: {one}" for one in await offences(page)]
        beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{rest}: {beyond} pixels beyond the edge"] if beyond > 0 else []
    assert found == []
    await context.close()
