"""Marking received invoices as done, where no workflow stands between (contract §6)."""

import asyncio
from typing import Any

import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.receiving.actions.approve import Outcome, approve_many
from seikyu.receiving.model import BuyerStatus
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, Spelling, codes_of
from tests.house.papers import add_invoices, everything_of, status_of
from tests.house.statements import note_query


def path_of(number: int) -> str:
    return f"{RECEIVED}/{number}/approve"


async def received(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    invoice: dict[str, Any] = (await doors.get(cast.buyer, f"{RECEIVED}/{number}")).json()["invoice"]
    return invoice


async def history(doors: Doors, cast: Cast, number: int) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()[
        "history"
    ]
    return events


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_an_invoice_is_marked_as_done_with_a_comment_that_is_kept(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await doors.send(
        cast.buyer, "POST", path_of(number), {"comment": " 8月支払\n済 "}, spelling=spelling
    )
    assert answer.status_code == 200, answer.text
    assert (await received(doors, cast, number))["wf_status"] == "71"
    opened, done = await history(doors, cast, number)
    assert opened["action"] == "invoice.opened"
    told = {name: done[name] for name in ("action", "from_status", "to_status", "version", "comment", "via")}
    assert told == {
        "action": "invoice.done",
        "from_status": "50",
        "to_status": "71",
        "version": 1,
        "comment": "8月支払\n済",
        "via": "api",
    }
    assert await status_of(doors.pool, cast.seller.company_id, number) == (22, 1)


async def test_what_is_done_has_been_opened_on_both_sides(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    assert (await doors.send(cast.buyer, "POST", path_of(number), {})).status_code == 200
    sellers = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert sellers["seal_flg"] == "1"
    assert sellers["seal_date"] == (await received(doors, cast, number))["open_date"]


async def test_a_body_may_be_left_out(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await doors.http.post(path_of(number), headers=cast.buyer.headers)
    assert (answer.status_code, answer.json()) == (200, {"result": "0", "error_list": None})
    _, done = await history(doors, cast, number)
    assert done["comment"] is None


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"comment": "長" * 501}, "comment", "E200003"),
        ({"comment": 1}, "comment", "E200002"),
        ({"comment": "\0"}, "comment", "E200005"),
        ({"version": 0}, "version", "E200016"),
        ({"response_type": "yaml"}, "response_type", "E700001"),
    ],
)
async def test_what_cannot_be_read_is_told_and_nothing_is_done(
    doors: Doors, cast: Cast, body: dict[str, Any], path: str, code: str
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await doors.send(cast.buyer, "POST", path_of(number), body)
    assert answer.status_code == 400
    assert codes_of(answer) == [(path, code)]
    assert (await received(doors, cast, number))["wf_status"] == "50"


@pytest.mark.parametrize("status", [status for status in BuyerStatus if status is not BuyerStatus.UNAPPROVED])
async def test_only_what_is_not_done_yet_is_marked_as_done(
    doors: Doors, cast: Cast, status: BuyerStatus
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        await connection.execute("UPDATE received_invoices SET status = $1", status)
    before = await everything_of(doors.pool, cast.buyer.company_id)
    answer = await doors.send(cast.buyer, "POST", path_of(number), {})
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400009")])
    assert await everything_of(doors.pool, cast.buyer.company_id) == before


async def test_what_was_sent_back_is_not_marked_as_done_nor_what_is_done_sent_back(
    doors: Doors, cast: Cast
) -> None:
    back, done = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    await doors.send_back(cast.buyer, back)
    answer = await doors.send(cast.buyer, "POST", path_of(back), {})
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400009")])
    await doors.send(cast.buyer, "POST", path_of(done), {})
    answer = await doors.send_back(cast.buyer, done)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400006")])


async def test_a_version_nobody_has_seen_is_not_marked_as_done(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await doors.send(cast.buyer, "POST", path_of(number), {"version": 2})
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400003")])
    assert (await doors.send(cast.buyer, "POST", path_of(number), {"version": 1})).status_code == 200


async def test_another_company_s_invoice_answers_exactly_as_a_missing_one(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    for stranger in (cast.seller, cast.outsider):
        theirs, missing = [await doors.send(stranger, "POST", path_of(n), {}) for n in (number, 9999999999)]
        assert theirs.status_code == 404
        assert theirs.content == missing.content
    assert (await received(doors, cast, number))["wf_status"] == "50"


async def test_a_repeat_with_its_key_gets_the_first_answer_again(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    key = {"Idempotency-Key": "done-1"}
    answers = [await doors.send(cast.buyer, "POST", path_of(number), {}, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replayed"] == "true"


async def test_of_many_who_move_one_invoice_at_once_one_wins_and_the_others_are_told(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 6, SellerStatus.ISSUED)
    for number in numbers:
        answers = await asyncio.gather(
            doors.send(cast.buyer, "POST", path_of(number), {}),
            doors.send_back(cast.buyer, number),
            doors.send(cast.buyer, "POST", path_of(number), {}),
            doors.send_back(cast.buyer, number),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        moved = [e["action"] for e in await history(doors, cast, number) if e["action"] != "invoice.opened"]
        state = (await received(doors, cast, number))["return_date"]
        assert moved == (["invoice.done"] if state is None else ["invoice.sent_back"])
        seller, _ = await status_of(doors.pool, cast.seller.company_id, number)
        assert seller == (22 if state is None else 19)


# Many at once


async def many(doors: Doors, cast: Cast, numbers: list[int]) -> Outcome:
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        return await approve_many(connection, cast.buyer.actor, system_clock, dict.fromkeys(numbers, 1))


async def test_of_many_each_moves_by_itself_and_those_moved_meanwhile_are_named(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 5, SellerStatus.ISSUED)
    await doors.send_back(cast.buyer, numbers[0])
    await doors.send(cast.buyer, "POST", path_of(numbers[1]), {})
    outcome = await many(doors, cast, [*numbers, 9999999999])
    assert outcome.done == 3
    assert [one.invoice_mng_num for one in outcome.left] == numbers[:2]
    for number in numbers[1:]:
        actions = [event["action"] for event in await history(doors, cast, number)]
        assert actions == ["invoice.opened", "invoice.done"]
        assert (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]["seal_flg"] == "1"


async def test_two_who_mark_the_same_in_opposite_order_never_wait_for_each_other_for_ever(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 60, SellerStatus.ISSUED)
    outcomes = await asyncio.gather(
        *(many(doors, cast, order) for order in (numbers, numbers[::-1], numbers[20:], numbers[::2]))
    )
    assert sum(outcome.done for outcome in outcomes) == 60
    events = (await everything_of(doors.pool, cast.buyer.company_id))["audit_events"]
    assert [event["action"] for event in events].count("invoice.done") == 60


async def test_a_hundred_cost_as_many_statements_as_one(doors: Doors, cast: Cast) -> None:
    costs = []
    for size in (1, 100):
        numbers = await add_invoices(doors.pool, cast, size, SellerStatus.ISSUED)
        seen: list[str] = []

        def note(record: Any, seen: list[str] = seen) -> None:
            note_query(seen, record.query)

        async with transaction(doors.pool, cast.buyer.company_id) as connection:
            connection.add_query_logger(note)
            try:
                outcome = await approve_many(
                    connection, cast.buyer.actor, system_clock, dict.fromkeys(numbers, 1)
                )
            finally:
                connection.remove_query_logger(note)
        assert outcome.done == size
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 10
