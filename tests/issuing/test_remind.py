"""Reminding the buyer: whom it reaches, how often, and when there is nothing to remind of."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from seikyu.accounts.model import Actor
from seikyu.db.pool import Pool, transaction
from seikyu.issuing.actions.remind import remind_many
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from tests.house.cast import BUYER_AS_CUSTOMER, Cast, Party, add_customer
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, rows

MAILS = "SELECT recipient, subject, body FROM mails ORDER BY mail_id"


async def remind(doors: Doors, party: Party, number: int) -> httpx.Response:
    return await doors.send(party, "POST", f"{INVOICES}/{number}/remind", None)


async def mails_of(pool: Pool, party: Party) -> list[dict[str, Any]]:
    return await rows(pool, party.company_id, MAILS)


async def open_(doors: Doors, cast: Cast, number: int) -> None:
    await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None)


async def test_the_buyers_people_are_mailed_and_both_can_see_that_they_were(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await remind(doors, cast.seller, number)
    assert (answer.status_code, answer.json()["result"]) == (200, "0")
    mails = await mails_of(doors.pool, cast.buyer)
    assert sorted(mail["recipient"] for mail in mails) == sorted(cast.readers)
    assert all("まだ開封されていません" in mail["body"] and str(number) in mail["body"] for mail in mails)
    told = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert [event["action"] for event in told] == ["invoice.reminded"]


async def test_an_invoice_is_reminded_of_once_a_day_however_many_ask(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answers = await asyncio.gather(*(remind(doors, cast.seller, number) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert codes_of(refused) == [("", "E400605")]
    assert len(await mails_of(doors.pool, cast.buyer)) == 2
    await rows(doors.pool, cast.seller.company_id, "UPDATE invoices SET reminded_on = reminded_on - 1")
    assert (await remind(doors, cast.seller, number)).status_code == 200


@pytest.mark.parametrize(
    ("days", "status", "words"),
    [
        (None, 409, ""),
        (8, 409, ""),
        (7, 200, "近づいています"),
        (0, 200, "近づいています"),
        (-1, 200, "過ぎて"),
    ],
)
async def test_an_opened_invoice_is_reminded_of_when_it_falls_due(
    doors: Doors, cast: Cast, days: int | None, status: int, words: str
) -> None:
    due = None if days is None else (today(system_clock) + timedelta(days=days)).isoformat()
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED, pay_due_date=due)
    await open_(doors, cast, number)
    answer = await remind(doors, cast.seller, number)
    assert answer.status_code == status
    assert codes_of(answer) == ([] if status == 200 else [("", "E400606")])
    bodies = [mail["body"] for mail in await mails_of(doors.pool, cast.buyer)]
    assert all(words in body for body in bodies)
    assert len(bodies) == (2 if status == 200 else 0)


@pytest.mark.parametrize("status", [s for s in SellerStatus if s is not SellerStatus.ISSUED])
async def test_what_is_not_issued_is_not_reminded_of(doors: Doors, cast: Cast, status: SellerStatus) -> None:
    [number] = await add_invoices(doors.pool, cast, status=status)
    answer = await remind(doors, cast.seller, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400601")])


async def test_a_customer_that_is_not_linked_is_reached_by_its_address_or_not_at_all(
    doors: Doors, cast: Cast
) -> None:
    known = await add_customer(
        doors.pool, cast.seller.company_id, None, **BUYER_AS_CUSTOMER, user_email="keiri@example.jp"
    )
    unknown = await add_customer(doors.pool, cast.seller.company_id, None)
    numbers = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED, customers=[known, unknown])
    await rows(doors.pool, cast.seller.company_id, "UPDATE invoices SET buyer_company_id = NULL")
    answers = [await remind(doors, cast.seller, number) for number in numbers]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert codes_of(answers[1]) == [("", "E400607")]
    mails = await mails_of(doors.pool, cast.seller)
    assert [mail["recipient"] for mail in mails] == ["keiri@example.jp"]
    deleted = await doors.send(cast.seller, "POST", f"{INVOICES}/{numbers[0]}/delete", None)
    assert deleted.status_code == 200
    mails = await mails_of(doors.pool, cast.seller)
    assert [mail["recipient"] for mail in mails] == ["keiri@example.jp"] * 2
    assert "取り消しました" in mails[1]["subject"]


async def test_of_many_chosen_those_that_can_be_are_reminded_of(doors: Doors, cast: Cast) -> None:
    issued = await add_invoices(doors.pool, cast, 3, SellerStatus.ISSUED)
    queued = await add_invoices(doors.pool, cast, 1, SellerStatus.QUEUED)
    await open_(doors, cast, issued[0])
    await rows(
        doors.pool,
        cast.seller.company_id,
        "UPDATE invoices SET pay_due_date = NULL WHERE invoice_mng_num = $1",
        issued[0],
    )
    actor: Actor = cast.seller.actor
    async with transaction(doors.pool, actor.company.company_id) as connection:
        outcome = await remind_many(
            connection, actor, system_clock, "http://example.jp", [*issued, *queued, 9999999999]
        )
    assert outcome.done == 2
    assert [(one.invoice.invoice_mng_num, one.why.number) for one in outcome.left] == [
        (issued[0], "E400606"),
        (queued[0], "E400601"),
    ]
    assert len(await mails_of(doors.pool, cast.buyer)) == 4
