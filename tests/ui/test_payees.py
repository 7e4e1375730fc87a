"""支払先 in a browser: every page fits, is readable for all, and two payees are merged by hand."""

from datetime import date
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.masters.store import save
from seikyu.payees.masters import PAYEES, blank
from tests.ui.house import House, enter
from tests.ui.walking import LOOKS, looked_at

HERE = "/buyer/payees"
FIELDS: dict[str, Any] = {
    "payee_name": "株式会社さんぷる製作所",
    "payee_kana": "サンプルセイサクショ",
    "registration_number": "T7000012050002",
    "closing_day": 31,
    "pay_month": 2,
    "pay_day": 10,
    "holiday_rule": "2",
    "fncl_inst_code": "0001",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "1234567",
    "depositor_kana": "ｶ)ｻﾝﾌﾟﾙｾｲｻｸｼﾖ",
    "fee_bearer": "1",
}


async def two_alike(house: House) -> list[str]:
    """Two payees of the buyer that are one; an invoice belongs to the first."""
    now, owner = system_clock(), house.buyer.company_id
    number = await house.invoice()
    made = [Master(new_id(now), {**blank(), **FIELDS, "payee_code": code}) for code in ("S-001", "S-002")]
    async with transaction(house.pool, owner) as connection:
        await save(
            connection, owner, PAYEES, Decision(registered={each.master_id: each for each in made}), now
        )
        await connection.execute(
            "UPDATE received_invoices SET payee_id = $3, own_due_date = $4 "
            "WHERE company_id = $1 AND invoice_mng_num = $2",
            owner,
            number,
            made[0].master_id,
            date(2026, 12, 10),
        )
    return [str(each.master_id) for each in made]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_every_page_of_payees_fits_and_is_readable(
    browser: Browser, site: str, house: House, look: Any
) -> None:
    one, two = await two_alike(house)
    paths = [HERE, f"{HERE}/new", f"{HERE}/{one}", f"{HERE}/order", f"{HERE}/{one}/merge/{two}"]
    assert await looked_at(browser, site, house.buyer, look, paths) == []


async def test_two_payees_that_are_one_are_merged(context: BrowserContext, house: House) -> None:
    await two_alike(house)
    page = await enter(context, house.buyer, HERE)
    await page.get_by_role("link", name="支払先の整理").click()
    await page.get_by_role("link", name="S-001").first.click()
    await page.get_by_role("button", name="S-001を残す").click()
    await page.get_by_text("支払先を統合しました。").first.wait_for()
    assert await page.get_by_text("S-002 株式会社さんぷる製作所").count() == 1
