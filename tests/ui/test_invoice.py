"""One invoice on the seller's side, and what both sides share: the sheet, versions, history, PDF."""

import re
from urllib.parse import quote

from playwright.async_api import BrowserContext, Page, expect

from seikyu.issuing.model import SellerStatus
from tests.ui.house import House, enter
from tests.ui.papers import WORK_REPORT

SCRIPT = "<script>alert(1)</script>"


async def table(page: Page, caption: str) -> list[list[str]]:
    rows = page.locator("table", has=page.locator("caption", has_text=caption)).locator("tr")
    found: list[list[str]] = await rows.evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return found


async def test_a_sent_back_invoice_says_why_and_what_to_do(context: BrowserContext, house: House) -> None:
    number = await house.invoice(status=SellerStatus.SENT_BACK, reason="数量が違います。\n36ケースです。")
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    matter = page.get_by_role("region", name="受取側から差戻しされました")
    await expect(matter).to_contain_text("数量が違います。\n36ケースです。", use_inner_text=True)
    await expect(matter).to_contain_text(f"請求書更新APIに管理番号 {number} を指定して")
    await expect(page.locator(".page-head .badge")).to_have_text("差戻受")
    for other in ("再試行", "削除", "お願い"):
        await expect(page.get_by_role("button", name=other)).to_have_count(0)


async def test_the_sheet_says_all_that_the_document_says(context: BrowserContext, house: House) -> None:
    number = await house.invoice(**WORK_REPORT)
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    sheet = page.locator(".sheet")
    for sentence in (
        "〒100-0002",
        "株式会社さんぷる製作所",
        "本社 御中",
        "オフィス用品代 (10月分)",
        "¥119,358",
        "2026年11月30日",
        "銀行振込",
        "登録番号\nT7000012050002",
        "03-0000-0001",
        "調整金額\n▲500",
        "お振込手数料は貴社にて",
        "自由項目1(文字)\nP-1138",
        "※は軽減税率対象です。",
    ):
        await expect(sheet).to_contain_text(sentence, use_inner_text=True)
    lines = await table(page, "明細")
    assert lines[0] == ["日付", "伝票番号", "品名", "数量", "単位", "単価", "税率", "金額(税抜)"]
    assert lines[2] == [
        "2026/10/08",
        "D101",
        "ミネラルウォーター 2L×6本 ※\n部門: 総務課",
        "40",
        "ケース",
        "780",
        "8%",
        "31,200",
    ]
    assert lines[5][-3:] == ["12,800", "10%", "▲12,800"]
    assert await table(page, "税率区分ごとの合計") == [
        ["税率区分", "税抜金額", "消費税額", "税込金額"],
        ["10%対象", "76,966", "7,696", "84,662"],
        ["8%(軽減)対象 ※", "31,200", "2,496", "33,696"],
        ["不課税", "1,000", "0", "1,000"],
        ["合計", "109,166", "10,192", "119,358"],
    ]
    assert (await table(page, "作業報告"))[2] == ["10/12", "データ整理", "12.0"]
    assert (await table(page, "お振込先"))[1][:4] == [
        "みほん銀行 (9991)",
        "本店営業部 (001)",
        "普通",
        "0012345",
    ]


async def test_what_people_wrote_is_shown_and_never_run(context: BrowserContext, house: House) -> None:
    number = await house.invoice(
        status=SellerStatus.SENT_BACK, reason=SCRIPT, inv_name="<b>太字</b>", remarks=f"{SCRIPT}\n二行目"
    )
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    await expect(page.locator(".matter-reason")).to_have_text(SCRIPT)
    await expect(page.locator(".sheet .written")).to_contain_text(SCRIPT)
    await expect(page.locator(".sheet-subject")).to_contain_text("<b>太字</b>")
    await page.goto("/seller/invoices")
    await expect(page.locator(".row-name")).to_contain_text("<b>太字</b>")


async def test_a_failed_issue_can_be_tried_again_once(context: BrowserContext, house: House) -> None:
    number = await house.invoice(status=SellerStatus.ISSUE_ERROR, error="発行先が連携されていません。")
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    colleague = await context.new_page()
    await colleague.goto(f"/seller/invoices/{number}")
    await expect(page.locator(".matter")).to_contain_text("発行先が連携されていません。")
    await page.get_by_role("button", name="発行を再試行").click()
    await expect(page.get_by_role("status")).to_contain_text("発行を再試行しています。")
    await expect(page.locator(".page-head .badge")).to_have_text("発行予約済")
    await expect(page.locator(".history .step").first).to_contain_text("発行を再試行しました")
    await expect(page.locator(".history .step").first).to_contain_text("見本 花子")
    await page.reload()
    await expect(page.get_by_role("status")).to_have_count(0)

    await colleague.get_by_role("button", name="発行を再試行").click()
    await expect(colleague.get_by_role("heading")).to_have_text("他の方が先に処理しました")
    await expect(colleague.locator("main")).to_contain_text("E400005")


async def test_every_version_stays_readable(context: BrowserContext, house: House) -> None:
    number = await house.invoice(versions=3)
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    versions = page.get_by_role("region", name="版")
    assert [re.sub(r"\s+", " ", text) for text in await versions.locator("li").all_inner_texts()] == [
        "第3版 最新 発行 2026/11/18 PDF 第3版",
        "第2版 発行 2026/11/18 PDF 第2版",
        "第1版 発行 2026/11/18 PDF 第1版",
    ]
    await versions.get_by_role("link", name="第1版", exact=True).click()
    await expect(page.locator(".notice")).to_contain_text("第1版の内容を表示しています。")
    await page.get_by_role("link", name="最新の版を表示").click()
    await expect(page.locator(".notice")).to_have_count(0)
    for path in (f"/seller/invoices/{number}?version=4", f"/seller/invoices/{number}?version=x"):
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 404
        await expect(page.locator("main")).to_contain_text("指定された版は存在しません。")


async def test_the_history_tells_who_did_what_newest_first(context: BrowserContext, house: House) -> None:
    number = await house.invoice(versions=2)
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    steps = await page.locator(".step").all_inner_texts()
    assert [step.split("\n")[0] for step in steps] == [
        "発行しました 第2版",
        "修正して再発行を予約しました 第2版",
        "差戻ししました 第1版",
        "発行しました 第1版",
    ]
    assert "差戻受 → 発行予約済" in steps[1]
    assert "数量が発注書と違います。" in steps[2]
    assert "2026/11/18 10:30" in steps[3]


async def test_the_pdf_opens_in_the_browser_under_a_name_people_know(
    context: BrowserContext, house: House
) -> None:
    number = await house.invoice(versions=2, inv_no='MS/10"42')
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    for path, name in (
        (f"/seller/invoices/{number}/pdf", f"請求書_{number}_MS-10-42_株式会社さんぷる製作所-本社"),
        (
            f"/seller/invoices/{number}/pdf?version=1",
            f"請求書_{number}_v1_MS-10-42_株式会社さんぷる製作所-本社",
        ),
    ):
        answer = await page.request.get(path)
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith('inline; filename="')
        assert disposition.endswith(f"filename*=UTF-8''{quote(name)}.pdf")
        assert disposition.isascii()
        assert (await answer.body()).startswith(b"%PDF-")
        assert answer.headers["cache-control"] == "private, no-store"


async def test_a_pdf_that_is_not_made_yet_says_so(context: BrowserContext, house: House) -> None:
    number = await house.invoice(status=SellerStatus.QUEUED)
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    await expect(page.get_by_role("link", name="PDF")).to_have_count(0)
    await expect(page.locator(".sheet")).to_contain_text("未発行")
    answer = await page.goto(f"/seller/invoices/{number}/pdf")
    assert answer is not None
    assert answer.status == 404
    await expect(page.locator("main")).to_contain_text("請求書のPDFはまだ作成されていません。")


async def test_another_companys_invoice_answers_exactly_as_a_missing_one(
    context: BrowserContext, house: House
) -> None:
    number = await house.invoice(status=SellerStatus.ISSUE_ERROR, error="x")
    issued = await house.invoice()
    page = await enter(context, house.outsider, "/seller/invoices")
    for side, theirs in (("seller", number), ("buyer", issued)):
        for rest in ("", "/pdf", "?version=1"):
            told = []
            for asked in (theirs, 9_999_999_999, 99_999_999_999_999_999_999):
                answer = await page.request.get(f"/{side}/invoices/{asked}{rest}")
                told.append((answer.status, (await answer.text()).replace(str(asked), "N")))
            assert told[0] == told[1] == told[2]
            assert told[0][0] == 404
    refused = [
        await page.request.post(f"/seller/invoices/{asked}/retry", headers={"Origin": "null"})
        for asked in (number,)
    ]
    assert refused[0].status == 403
    for path in (f"/seller/invoices/{number}/retry", f"/buyer/invoices/{issued}/return"):
        answer = await page.request.post(path, form={"reason": "x"})
        assert answer.status == 404


async def test_english_is_one_click_away_and_stays(context: BrowserContext, house: House) -> None:
    number = await house.invoice(status=SellerStatus.SENT_BACK, versions=2, reason="数量")
    page = await enter(context, house.seller, f"/seller/invoices/{number}?version=1")
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(".notice")).to_contain_text("You are looking at Version 1")
    await page.goto("/seller/invoices")
    await expect(page.get_by_role("heading", name="Issued invoices")).to_be_visible()
    answer = await page.goto("/seller/invoices/1")
    assert answer is not None
    assert answer.status == 404
    await expect(page.locator("main")).to_contain_text("There is no such invoice.")
