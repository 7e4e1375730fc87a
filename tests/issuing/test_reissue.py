"""再発行: what is issued again after it was issued, not what was only corrected before its first issue."""

from typing import Any

import pytest_asyncio

from tests.approvals.office import Office, open_office
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import rows
from tests.pdf.reading import said


@pytest_asyncio.fixture(loop_scope="session")
async def office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    """The seller's office, whose invoices pass approval."""
    opened = await open_office(doors, cast, password_hash)
    await opened.route()
    return opened


async def told(office: Office, number: int) -> tuple[bool, bool, bool]:
    """Whether the last mail, the seller's filter and the print call an invoice re-issued."""
    query = "SELECT subject FROM mails WHERE recipient = $1 ORDER BY mail_id"
    mails = await rows(office.doors.pool, office.cast.buyer.company_id, query, office.cast.readers[0])
    listed: dict[str, Any] = await office.doors.listed(office.maker, extracting_type01="1")
    numbers = [one["invoice_mng_num"] for one in listed["invoices"]]
    pdf = await office.doors.get(office.cast.buyer, f"{RECEIVED}/{number}/pdf")
    return "再発行" in mails[-1]["subject"], str(number) in numbers, "再発行" in said(pdf.content)


async def test_only_what_was_issued_before_is_called_re_issued(office: Office) -> None:
    [number] = await office.make()
    assert (await office.send_back(office.boss, number)).status_code == 200
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    await office.doors.work_off()
    assert (await office.shown(number))["version"] == 2
    assert await told(office, number) == (False, False, False)
    assert (await office.doors.send_back(office.cast.buyer, number)).status_code == 200
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 6})
    await office.doors.work_off()
    assert (await office.shown(number))["version"] == 3
    assert await told(office, number) == (True, True, True)
    shown = await office.doors.get(office.maker, f"{INVOICES}/{number}/pdf")
    assert "再発行(第3版)" in said(shown.content)
