"""The lists of both sides: what stands first, narrowing, sorting, paging, all of it in the address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import BrowserContext, Page, expect

from seikyu.issuing.model import SellerStatus
from tests.ui.house import House, enter

SUBJECTS = ".row-name .row-sub"


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


async def rows(page: Page) -> list[str]:
    return await page.locator("[data-row]").all_inner_texts()


async def test_the_front_page_leads_a_seller_to_its_invoices(context: BrowserContext, house: House) -> None:
    await house.invoice()
    page = await enter(context, house.seller)
    assert urlsplit(page.url).path == "/seller/invoices"


async def test_the_front_page_leads_everybody_else_to_the_inbox(
    context: BrowserContext, house: House
) -> None:
    page = await enter(context, house.buyer)
    assert urlsplit(page.url).path == "/buyer/invoices"


async def test_what_the_seller_must_act_on_stands_first_with_its_count(
    context: BrowserContext, house: House
) -> None:
    for _ in range(2):
        await house.invoice(status=SellerStatus.SENT_BACK, reason="数量")
    await house.invoice(status=SellerStatus.ISSUE_ERROR, error="連携なし")
    await house.invoice()
    page = await enter(context, house.seller)
    tabs = [" ".join(tab.split()) for tab in await page.locator(".tab").all_inner_texts()]
    assert tabs == ["差戻受 2", "発行エラー 1", "すべて 4", "発行予約済 0", "発行済 1"]
    await page.get_by_role("link", name="差戻受").click()
    await expect(page.locator("[data-row]")).to_have_count(2)
    assert asked(page) == {"status": ["19"]}
    await expect(page.get_by_role("link", name="差戻受")).to_have_attribute("aria-current", "page")


async def test_filters_sorting_and_tabs_work_without_scripts(
    unscripted: BrowserContext, house: House
) -> None:
    for amount in (1200, 90000, 250000):
        await house.invoice(inv_show_amount=amount, inv_name=f"請求 {amount}")
    page = await enter(unscripted, house.seller, "/seller/invoices")
    await page.locator("summary").click()
    await page.get_by_label("請求金額 から").fill("￥10,000")
    await page.get_by_role("button", name="検索").click()
    await expect(page.locator(SUBJECTS)).to_have_text(["請求 250000", "請求 90000"])
    await page.get_by_role("columnheader", name="請求金額").get_by_role("link").click()
    await expect(page.locator(SUBJECTS)).to_have_text(["請求 90000", "請求 250000"])
    await page.get_by_role("columnheader", name="請求金額").get_by_role("link").click()
    await expect(page.locator(SUBJECTS)).to_have_text(["請求 250000", "請求 90000"])
    head = page.get_by_role("columnheader", name="請求金額")
    await expect(head).to_have_attribute("aria-sort", "descending")
    assert asked(page) == {"amount_from": ["￥10,000"], "sort": ["-inv_show_amount"]}


async def test_with_scripts_only_the_list_changes_and_the_way_back_is_kept(
    context: BrowserContext, house: House
) -> None:
    await house.invoice(customer_name=None, inv_name="一つ目", inv_no="A-100")
    await house.invoice(inv_name="二つ目", inv_no="B-200")
    page = await enter(context, house.seller, "/seller/invoices")
    await page.evaluate("window.sameDocument = true")
    await page.get_by_label("請求書番号").fill("b-2")
    await page.get_by_label("請求書番号").press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(1)
    assert await page.evaluate("window.sameDocument") is True
    assert asked(page) == {"inv_no": ["b-2"]}, "empty filters have no place in the address"
    await page.go_back()
    await expect(page.locator("[data-row]")).to_have_count(2)
    assert asked(page) == {}


async def test_an_address_can_be_sent_to_a_colleague(context: BrowserContext, house: House) -> None:
    await house.invoice(opened=True, inv_name="読まれた")
    await house.invoice(versions=2, inv_name="直した")
    page = await enter(context, house.seller, "/seller/invoices?opened=no&reissued=yes&sort=-updated_at")
    await expect(page.locator(SUBJECTS)).to_have_text(["直した"])
    chips = [chip.split()[0] for chip in await page.locator(".chip").all_inner_texts()]
    assert chips == ["未開封", "再発行したもの"]
    await page.get_by_role("link", name="条件をすべて解除").first.click()
    await expect(page.locator("[data-row]")).to_have_count(2)


async def test_a_hundred_invoices_make_a_page(context: BrowserContext, house: House) -> None:
    for at in range(103):
        await house.invoice(inv_name=f"{at:03}")
    page = await enter(context, house.seller, "/seller/invoices?sort=invoice_mng_num")
    await expect(page.locator("[data-row]")).to_have_count(100)
    await expect(page.locator(".paging p")).to_have_text("1–100件目（全103件）")
    await page.get_by_role("link", name="次へ").click()
    await expect(page.locator("[data-row]")).to_have_count(3)
    await expect(page.locator(SUBJECTS)).to_have_text(["100", "101", "102"])
    await page.goto("/seller/invoices?page=9")
    await expect(page.locator(".paging p")).to_have_text("101–103件目（全103件）")


@pytest.mark.parametrize("list_", ["seller", "buyer"])
async def test_nonsense_in_a_filter_is_told_and_not_used(
    context: BrowserContext, house: House, list_: str
) -> None:
    await house.invoice()
    page = await enter(
        context,
        house.seller if list_ == "seller" else house.buyer,
        f"/{list_}/invoices?send_date_from=2026-02-31&amount_to=たくさん&page=x&sort=password&opened=maybe"
        "&status=99&tab=none&amount_from=99999999999999",
    )
    await expect(page.locator("[data-row]")).to_have_count(1)
    assert await page.get_by_role("alert").locator("li").all_inner_texts() == [
        "発行日は実在する日付で入力してください。この条件は使われていません。",
        "請求金額は13桁以内の整数で入力してください。この条件は使われていません。",
        "請求金額は13桁以内の整数で入力してください。この条件は使われていません。",
    ]


async def test_every_filter_of_the_inbox_narrows_it(context: BrowserContext, house: House) -> None:
    kept = await house.invoice(
        inv_no="K-1", inv_show_amount=5000, pay_due_date="2026-12-10", days_ago=2, opened=True
    )
    other = await house.invoice(inv_no="X-1", inv_show_amount=9000, pay_due_date="2027-01-10", days_ago=9)
    page = await enter(context, house.buyer)
    for query in (
        "inv_no=k-",
        "amount_to=5000",
        "pay_due_date_to=2026-12-31",
        "send_date_from=2026-11-19",
        "opened=yes",
        "seller_name=みほん&opened=yes",
    ):
        await page.goto(f"/buyer/invoices?{query}")
        links = await page.locator("[data-row]").evaluate_all("all => all.map(one => one.pathname)")
        assert links == [f"/buyer/invoices/{kept}"], query
    for query in (
        "amount_from=5001",
        "pay_due_date_from=2027-01-01",
        "send_date_to=2026-11-12",
        "tab=unopened",
    ):
        await page.goto(f"/buyer/invoices?{query}")
        links = await page.locator("[data-row]").evaluate_all("all => all.map(one => one.pathname)")
        assert links == [f"/buyer/invoices/{other}"], query


async def test_the_inbox_marks_by_the_clock_what_is_due(context: BrowserContext, house: House) -> None:
    for due in ("2026-11-20", "2026-11-21", "2026-11-28", "2026-11-29"):
        await house.invoice(pay_due_date=due, inv_name=due)
    page = await enter(context, house.buyer, "/buyer/invoices?sort=pay_due_date")
    assert await page.locator(".date").filter(has=page.locator(".due")).all_inner_texts() == [
        "2026/11/20\n1日超過",
        "2026/11/21\n本日期限",
        "2026/11/28\nあと7日",
    ]
    await page.get_by_role("link", name="期限超過").click()
    await expect(page.locator("[data-row]")).to_have_count(1)


async def test_what_was_sent_back_lies_apart(context: BrowserContext, house: House) -> None:
    await house.invoice(inv_name="処理するもの")
    await house.invoice(status=SellerStatus.SENT_BACK, reason="数量", inv_name="返したもの")
    page = await enter(context, house.buyer)
    await expect(page.locator(SUBJECTS)).to_have_text(["処理するもの"])
    await page.get_by_role("link", name="差戻した請求書").click()
    await expect(page.locator("[data-row]")).to_have_count(1)
    await expect(page.locator(SUBJECTS)).to_have_text(["返したもの"])


async def test_an_empty_list_says_what_to_do_next(context: BrowserContext, house: House) -> None:
    page = await enter(context, house.outsider, "/seller/invoices")
    await expect(page.locator(".empty")).to_contain_text("APIで登録した請求書が、ここに表示されます。")
    await page.goto("/buyer/invoices")
    await expect(page.locator(".empty")).to_contain_text("取引先が請求書を発行すると、ここに届きます。")
    await page.goto("/buyer/invoices?seller_name=x")
    await expect(page.locator(".empty")).to_contain_text("条件を減らすか")


async def test_the_list_is_walked_by_keyboard(context: BrowserContext, house: House) -> None:
    for at in range(3):
        await house.invoice(inv_name=str(at))
    page = await enter(context, house.seller, "/seller/invoices")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("/")
    await expect(page.get_by_label("発行先名")).to_be_focused()
    await page.keyboard.type("/")
    await expect(page.get_by_label("発行先名")).to_have_value("/")
    await page.locator("[data-row]").first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("[data-row]").nth(1)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".sheet")).to_be_visible()


async def test_nobody_sees_another_companys_invoices(context: BrowserContext, house: House) -> None:
    await house.invoice()
    page = await enter(context, house.outsider, "/seller/invoices")
    assert await rows(page) == []
    await page.goto("/buyer/invoices")
    assert await rows(page) == []
