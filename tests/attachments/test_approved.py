"""The files that approvers saw are the files that go out."""

import httpx
import pytest_asyncio

from tests.approvals.office import Office, open_office
from tests.attachments.files import PDF
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, codes_of
from tests.house.papers import status_of
from tests.house.screens import at_screen

FIXED = (409, [("", "E400608")])


@pytest_asyncio.fixture(loop_scope="session")
async def office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    """The seller's office, with a route of two steps."""
    opened = await open_office(doors, cast, password_hash)
    await opened.route()
    return opened


async def upload(office: Office, number: int, name: str = "見積書.pdf") -> httpx.Response:
    return await office.doors.http.post(
        f"{INVOICES}/{number}/attachments",
        params={"name": name},
        content=PDF,
        headers={**office.maker.headers, "Content-Type": "application/octet-stream"},
    )


async def test_files_are_fixed_from_submission_until_the_invoice_comes_back(office: Office) -> None:
    [number] = await office.make()
    for status in (11, 20):
        assert await office.status(number) == str(status)
        refused = await upload(office, number)
        assert (refused.status_code, codes_of(refused)) == FIXED
        if status == 11:
            await office.approve(office.boss, number)
    assert (await office.send_back(office.issuer, number)).status_code == 200
    [added] = (await upload(office, number)).json()["attachments"]
    # Submitted anew, it carries the file, which is fixed again: it cannot be taken off either.
    await office.api_through_approval()
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert await status_of(office.doors.pool, office.owner, number) == (11, 2)
    off = f"{INVOICES}/{number}/attachments/{added['attachment_id']}/remove"
    refused = await office.doors.send(office.maker, "POST", off, None)
    assert (refused.status_code, codes_of(refused)) == FIXED


async def test_what_was_approved_is_what_is_issued(office: Office) -> None:
    [number] = await office.make()
    await office.approve(office.boss, number)
    await office.approve(office.issuer, number)
    assert await office.status(number) == "21"
    refused = await upload(office, number)
    assert (refused.status_code, codes_of(refused)) == FIXED
    async with at_screen(office.doors, office.maker) as http:
        assert (
            f"/seller/invoices/{number}/attachments"
            not in (await http.get(f"/seller/invoices/{number}")).text
        )
    await office.doors.work_off()
    assert await office.status(number) == "22"


async def test_what_goes_out_without_approval_takes_files_until_it_is_issued(office: Office) -> None:
    [number] = await office.make()
    assert (await office.send_back(office.boss, number)).status_code == 200
    # By API it does not pass approval again: the version that was in approval is not the one that waits.
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert await status_of(office.doors.pool, office.owner, number) == (21, 2)
    assert (await upload(office, number)).status_code == 200
    async with at_screen(office.doors, office.maker) as http:
        assert f"/seller/invoices/{number}/attachments" in (await http.get(f"/seller/invoices/{number}")).text
    await office.doors.work_off()
