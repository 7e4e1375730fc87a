"""Payment notices at the screens of both sides, in a browser."""

from datetime import timedelta

from playwright.async_api import BrowserContext, expect

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from seikyu.notices.actions.deliver import deliver
from seikyu.notices.actions.register import register
from seikyu.notices.wire import read_notice
from seikyu.wire.values import Node
from tests.notices.house import add_payee
from tests.ui.house import House, enter, offences

DAY = (today(system_clock) + timedelta(days=20)).isoformat()


async def a_notice(house: House, pool: Pool) -> int:
    """A notice that the seller has."""
    buyer, seller = house.buyer.actor.company.company_id, house.seller.actor.company.company_id
    await add_payee(pool, buyer, "S-1", seller)
    tree: Node = {
        "payee_code": "S-1",
        "notice_no": "N-2026-11",
        "notice_name": "11月分お支払い",
        "pay_date": DAY,
        "lines": [
            {"item_name": "商品代", "tax_class": "tr10", "amount": 110000, "trade_date": "2026-11-01"},
            {"item_name": "弁当", "tax_class": "tr8_reduced", "amount": 10800},
            {"item_name": "振込手数料", "line_sec": "1", "amount": 440},
        ],
    }
    async with transaction(pool, buyer) as connection:
        decision = await register(connection, house.buyer.actor, system_clock, [read_notice(0, tree)])
    assert not decision.faults
    await deliver(pool, system_clock, "http://127.0.0.1", buyer, seller)
    return decision.new[0].version.payment_notice_num


async def test_a_supplier_reads_and_objects_and_the_buyer_sees_it(
    house: House, pool: Pool, context: BrowserContext
) -> None:
    number = await a_notice(house, pool)
    page = await enter(context, house.seller, "/seller/notices")
    await page.get_by_role("link", name="N-2026-11").click()
    await expect(page.get_by_text("¥120,360").first).to_be_visible()
    assert not await offences(page)
    await page.get_by_label("異議の内容").fill("数量が違います。")
    await page.get_by_role("button", name="異議を送る").click()
    await expect(page.get_by_text("異議を送りました。")).to_be_visible()
    await context.clear_cookies()
    page = await enter(context, house.buyer, f"/buyer/notices/{number}")
    await expect(page.get_by_text("数量が違います。")).to_be_visible()
    assert not await offences(page)


async def test_files_and_ways_in_are_kept_on_screen(
    house: House, pool: Pool, context: BrowserContext
) -> None:
    await pool.execute("UPDATE users SET administrator = true WHERE user_id = $1", house.buyer.actor.user_id)
    page = await enter(context, house.buyer, "/settings/files")
    await page.get_by_role("button", name="接続アカウントを作成").click()
    await page.get_by_role("button", name="パスワードを発行").click()
    await expect(page.get_by_text("このパスワードは再表示できません")).to_be_visible()
    assert len(await page.locator("code").inner_text()) >= 32
    assert not await offences(page)
    await page.goto("/buyer/notices/files")
    content = f"支払通知番号,支払先コード,支払日,内容,金額\r\nA,x,{DAY},y,1\r\n".encode()
    await page.locator("#file").set_input_files(
        {"name": "notices.csv", "mimeType": "text/csv", "buffer": content}
    )
    await page.get_by_role("button", name="登録する").click()
    await expect(page.get_by_role("rowheader", name="notices.csv")).to_be_visible()
    assert not await offences(page)
    await page.goto("/buyer/notices")
    assert not await offences(page)


async def test_a_notice_is_entered_by_hand_with_everything_wrong_told_and_kept(
    house: House, pool: Pool, unscripted: BrowserContext
) -> None:
    buyer, seller = house.buyer.actor.company.company_id, house.seller.actor.company.company_id
    await add_payee(pool, buyer, "S-1", seller)
    page = await enter(unscripted, house.buyer, "/buyer/notices/entry")
    await page.get_by_label("1行目 内容").fill("商品代")
    await page.get_by_label("1行目 金額").fill("１１０，０００")
    await page.get_by_label("3行目 内容").fill("振込手数料")
    await page.get_by_label("3行目 区分").select_option("1")
    await page.get_by_label("3行目 金額").fill("-440")
    await page.get_by_role("button", name="送付する").click()
    told = page.get_by_role("alert")
    for sentence in ("支払先", "支払日は必須です", "税区分を指定", "0円以上"):
        await expect(told).to_contain_text(sentence)
    await expect(page.get_by_label("1行目 内容")).to_have_value("商品代")
    await expect(page.get_by_label("1行目 税区分")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("支払先").select_option("S-1")
    await page.get_by_label("支払日").fill(DAY)
    await page.get_by_label("1行目 税区分").select_option("tr10")
    await page.get_by_label("3行目 金額").fill("440")
    await page.get_by_role("button", name="8行追加").click()
    await expect(page.get_by_label("16行目 内容")).to_be_visible()
    await page.get_by_role("button", name="送付する").click()
    await expect(page.get_by_text("¥109,560").first).to_be_visible()
