"""Files of an invoice whose customer is not linked: behind the mailed page, and in the inbox once it is."""

from dataclasses import replace
from datetime import timedelta

import httpx

from seikyu.db.pool import transaction
from seikyu.invitations.actions.accept import accept
from seikyu.issuing.model import issue_job
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from tests.attachments.files import PDF
from tests.attachments.test_api import names, upload
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import rows
from tests.invitations.house import Unlinked, into_inbox, key_for, key_in, mails, unlinked
from tests.invitations.test_mailed import newest_code
from tests.issuing.registering import INVOICE, post


async def issued_with_a_file(doors: Doors, cast: Cast, to: Unlinked) -> str:
    """Registered for tomorrow, so that there is time to attach a file; then its day comes."""
    day = (today(system_clock) + timedelta(days=1)).isoformat()
    answer = await post(doors, cast, {**INVOICE, "customer": to.named, "send_date": day})
    [line] = answer.json()["invoices"]
    number = int(line["invoice_mng_num"])
    assert (await upload(doors, cast.seller, number)).status_code == 200
    owner = cast.seller.company_id
    await rows(doors.pool, owner, "UPDATE invoices SET send_date = NULL WHERE invoice_mng_num = $1", number)
    async with transaction(doors.pool, owner) as connection:
        await connection.execute("DELETE FROM pgqueuer")
        await enqueue(connection, [issue_job(owner, number, 1)])
    await doors.work_off()
    return str(number)


async def test_whoever_reads_the_mailed_invoice_can_fetch_its_file_and_then_it_is_not_deleted_any_more(
    doors: Doors, cast: Cast
) -> None:
    to = await unlinked(doors, cast)
    number = await issued_with_a_file(doors, cast, to)
    path = f"/documents/{key_in((await mails(doors, cast, to.email))[-1], 'documents')}"
    listed = (await doors.get(cast.seller, f"{INVOICES}/{number}/attachments")).json()["attachments"]
    file = f"{path}/attachments/{listed[0]['attachment_id']}"
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as reader:
        assert (await reader.get(file)).headers["location"] == path
        await reader.post(f"{path}/code")
        await reader.post(path, data={"code": await newest_code(doors, cast, to)})
        assert "見積書.pdf" in (await reader.get(path)).text
        found = await reader.get(file)
        assert (found.content, found.headers["content-type"]) == (PDF, "application/pdf")
    too_late = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/delete", None)
    assert too_late.status_code == 409


async def test_a_deleted_invoice_is_no_longer_found_behind_its_mailed_link(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    number = await issued_with_a_file(doors, cast, to)
    path = f"/documents/{key_in((await mails(doors, cast, to.email))[-1], 'documents')}"
    answer = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/delete", None)
    assert answer.status_code == 200
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as reader:
        assert (await reader.get(path)).status_code == 404
    assert "取り消しました" in (await mails(doors, cast, to.email))[-1]


async def test_a_customer_linked_later_finds_the_file_in_its_inbox(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    number = await issued_with_a_file(doors, cast, to)
    key = await key_for(doors, cast, to)
    actor = replace(cast.buyer.actor, administrator=True)
    async with transaction(doors.pool, None) as connection:
        await accept(connection, actor, system_clock(), doors.settings.base_url, into_inbox(doors), key)
    assert await names(doors, cast.buyer, f"{RECEIVED}/{number}") == ["見積書.pdf"]
