"""From arrival to the bank file and the ledger file, in a browser, by staff, a manager and accounting."""

from datetime import date, timedelta

from playwright.async_api import Browser, Page, expect

from seikyu.issuing.model import SellerStatus
from seikyu.kit.bank_days import is_bank_day
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from tests.approvals.office import step
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.ledgers.readers import read_yayoi
from tests.payments.reader import read_bank_file
from tests.receiving.buying import open_buying

PAYEE_ACCOUNT = {
    "金融機関コード": "0005",
    "支店コード": "001",
    "口座番号": "0111222",
    "預金者名カナ": "ｶ)ｱｵﾊﾞｼﾖｳｼﾞ",
}
OWN_ACCOUNT = {
    "振込元口座コード": "main",
    "振込元口座名": "みずほ 東京営業部",
    "金融機関コード": "0001",
    "支店コード": "001",
    "口座番号": "7654321",
    "委託者コード": "1234567890",
    "委託者名カナ": "ｶ)ｱｵｿﾞﾗｼﾖｳﾃﾝ",
}


def bank_day() -> date:
    day = today(system_clock) + timedelta(days=1)
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


async def come_in(browser: Browser, doors: Doors, who: Party, path: str) -> Page:
    context = await browser.new_context(locale="ja-JP", base_url=doors.settings.base_url)
    page = await context.new_page()
    await page.goto(path)
    await page.get_by_label("PFID").fill(who.user.pfid)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form[method=post] button[type=submit]").click()
    await page.wait_for_url(lambda url: "/login" not in url)
    return page


async def fill(page: Page, values: dict[str, str]) -> None:
    for label, value in values.items():
        await page.get_by_label(label).first.fill(value)


async def saved(page: Page, link: str) -> bytes:
    async with page.expect_download() as download:
        await page.get_by_role("link", name=link).click()
    return (await (await download.value).path()).read_bytes()


async def test_three_people_bring_an_invoice_from_its_arrival_to_the_bank_and_into_the_books(
    browser: Browser, doors: Doors, cast: Cast, password_hash: str
) -> None:
    buying = await open_buying(doors, cast, password_hash)
    await doors.pool.execute(
        "UPDATE users SET administrator = true WHERE user_id = $1", buying.clerk.user.user_id
    )
    await buying.route(step(51, buying.boss), step(60, buying.clerk, name="経理課"), step(70, buying.clerk))
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.QUEUED)
    await doors.work_off()

    staff = await come_in(browser, doors, buying.charge, "/buyer/invoices")
    await staff.get_by_role("link", name="株式会社青葉商事").click()
    await expect(staff.locator(".page-head .badge")).to_have_text("一次未承認")
    await staff.get_by_role("button", name="一次承認する").click()
    await expect(staff.get_by_role("status")).to_contain_text("承認経路に進みました")

    manager = await come_in(browser, doors, buying.boss, "/buyer/approvals")
    await manager.get_by_role("link", name="株式会社青葉商事").click()
    await manager.get_by_role("button", name="承認", exact=True).click()

    accounting = await come_in(browser, doors, buying.clerk, "/buyer/approvals")
    for _ in range(2):
        await accounting.goto("/buyer/approvals")
        await accounting.get_by_role("link", name="株式会社青葉商事").click()
        await accounting.get_by_role("button", name="承認", exact=True).click()
    await journalise(accounting, number)
    [slip] = read_yayoi(await exported(accounting))
    assert (slip.reference, slip.balance) == (str(number), 0)
    assert sum(posting.amount for posting in slip.debits) == 11_000

    read = read_bank_file(await paid(accounting))
    assert (read.header["指定日"], int(read.trailer["合計"])) == (f"{bank_day():%m%d}", 11_000)
    [transfer] = read.data
    assert (transfer["銀行"], transfer["口座"], transfer["受取人"].strip()) == (
        "0005",
        "0111222",
        "ｶ)ｱｵﾊﾞｼﾖｳｼﾞ",
    )
    for page in (staff, manager, accounting):
        await page.context.close()


async def journalise(page: Page, number: int) -> None:
    await page.goto("/buyer/masters/accounts")
    await page.get_by_role("button", name="標準的な勘定科目・税区分を登録").click()
    await page.goto(f"/buyer/invoices/{number}/journal")
    for at in range(await page.locator("[id$='-debit_account_code']").count()):
        await page.locator(f"#e{at}-debit_account_code").fill("611 外注費")
    await page.get_by_role("button", name="確定", exact=True).click()
    await expect(page.locator(".page-head .badge")).to_have_text("確定済")


async def exported(page: Page) -> bytes:
    await page.goto("/buyer/exports/new?format=yayoi")
    await page.get_by_role("button", name="ファイルを作成する").click()
    return await saved(page, "ファイルをダウンロード")


async def paid(page: Page) -> bytes:
    await page.goto("/buyer/payees")
    await page.get_by_role("table").get_by_role("link").first.click()
    await fill(page, PAYEE_ACCOUNT)
    await page.get_by_label("預金種別").select_option("1")
    await page.get_by_role("button", name="保存").click()
    await page.goto("/buyer/masters/paying-accounts/new")
    await fill(page, OWN_ACCOUNT)
    await page.get_by_label("預金種別").select_option("1")
    await page.get_by_role("button", name="保存").click()
    await page.goto("/buyer/payments")
    await page.get_by_role("checkbox", name="株式会社青葉商事").check()
    await page.get_by_label("支払日").fill(bank_day().isoformat())
    await page.get_by_role("button", name="内容を確認する").click()
    await page.get_by_role("button", name="支払データを作成する").click()
    await expect(page.get_by_role("status")).to_contain_text("支払データを作成しました")
    content = await saved(page, "全銀ファイルをダウンロード")
    await page.get_by_role("button", name="銀行に送信済にする").click()
    await expect(page.locator(".page-head .badge")).to_have_text("銀行送信済")
    await page.goto("/buyer/payments")
    await expect(page.get_by_text("支払予定の請求書はありません")).to_be_visible()
    return content
