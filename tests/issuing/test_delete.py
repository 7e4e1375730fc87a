"""発行済削除 and calling an issue off: who may still, what the other side is told, and who wins a race."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, everything_of, rows, status_of
from tests.issuing.test_races import one_after_the_other

WHY = "宛先を誤って発行しました。"


async def delete(doors: Doors, party: Party, number: int, tree: Any = None) -> httpx.Response:
    return await doors.send(party, "POST", f"{INVOICES}/{number}/delete", tree)


async def received(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    answer = await doors.get(cast.buyer, f"{RECEIVED}/{number}")
    found: dict[str, Any] = answer.json()["invoice"]
    return found


async def actions(doors: Doors, party: Party, path: str) -> list[str]:
    told = (await doors.get(party, f"{path}/history")).json()["history"]
    return [event["action"] for event in told]


async def test_an_unopened_invoice_is_deleted_on_both_sides_and_the_buyer_is_told(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await delete(doors, cast.seller, number, {"reason": WHY})
    assert (answer.status_code, answer.json()) == (200, {"result": "0", "error_list": None})
    assert await status_of(doors.pool, cast.seller.company_id, number) == (23, 1)
    assert await actions(doors, cast.seller, f"{INVOICES}/{number}") == ["invoice.deleted"]
    assert await actions(doors, cast.buyer, f"{RECEIVED}/{number}") == ["invoice.withdrawn"]
    invoice = await received(doors, cast, number)
    assert (invoice["withdrawn_flg"], invoice["return_reason"]) == ("1", WHY)
    assert (await doors.get(cast.buyer, RECEIVED)).json()["total_count"] == 0
    mails = await rows(doors.pool, cast.buyer.company_id, "SELECT recipient, subject, body FROM mails")
    assert {mail["recipient"] for mail in mails} == set(cast.readers)
    assert all("取り消しました" in mail["subject"] and WHY in mail["body"] for mail in mails)


async def test_what_is_deleted_stays_readable_for_both_as_the_law_asks(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    await delete(doors, cast.seller, number)
    for party in (cast.seller, cast.buyer):
        held = await everything_of(doors.pool, party.company_id)
        assert [row["version"] for row in held["invoice_versions"]] == [1]
    assert (await doors.get(cast.seller, f"{INVOICES}/{number}/versions/1")).status_code == 200
    assert (await received(doors, cast, number))["inv_show_amount"] == 11000


async def test_an_opened_invoice_is_not_deleted_any_more(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None)
    answer = await delete(doors, cast.seller, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400602")])
    assert await status_of(doors.pool, cast.seller.company_id, number) == (22, 1)


@pytest.mark.parametrize("status", [s for s in SellerStatus if s is not SellerStatus.ISSUED])
async def test_only_an_issued_invoice_is_deleted(doors: Doors, cast: Cast, status: SellerStatus) -> None:
    [number] = await add_invoices(doors.pool, cast, status=status)
    answer = await delete(doors, cast.seller, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400601")])
    assert await status_of(doors.pool, cast.seller.company_id, number) == (status, 1)


async def test_an_outsider_and_the_buyer_find_nothing_to_delete(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    for party in (cast.outsider, cast.buyer):
        for verb in ("delete", "remind", "call-off"):
            answer = await doors.send(party, "POST", f"{INVOICES}/{number}/{verb}", None)
            assert (answer.status_code, codes_of(answer)) == (404, [("", "E400004")])


async def test_a_reason_that_is_too_long_deletes_nothing(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await delete(doors, cast.seller, number, {"reason": "あ" * 501})
    assert (answer.status_code, codes_of(answer)) == (400, [("reason", "E200003")])
    assert await status_of(doors.pool, cast.seller.company_id, number) == (22, 1)


async def test_nothing_more_is_done_with_a_withdrawn_invoice(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    await delete(doors, cast.seller, number)
    path = f"{RECEIVED}/{number}"
    opened = await doors.send(cast.buyer, "POST", f"{path}/open", None)
    assert (opened.status_code, codes_of(opened)) == (409, [("", "E400603")])
    for answer in (
        await doors.send(cast.buyer, "POST", f"{path}/approve", None),
        await doors.send_back(cast.buyer, number),
        await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/remind", None),
        await delete(doors, cast.seller, number),
    ):
        assert answer.status_code == 409
    assert await actions(doors, cast.buyer, path) == ["invoice.withdrawn"]


async def test_a_poller_learns_that_an_invoice_was_withdrawn(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    await delete(doors, cast.seller, number)
    listed = (await doors.get(cast.buyer, RECEIVED, updated_since="2020-01-01 00:00:00")).json()
    assert [(one["invoice_mng_num"], one["withdrawn_flg"]) for one in listed["invoices"]] == [
        (str(number), "1")
    ]


async def test_a_repeated_request_gets_the_first_answer_again(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    key = {"Idempotency-Key": f"delete-{number}"}
    path = f"{INVOICES}/{number}/delete"
    answers = [await doors.send(cast.seller, "POST", path, None, headers=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(await actions(doors, cast.seller, f"{INVOICES}/{number}")) == 1


async def test_opened_first_the_invoice_stays_and_the_seller_is_told(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    opened, deleted = await one_after_the_other(
        doors,
        cast,
        number,
        lambda: doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None),
        lambda: delete(doors, cast.seller, number),
    )
    assert opened.status_code == 200
    assert (deleted.status_code, codes_of(deleted)) == (409, [("", "E400602")])
    assert await actions(doors, cast.buyer, f"{RECEIVED}/{number}") == ["invoice.opened"]


async def test_deleted_first_the_invoice_is_gone_and_the_buyer_is_told(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    deleted, opened = await one_after_the_other(
        doors,
        cast,
        number,
        lambda: delete(doors, cast.seller, number),
        lambda: doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None),
    )
    assert deleted.status_code == 200
    assert (opened.status_code, codes_of(opened)) == (409, [("", "E400603")])
    assert await actions(doors, cast.buyer, f"{RECEIVED}/{number}") == ["invoice.withdrawn"]


async def test_deleting_opening_and_doing_at_once_always_end_with_one_winner(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 8, SellerStatus.ISSUED)
    for number in numbers:
        path = f"{RECEIVED}/{number}"
        answers = await asyncio.gather(
            doors.send(cast.buyer, "POST", f"{path}/open", None),
            delete(doors, cast.seller, number),
            doors.send(cast.buyer, "POST", f"{path}/approve", None),
        )
        assert {answer.status_code for answer in answers} <= {200, 409}
        status, _ = await status_of(doors.pool, cast.seller.company_id, number)
        withdrawn = (await received(doors, cast, number))["withdrawn_flg"] == "1"
        assert (status, withdrawn) in {(22, False), (23, True)}
        assert (answers[1].status_code == 200) is withdrawn


async def test_an_issue_whose_day_is_to_come_is_called_off_and_corrected_later(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    path = f"{INVOICES}/{number}/call-off"
    early = await doors.send(cast.seller, "POST", path, None)
    assert (early.status_code, codes_of(early)) == (409, [("", "E400604")])
    day = today(system_clock) + timedelta(days=3)
    await rows(doors.pool, cast.seller.company_id, "UPDATE invoices SET send_date = $1", day)
    answers = await asyncio.gather(*(doors.send(cast.seller, "POST", path, None) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert await status_of(doors.pool, cast.seller.company_id, number) == (19, 1)
    assert await actions(doors, cast.seller, f"{INVOICES}/{number}") == ["invoice.called_off"]
    await doors.work_off()
    assert await status_of(doors.pool, cast.seller.company_id, number) == (19, 1)
    again = await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    assert again.status_code == 200
    invoice = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert (invoice["wf_status"], invoice["send_date"]) == ("21", day.isoformat())
