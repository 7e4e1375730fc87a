"""What a seller does on screen with issued invoices: files, deleting, reminding, many at once."""

import httpx
from playwright.async_api import BrowserContext, FilePayload, expect

from seikyu.issuing.model import SellerStatus
from tests.attachments.files import PDF, PROGRAM
from tests.ui.house import PASSWORD, House, Member, enter, offences

FILE: FilePayload = {"name": "見積書.pdf", "mimeType": "application/pdf", "buffer": PDF}
BAD: FilePayload = {"name": "見積書.pdf", "mimeType": "application/pdf", "buffer": PROGRAM}


async def log_in(http: httpx.AsyncClient, member: Member) -> None:
    answer = await http.post("/login", data={"pfid": member.pfid, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


async def test_an_unopened_invoice_is_deleted_after_a_page_that_says_what_happens(
    context: BrowserContext, house: House
) -> None:
    number = await house.invoice(inv_no="A-1")
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    await page.get_by_role("link", name="削除（取り消し）").click()
    await expect(page.get_by_role("region", name="削除すると")).to_contain_text("元に戻すことはできません")
    assert await offences(page) == []
    await page.get_by_label("取り消しの理由").fill("宛先を誤りました。")
    await page.get_by_role("button", name="削除する").click()
    await expect(page.get_by_role("status")).to_contain_text("請求書を削除し")
    await expect(page.locator(".page-head .badge")).to_have_text("発行済削除")
    await expect(page.locator(".step").first).to_contain_text("宛先を誤りました。")
    await context.clear_cookies()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}")
    matter = page.get_by_role("region", name="発行元がこの請求書を取り消しました")
    await expect(matter).to_contain_text("宛先を誤りました。")
    await expect(page.locator(".page-head .badge")).to_have_text("取消済")
    assert await offences(page) == []


async def test_the_buyer_is_reminded_once_a_day(context: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    await page.get_by_role("button", name="発行先へ確認をお願いする").click()
    await expect(page.get_by_role("status")).to_contain_text("送信しました")
    await expect(page.get_by_text("本日、確認のお願いを送信済み")).to_be_visible()
    await expect(page.get_by_role("button", name="発行先へ確認をお願いする")).to_have_count(0)
    await expect(page.locator(".step").first).to_contain_text("発行先にお知らせを送りました")


async def test_files_are_attached_to_a_sent_back_invoice_and_taken_off_again(
    unscripted: BrowserContext, house: House
) -> None:
    number = await house.invoice(status=SellerStatus.SENT_BACK, reason="見積書を付けてください。")
    page = await enter(unscripted, house.seller, f"/seller/invoices/{number}")
    files = page.get_by_role("region", name="添付ファイル")
    await files.get_by_label("ファイルを追加").set_input_files([BAD])
    await files.get_by_role("button", name="添付する").click()
    await expect(files.get_by_role("alert")).to_contain_text("「見積書.pdf」の内容が拡張子と一致しない")
    await files.get_by_label("ファイルを追加").set_input_files([FILE])
    await files.get_by_role("button", name="添付する").click()
    await expect(page.get_by_role("status")).to_have_text("ファイルを添付しました。")
    async with page.expect_download() as saving:
        await files.get_by_role("link", name="見積書.pdf").click()
    saved = await saving.value
    assert saved.suggested_filename == "見積書.pdf"
    await files.get_by_role("button", name="外す").click()
    await expect(files).to_contain_text("添付ファイルはありません。")


async def test_an_outsider_finds_none_of_it(http: httpx.AsyncClient, house: House) -> None:
    number = await house.invoice()
    await log_in(http, house.outsider)
    one = f"/seller/invoices/{number}"
    assert (await http.get(f"{one}/delete")).status_code == 404
    for deed in ("delete", "remind", "call-off"):
        answer = await http.post(f"{one}/{deed}", data={"reason": "x"})
        assert answer.status_code == 404, deed
    sent = await http.post(f"{one}/attachments", files=[("file", ("a.pdf", PDF))])
    assert sent.status_code == 404
    nobody = "01234567-89ab-7def-8123-456789abcdef"
    for side in ("seller", "buyer"):
        assert (await http.get(f"/{side}/invoices/{number}/attachments/{nobody}")).status_code == 404


async def test_the_list_is_saved_as_csv_again_and_again_and_chosen_ones_are_reminded_of(
    context: BrowserContext, house: House
) -> None:
    for at in (1, 2, 3):
        await house.invoice(inv_no=f"A-{at}", opened=at == 3, pay_due_date="2027-03-31")
    page = await enter(context, house.seller, "/seller/invoices?inv_no=A-&sort=inv_no")
    await page.get_by_label("CSVの文字コード").select_option("cp932")
    for _ in range(2):
        async with page.expect_download() as saving:
            await page.get_by_role("button", name="CSVで保存").click()
        saved = await saving.value
        assert saved.suggested_filename == "発行した請求書_20261121.csv"
    lines = (await saved.path()).read_text("cp932").splitlines()
    assert [line.split(",")[5] for line in lines] == ["請求書番号", "A-1", "A-2", "A-3"]
    await page.get_by_label("すべて選択").check()
    await page.get_by_role("button", name="選択分の確認を依頼").click()
    await expect(page.locator(".notice")).to_have_text("2件のお願いを送信しました。")
    await expect(page.locator(".left li")).to_have_count(1)
    await expect(page.locator(".left li")).to_contain_text("開封済で入金期限も近くない")
    assert await offences(page) == []
