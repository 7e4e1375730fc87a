"""A buyer asks, a seller answers: two people at two browsers."""

from playwright.async_api import Browser, BrowserContext

from tests.ui.house import House, enter, offences


async def test_a_question_is_asked_marked_read_and_answered(
    browser: Browser, site: str, context: BrowserContext, house: House
) -> None:
    number = await house.invoice()
    others = await browser.new_context(locale="ja-JP", base_url=site, java_script_enabled=False)
    try:
        buyer = await enter(context, house.buyer, f"/buyer/invoices/{number}")
        seller = await enter(others, house.seller, "/seller/invoices")
        await buyer.get_by_label("本文").fill("2行目の数量は3ではありませんか。")
        await buyer.get_by_role("button", name="送信する").click()
        thread = buyer.locator("#messages")
        await thread.get_by_text("2行目の数量は3ではありませんか。").wait_for()
        await buyer.get_by_text("送信しました。").wait_for()
        assert await offences(buyer) == []
        # Without scripts.
        await seller.reload()
        await seller.get_by_text("質問・回答 未読").wait_for()
        await seller.goto(f"/seller/invoices/{number}")
        asked = seller.locator("#messages li").first
        assert "未読" in await asked.inner_text()
        assert house.buyer.actor.name in await asked.inner_text()
        await seller.get_by_label("本文").fill("ご指摘のとおりです。差戻しをお願いします。")
        await seller.get_by_role("button", name="送信する").click()
        assert await seller.locator("#messages li").count() == 2
        await seller.goto("/seller/invoices")
        assert await seller.get_by_text("質問・回答 未読").count() == 0
        await buyer.goto("/buyer/invoices")
        await buyer.get_by_text("質問・回答 未読").wait_for()
        await buyer.goto(f"/buyer/invoices/{number}/messages")
        await buyer.get_by_text("ご指摘のとおりです。").wait_for()
        assert await offences(buyer) == []
    finally:
        await others.close()
