"""`invitation_method` by API: with an invoice, with a customer alone (FAQ after contract, Q2), in masters."""

from uuid import uuid4

import pytest

from tests.house.cast import Cast
from tests.house.doors import Doors, Spelling, codes_of
from tests.house.papers import rows
from tests.invitations.house import KNOWN, Unlinked, invitation, invited, key_in, mails, unlinked
from tests.issuing.registering import INVOICE, count_invoices, post

CUSTOMERS = "/v1/invoice/seller/customers"


async def sent_counts(doors: Doors, cast: Cast) -> list[int]:
    query = "SELECT sent_count FROM invitations ORDER BY created_at"
    return [row["sent_count"] for row in await rows(doors.pool, cast.seller.company_id, query)]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_call_with_a_customer_alone_invites_it_and_makes_no_invoice(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    mark = uuid4().hex[:10]
    email = f"new-{mark}@example.jp"
    customer = {**KNOWN, "private_cust_cd": mark, "user_email": email, "invitation_method": "1"}
    answer = await post(doors, cast, {"customer": customer}, spelling=spelling)
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    assert await count_invoices(doors, cast) == 0
    [told] = await mails(doors, cast, email)
    page = await doors.http.get(f"/invitations/{key_in(told)}")
    assert (page.status_code, cast.seller.company.name in page.text) == (200, True)
    query = "SELECT actor_name, via FROM audit_events WHERE action = 'invitation.sent'"
    [event] = await rows(doors.pool, cast.seller.company_id, query)
    assert event == {"actor_name": cast.seller.user.name, "via": "api"}


async def test_an_invoice_may_bring_the_invitation_of_its_customer(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    answer = await post(doors, cast, {**INVOICE, "customer": {**to.named, "invitation_method": "1"}})
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    assert await sent_counts(doors, cast) == [1]
    assert len(await mails(doors, cast, to.email)) == 2  # the invitation and the invoice


async def test_masters_invite_too(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    body = {"customers": [{**to.named, "invitation_method": "2"}]}
    answer = await doors.send(cast.seller, "POST", CUSTOMERS, body)
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    assert (await invitation(doors, cast, to))["method"] == "letter"


async def test_asking_again_within_a_day_sends_nothing_a_second_time(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    for _ in range(3):
        assert (await post(doors, cast, _wish(to))).status_code == 200
        await doors.work_off()
    assert len(await mails(doors, cast, to.email)) == 1
    query = "UPDATE invitations SET sent_at = sent_at - interval '25 hours' RETURNING 1"
    await rows(doors.pool, cast.seller.company_id, query)
    await post(doors, cast, _wish(to))
    await doors.work_off()
    assert await sent_counts(doors, cast) == [2]


async def test_another_address_is_invited_at_once(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    await post(doors, cast, _wish(to))
    await doors.work_off()
    other = f"other-{uuid4().hex[:8]}@example.jp"
    await post(doors, cast, {"customer": {**to.named, "user_email": other, "invitation_method": "1"}})
    await doors.work_off()
    assert len(await mails(doors, cast, other)) == 1
    assert await sent_counts(doors, cast) == [2]


async def test_a_repeat_with_its_idempotency_key_gets_the_first_answer_and_sends_once(
    doors: Doors, cast: Cast
) -> None:
    to, key = await unlinked(doors, cast), {"Idempotency-Key": uuid4().hex}
    answers = [await post(doors, cast, _wish(to), headers=key) for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    await doors.work_off()
    assert len(await mails(doors, cast, to.email)) == 1


async def test_a_linked_customer_is_not_invited_and_the_sandbox_warns(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    query = "UPDATE customers SET buyer_company_id = $2 WHERE customer_id = $1 RETURNING 1"
    await rows(doors.pool, cast.seller.company_id, query, to.customer_id, cast.buyer.company_id)
    answer = (await post(doors, cast, _wish(to))).json()
    assert answer["result"] == "0"
    [warning] = answer["warning_list"]
    assert warning.startswith("invoices[0].customer.invitation_method: ")
    body = {"customers": [{**to.named, "invitation_method": "1"}]}
    kept = (await doors.send(cast.seller, "POST", CUSTOMERS, body)).json()
    assert kept["warning_list"][0].startswith("customers[0].invitation_method: ")
    await doors.work_off()
    assert await sent_counts(doors, cast) == []


@pytest.mark.parametrize(
    ("method", "missing", "fault"),
    [("1", "user_email", ("user_email", "E500201")), ("2", "zip", ("zip", "E500202"))],
)
async def test_what_an_invitation_needs_is_a_fault_when_it_is_not_known(
    doors: Doors, cast: Cast, method: str, missing: str, fault: tuple[str, str]
) -> None:
    to = await unlinked(doors, cast, **{missing: ""})
    wish = {"customer": {**to.named, "invitation_method": method}}
    answer = await post(doors, cast, wish, _wish(await unlinked(doors, cast)))
    assert answer.status_code == 400
    assert codes_of(answer) == [(f"invoices[0].customer.{fault[0]}", fault[1])]
    await doors.work_off()
    assert await sent_counts(doors, cast) == [1]


async def test_a_day_s_rest_does_not_hold_for_people_at_the_screen(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    await invited(doors, cast, to)
    await invited(doors, cast, to)
    assert await sent_counts(doors, cast) == [2]


def _wish(to: Unlinked) -> dict[str, object]:
    return {"customer": {**to.named, "invitation_method": "1"}}
