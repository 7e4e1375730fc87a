"""One received invoice: reading it opens it, and it can be sent back with a reason."""

import pytest
from playwright.async_api import BrowserContext, expect

from seikyu.db.pool import Pool, transaction
from seikyu.issuing.model import SellerStatus
from tests.ui.house import House, enter


async def opened(pool: Pool, house: House, number: int) -> tuple[bool, bool]:
    """Whether the buyer's record, and the seller's, say that the invoice was opened."""
    found = []
    for owner, table in ((house.buyer, "received_invoices"), (house.seller, "invoices")):
        async with transaction(pool, owner.company_id) as connection:
            query = f"SELECT opened_at IS NOT NULL FROM {table} WHERE invoice_mng_num = $1"
            found.append(bool(await connection.fetchval(query, number)))
    return found[0], found[1]


@pytest.mark.parametrize("rest", ["", "/pdf"])
async def test_reading_opens_an_invoice_on_both_sides_and_asking_ahead_does_not(
    context: BrowserContext, pool: Pool, house: House, rest: str
) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer)
    await expect(page.locator(".row-unopened")).to_have_count(1)
    path = f"/buyer/invoices/{number}{rest}"
    head = await page.request.head(path)
    assert head.status == 200
    ahead = await page.request.get(path, headers={"Sec-Purpose": "prefetch;prerender"})
    assert ahead.status == 503
    assert await opened(pool, house, number) == (False, False)

    assert (await page.request.get(path)).status == 200
    assert await opened(pool, house, number) == (True, True)
    await page.goto("/buyer/invoices")
    await expect(page.locator(".row-unopened")).to_have_count(0)
    await context.clear_cookies()
    seller = await enter(context, house.seller)
    await expect(seller.locator(".row-status")).to_have_text("発行済 開封済")


async def test_an_invoice_is_sent_back_by_keyboard_alone(context: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}")
    await page.get_by_role("link", name="差戻し", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="請求書を差戻す")).to_be_visible()
    consequences = page.get_by_role("region", name="差戻すと、次のようになります")
    await expect(consequences).to_contain_text("株式会社みほん商事に、差戻し理由と担当者名が")
    await page.get_by_label("差戻し理由").focus()
    await page.keyboard.type("数量が違います。\n36ケースです。")
    await expect(page.locator("#reason-left")).to_have_text("残り483文字")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("発行元へ差戻しました。")
    await expect(page.locator(".page-head .badge")).to_have_text("差戻済")
    await expect(page.locator(".matter-reason")).to_have_text("数量が違います。\n36ケースです。")
    await expect(page.get_by_role("link", name="差戻し", exact=True)).to_have_count(0)
    await page.goto("/buyer/invoices")
    await expect(page.locator("[data-row]")).to_have_count(0)

    await context.clear_cookies()
    seller = await enter(context, house.seller, f"/seller/invoices/{number}")
    await expect(seller.locator(".matter-reason")).to_have_text("数量が違います。\n36ケースです。")
    await expect(seller.locator(".step").first).to_contain_text("受川 恵 (株式会社さんぷる製作所)")


async def test_sending_back_works_without_scripts(unscripted: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(unscripted, house.buyer, f"/buyer/invoices/{number}/return")
    # The limit counts a line break as one character, as browsers do.
    await page.get_by_label("差戻し理由").fill("行\n" * 249 + "終わ")
    await page.get_by_role("button", name="差戻す").click()
    await expect(page.locator(".notice")).to_contain_text("発行元へ差戻しました。")


async def test_a_bad_reason_is_told_at_its_field_and_nothing_is_lost(
    context: BrowserContext, pool: Pool, house: House
) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}/return")
    await page.get_by_role("button", name="差戻す").click()
    reason = page.get_by_label("差戻し理由")
    await expect(page.get_by_role("alert")).to_have_text("差戻し理由は必須です。")
    await expect(reason).to_have_attribute("aria-invalid", "true")
    await expect(reason).to_be_focused()

    await reason.fill(" 　\n")
    await page.get_by_role("button", name="差戻す").click()
    await expect(page.get_by_role("alert")).to_have_text("差戻し理由は必須です。")

    await reason.evaluate("field => field.removeAttribute('maxlength')")
    await reason.fill("長" * 501)
    await page.get_by_role("button", name="差戻す").click()
    await expect(page.get_by_role("alert")).to_have_text("差戻し理由は500文字以内で入力してください。")
    await expect(reason).to_have_value("長" * 501)
    async with transaction(pool, house.seller.company_id) as connection:
        query = "SELECT status FROM invoices WHERE invoice_mng_num = $1"
        assert await connection.fetchval(query, number) == SellerStatus.ISSUED


async def test_of_two_who_send_back_at_once_one_is_told(context: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}/return")
    colleague = await context.new_page()
    await colleague.goto(f"/buyer/invoices/{number}/return")
    for one in (page, colleague):
        await one.get_by_label("差戻し理由").fill("数量")
        await one.get_by_role("button", name="差戻す").click()
    await expect(page.get_by_role("status")).to_contain_text("差戻しました")
    await expect(colleague.get_by_role("heading")).to_have_text("他の方が先に処理しました")
    await colleague.get_by_role("link", name="一覧へ戻る").click()
    await expect(colleague.get_by_role("heading", name="受け取った請求書")).to_be_visible()


async def test_the_form_is_not_offered_for_what_was_sent_back(context: BrowserContext, house: House) -> None:
    number = await house.invoice(status=SellerStatus.SENT_BACK, reason="数量")
    page = await enter(context, house.buyer, "/buyer/invoices?tab=sent_back")
    answer = await page.goto(f"/buyer/invoices/{number}/return")
    assert answer is not None
    assert answer.status == 409
    await expect(page.locator("main")).to_contain_text("この請求書は差戻しできる状態ではありません。")


async def test_the_outbox_shows_ones_own_mail_with_links_that_work(
    context: BrowserContext, house: House, site: str
) -> None:
    number = await house.invoice()
    await house.mail("請求書が届きました", f"<b>ご確認ください</b>\n{site}/buyer/invoices/{number}\n")
    page = await enter(context, house.buyer)
    await page.get_by_role("link", name="送信箱を見る").click()
    mail = page.locator(".mail")
    await expect(mail).to_contain_text("請求書が届きました")
    await expect(mail).to_contain_text("<b>ご確認ください</b>")
    await mail.get_by_role("link").click()
    await expect(page.locator(".sheet")).to_be_visible()

    await context.clear_cookies()
    stranger = await enter(context, house.outsider, "/sandbox/outbox")
    await expect(stranger.locator(".empty")).to_contain_text("メールはまだありません")
