"""A notice on its way between two companies, each with a record and copy of its own."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from seikyu.notices.actions.deem import deem
from seikyu.notices.model import deemed_from
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, rows
from tests.notices.house import (
    BUYER,
    LINE,
    NOTICE,
    PAY_DATE,
    SELLER,
    mails_of,
    register,
    sent,
    state,
)
from tests.posting.house import sign_in

READERS = 3
"""People of the seller."""


async def test_the_supplier_gets_the_same_document_and_a_mail(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast, notice_no="A-1")
    theirs = await state(doors, cast.seller, SELLER, number)
    ours = await state(doors, cast.buyer, BUYER, number)
    assert (ours["state"], theirs["state"]) == ("sent", "sent")
    assert theirs["recipient"]["registration_number"] == "T7000012050002"
    assert theirs["lines"] == ours["lines"]
    assert theirs["buyer_name"] == "株式会社あおぞら商店"
    assert theirs["answer_by"] == (today(system_clock) + timedelta(days=10)).isoformat()
    assert (
        await mails_of(doors.pool, cast.seller.company_id)
        == ["【支払通知書】株式会社あおぞら商店 より1件届きました"] * READERS
    )


async def test_tax_is_rounded_once_a_rate_and_deductions_are_taken_off(doors: Doors, cast: Cast) -> None:
    lines = [
        {**LINE, "amount": 109},
        {**LINE, "amount": 109},
        {**LINE, "tax_class": "tr8_reduced", "amount": 1000, "tax_included": "0"},
        {"line_sec": "1", "item_name": "振込手数料", "amount": 440},
    ]
    number = await sent(doors, cast, lines=lines)
    found = await state(doors, cast.seller, SELLER, number)
    assert found["totals"] == [
        {"tax_class": "tr10", "without_tax": 199, "tax": 19, "with_tax": 218},
        {"tax_class": "tr8_reduced", "without_tax": 1000, "tax": 80, "with_tax": 1080},
    ]
    assert (found["trade_amount"], found["deduction_amount"], found["pay_amount"]) == (1298, 440, 858)


async def test_confirming_changes_both_sides_once(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast)
    answers = await asyncio.gather(
        *(doors.send(cast.seller, "POST", f"{SELLER}/{number}/confirm", {}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert (await state(doors, cast.buyer, BUYER, number))["state"] == "confirmed"
    assert (await state(doors, cast.seller, SELLER, number))["state"] == "confirmed"
    assert len(await mails_of(doors.pool, cast.buyer.company_id)) == 2
    for party in (cast.buyer, cast.seller):
        found = await rows(
            doors.pool,
            party.company_id,
            "SELECT 1 FROM audit_events WHERE company_id = $1 AND action = 'payment_notice.confirmed'",
            party.company_id,
        )
        assert len(found) == 1


async def test_an_objection_is_told_and_the_corrected_version_takes_its_place(
    doors: Doors, cast: Cast
) -> None:
    number = await sent(doors, cast)
    body = {"reason": "数量が違います。"}
    assert (await doors.send(cast.seller, "POST", f"{SELLER}/{number}/object", body)).status_code == 200
    ours = await state(doors, cast.buyer, BUYER, number)
    assert (ours["state"], ours["objection"]) == ("objected", "数量が違います。")
    await sent(doors, cast, payment_notice_num=str(number), lines=[{**LINE, "amount": 22000}])
    theirs = await state(doors, cast.seller, SELLER, number)
    assert (theirs["state"], theirs["version"], theirs["pay_amount"]) == ("sent", 2, 22000)
    assert theirs["objection"] is None


async def test_silence_is_agreement_once_the_days_have_passed_and_not_before(
    doors: Doors, cast: Cast
) -> None:
    number = await sent(doors, cast, answer_days=3)
    owner = cast.buyer.company_id
    await deem(doors.pool, lambda: system_clock() + timedelta(days=3), owner)
    assert (await state(doors, cast.buyer, BUYER, number))["state"] == "sent"
    for _ in range(2):
        await deem(doors.pool, lambda: system_clock() + timedelta(days=4), owner)
    assert (await state(doors, cast.buyer, BUYER, number))["state"] == "deemed"
    assert (await state(doors, cast.seller, SELLER, number))["state"] == "deemed"
    late = await doors.send(cast.seller, "POST", f"{SELLER}/{number}/confirm", {})
    assert codes_of(late) == [("", "E401602")]


async def test_a_job_waits_for_the_deadline(doors: Doors, cast: Cast) -> None:
    await sent(doors, cast, answer_days=3)
    after = await doors.pool.fetchval(
        "SELECT execute_after FROM pgqueuer WHERE entrypoint = 'notices.deem' "
        "AND convert_from(payload, 'UTF8') LIKE $1",
        f'%"company_id":{cast.buyer.company_id}%',
    )
    waits = after - system_clock()
    assert timedelta(days=3) - timedelta(minutes=1) < waits <= timedelta(days=4)


async def test_what_was_cancelled_can_be_neither_confirmed_nor_corrected(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast)
    assert (await doors.send(cast.buyer, "POST", f"{BUYER}/{number}/cancel", {})).status_code == 200
    assert (await state(doors, cast.seller, SELLER, number))["state"] == "cancelled"
    answer = await doors.send(cast.seller, "POST", f"{SELLER}/{number}/confirm", {})
    assert answer.status_code == 409
    corrected = await register(doors, cast.buyer, {**NOTICE, "payment_notice_num": str(number)})
    assert codes_of(corrected) == [("payment_notices[0].payment_notice_num", "E401602")]


async def test_a_draft_is_nobody_s_business_until_it_is_sent(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast, draft_flg="1")
    assert (await doors.get(cast.seller, f"{SELLER}/{number}")).status_code == 404
    assert (await doors.send(cast.buyer, "POST", f"{BUYER}/{number}/send", {})).status_code == 200
    await doors.work_off()
    assert (await state(doors, cast.seller, SELLER, number))["state"] == "sent"


async def test_a_payee_that_is_no_member_is_told_on_paper(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast, payee_code="S-2")
    ours = await state(doors, cast.buyer, BUYER, number)
    assert (ours["state"], ours["supplier_company_id"], ours["answer_by"]) == ("sent", None, None)
    answer = await doors.get(cast.buyer, f"{BUYER}/{number}/pdf")
    assert answer.content.startswith(b"%PDF")


async def test_one_bad_notice_does_not_stop_the_others(doors: Doors, cast: Cast) -> None:
    bad: list[dict[str, Any]] = [
        {**NOTICE, "payee_code": "nobody"},
        {**NOTICE, "lines": [{**LINE, "tax_class": None}]},
        {**NOTICE, "pay_amount": 1},
        {"pay_date": "x", "lines": [{"line_sec": "1", "amount": 5}]},
        {**NOTICE, "notice_no": "N-1"},
        {**NOTICE, "supplier_company_id": str(cast.outsider.company_id)},
        {**NOTICE, "lines": [{**LINE, "invoice_mng_num": "1"}]},
    ]
    answer = await register(doors, cast.buyer, {**NOTICE, "notice_no": "N-1"}, *bad)
    assert answer.status_code == 400
    assert [one["index"] for one in answer.json()["payment_notices"]] == [0]
    assert codes_of(answer) == [
        ("payment_notices[1].payee_code", "E501601"),
        ("payment_notices[2].lines[0].tax_class", "E301604"),
        ("payment_notices[3].pay_amount", "E301602"),
        ("payment_notices[4].pay_date", "E200011"),
        ("payment_notices[4].lines[0].item_name", "E200001"),
        ("payment_notices[4].payee_code", "E301601"),
        ("payment_notices[5].notice_no", "E401604"),
        ("payment_notices[6].supplier_company_id", "E501603"),
        ("payment_notices[7].lines[0].invoice_mng_num", "E501604"),
    ]


async def test_a_repeated_request_and_a_repeated_number_double_nothing(doors: Doors, cast: Cast) -> None:
    notice = {**NOTICE, "notice_no": "R-1"}
    key = {"Idempotency-Key": "once"}
    first, again = [await register(doors, cast.buyer, notice, headers=key) for _ in range(2)]
    assert first.content == again.content
    assert codes_of(await register(doors, cast.buyer, notice)) == [
        ("payment_notices[0].notice_no", "E401603")
    ]
    listed = (await doors.get(cast.buyer, BUYER)).json()
    assert (listed["total_count"], listed["payment_notices"][0]["notice_no"]) == (1, "R-1")


async def test_xml_says_the_same(doors: Doors, cast: Cast) -> None:
    body = {"response_type": "xml", "payment_notices": [NOTICE]}
    answer = await doors.send(cast.buyer, "POST", BUYER, body, spelling="xml")
    assert answer.status_code == 200, answer.text
    assert b"<payment_notice_num>" in answer.content


async def test_notices_that_come_together_are_one_mail_to_each_reader(doors: Doors, cast: Cast) -> None:
    answer = await register(doors, cast.buyer, *[NOTICE] * 60)
    assert answer.status_code == 200
    await doors.work_off()
    assert len(answer.json()["payment_notices"]) == 60
    assert len(await mails_of(doors.pool, cast.seller.company_id)) == READERS


async def test_approved_invoices_become_one_notice_and_are_offered_once(doors: Doors, cast: Cast) -> None:
    numbers = await add_invoices(doors.pool, cast, 3, SellerStatus.QUEUED)
    await doors.work_off()
    for number in numbers:
        assert (await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/approve", {})).status_code == 200
    http = await sign_in(doors, cast.buyer)
    form = {"invoice": [str(number) for number in numbers], "pay_date": PAY_DATE}
    answer = await http.post("/buyer/notices/new", data=form)
    assert answer.status_code == 303, answer.text
    assert (await http.post("/buyer/notices/new", data=form)).status_code == 400
    await http.aclose()
    await doors.work_off()
    [notice] = (await doors.get(cast.seller, SELLER)).json()["payment_notices"]
    assert (notice["state"], notice["pay_amount"]) == ("sent", 33_000)
    told = await state(doors, cast.seller, SELLER, int(notice["payment_notice_num"]))
    assert {line["invoice_mng_num"] for line in told["lines"]} == {str(number) for number in numbers}


@pytest.mark.parametrize("path", ["", "/pdf", "/confirm", "/object", "/cancel", "/send"])
async def test_outsiders_find_nothing(doors: Doors, cast: Cast, path: str) -> None:
    number = await sent(doors, cast)
    for side in (BUYER, SELLER):
        method = "POST" if path in {"/confirm", "/object", "/cancel", "/send"} else "GET"
        body = {"reason": "x"} if path == "/object" else {}
        if method == "GET":
            answer = await doors.get(cast.outsider, f"{side}/{number}{path}")
        else:
            answer = await doors.send(cast.outsider, method, f"{side}/{number}{path}", body)
        assert answer.status_code == 404
    assert (await state(doors, cast.buyer, BUYER, number))["state"] == "sent"


async def test_what_was_said_can_be_neither_changed_nor_removed(doors: Doors, cast: Cast) -> None:
    number = await sent(doors, cast)
    for party in (cast.buyer, cast.seller):
        async with transaction(doors.pool, party.company_id) as connection:
            with pytest.raises(Exception, match="append-only"):
                await connection.execute(
                    "DELETE FROM payment_notice_versions WHERE payment_notice_num = $1", number
                )
            await connection.execute("ROLLBACK; BEGIN")


def test_days_are_counted_in_japan() -> None:
    assert deemed_from(date(2026, 11, 21), 10) == date(2026, 12, 2)
