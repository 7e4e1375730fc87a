"""受取ワークフロー: every arrow of the buyer's diagram, and those that do not exist (contract §6)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from seikyu.accounts.store import disable_user
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import Conditions
from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.receiving.actions.approve import approve_many
from seikyu.receiving.actions.decide import decide_many
from seikyu.receiving.actions.send_back_inside import remind, withdraw
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.submission import seller_id
from seikyu.wire.faults import Refusal
from tests.approvals.office import at_screen, step
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import everything_of, rows, status_of
from tests.house.statements import note_query
from tests.issuing.test_races import until_waiting
from tests.receiving.buying import Buying, open_buying


@pytest_asyncio.fixture(loop_scope="session")
async def buying(doors: Doors, cast: Cast, password_hash: str) -> AsyncIterator[Buying]:
    """The buyer's office, without a route yet."""
    yield await open_buying(doors, cast, password_hash)


# The diagram


async def test_an_invoice_passes_every_step_of_its_route(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    walked = [await buying.status(number)]
    for who in (buying.charge, buying.boss, buying.clerk, buying.head):
        assert (await buying.approve(who, number, comment=f"{who.user.name} 確認")).status_code == 200
        await buying.doors.work_off()
        walked.append(await buying.status(number))
    assert walked == ["50", "51", "60", "70", "71"]
    moves = [
        (e["action"], e["user_name"], e["from_status"], e["to_status"], e["comment"])
        for e in await buying.history(number)
        if e["to_status"]
    ]
    assert moves == [
        ("invoice.submitted", "山田 太郎", "50", "51", "山田 太郎 確認"),
        ("invoice.approved", "上田 課長", "51", "60", "上田 課長 確認"),
        ("invoice.approved", "経田 理子", "60", "70", "経田 理子 確認"),
        ("invoice.approved", "経長 勘", "70", "71", "経長 勘 確認"),
    ]
    assert (await buying.doors.get(buying.cast.seller, f"{INVOICES}/{number}")).json()["invoice"][
        "seal_flg"
    ] == "1"
    assert await buying.subjects(buying.boss) == ["【承認依頼】請求書 1件の承認をお願いします"]
    assert "【承認完了】請求書 1件が承認されました" in await buying.subjects(buying.charge)


async def test_without_a_route_that_matches_an_invoice_is_done_at_once(buying: Buying) -> None:
    await buying.route(active=False)
    await buying.route(conditions=Conditions(amount_from=1_000_000))
    [number] = await buying.receive()
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert await buying.status(number) == "71"
    assert (await buying.history(number))[-1]["action"] == "invoice.done"


ARROWS = {
    ("approve", 50): 51,
    ("approve", 51): 60,
    ("approve", 59): 51,
    ("approve", 60): 70,
    ("approve", 69): 60,
    ("approve", 70): 71,
    ("inside", 51): 59,
    ("inside", 60): 69,
    ("inside", 70): 69,
    ("send_back", 50): 0,
    ("send_back", 51): 0,
    ("send_back", 60): 0,
    ("send_back", 70): 0,
}
"""All there are; 0 is back with the seller."""
DECIDES = {50: "charge", 51: "boss", 59: "charge", 60: "clerk", 69: "charge", 70: "head", 71: "head"}


@pytest.mark.parametrize("status", [int(status) for status in BuyerStatus])
@pytest.mark.parametrize("verb", ["approve", "inside", "send_back"])
async def test_the_diagram_has_these_arrows_and_no_others(buying: Buying, verb: str, status: int) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, status)
    before = await everything_of(buying.doors.pool, buying.owner)
    answer = await getattr(buying, verb)(getattr(buying, DECIDES[status]), number)
    entered = ARROWS.get((verb, status))
    if entered is None:
        assert answer.status_code == 409
        assert await everything_of(buying.doors.pool, buying.owner) == before
        return
    assert answer.status_code == 200, answer.text
    shown = await buying.shown(number)
    if entered:
        assert shown["wf_status"] == str(entered)
        assert (await buying.history(number))[-1]["to_status"] == str(entered)
    else:
        assert shown["return_date"] is not None
        seller = await status_of(buying.doors.pool, buying.cast.seller.company_id, number)
        assert seller == (19, 1)


@pytest.mark.parametrize("at", [50, 51, 60, 70])
async def test_sent_back_to_the_seller_and_issued_again_it_begins_anew(buying: Buying, at: int) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, at)
    assert (await buying.send_back(getattr(buying, DECIDES[at]), number)).status_code == 200
    open_runs = "SELECT 1 FROM approval_runs WHERE number = $1 AND state = 'open'"
    assert await rows(buying.doors.pool, buying.owner, open_runs, number) == []
    await buying.doors.put(buying.cast.seller, {"invoice_mng_num": number, "inv_show_amount": 5})
    await buying.doors.work_off()
    shown = await buying.shown(number)
    assert (shown["wf_status"], shown["version"]) == ("50", 2)
    for who in (buying.charge, buying.boss, buying.clerk, buying.head):
        assert (await buying.approve(who, number, version=2)).status_code == 200
    assert await buying.status(number) == "71"


async def test_the_person_in_charge_may_send_back_to_the_seller_and_a_bystander_not(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 60)
    for bystander in (buying.other, buying.boss, buying.head):
        answer = await buying.send_back(bystander, number)
        assert (answer.status_code, codes_of(answer)) == (403, [("", "E100401")])
    assert (await buying.send_back(buying.charge, number)).status_code == 200


async def test_the_seller_cannot_take_back_what_is_being_approved(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 51)
    answer = await buying.doors.send(buying.cast.seller, "POST", f"{INVOICES}/{number}/delete", {})
    assert codes_of(answer) == [("", "E400602")]
    assert await buying.status(number) == "51"


# First approval


async def test_who_approves_first_is_named_by_a_step_50(buying: Buying) -> None:
    await buying.route(
        step(50, buying.other), step(51, buying.boss), step(60, buying.clerk), step(70, buying.head)
    )
    [number] = await buying.receive()
    answer = await buying.approve(buying.charge, number)
    assert (answer.status_code, codes_of(answer)) == (403, [("", "E100401")])
    await buying.absent(buying.other, buying.charge)
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert await buying.status(number) == "51"
    assert (await buying.history(number))[-1]["user_name"] == "山田 太郎（他田 一の代理）"


async def test_the_department_given_with_the_first_approval_chooses_the_route(buying: Buying) -> None:
    await buying.master("departments", "D-2", "営業部")
    await buying.route(conditions=Conditions(department="D-2"))
    [number] = await buying.receive()
    unknown = await buying.approve(buying.charge, number, department_code="D-9")
    assert (unknown.status_code, codes_of(unknown)) == (400, [("department_code", "E500901")])
    assert (await buying.approve(buying.charge, number, department_code="D-2")).status_code == 200
    assert await buying.status(number) == "51"
    assert await buying.searched(burden_sec_code="D-2") == [number]


@pytest.mark.parametrize("by", ["seller", "payee"])
async def test_routes_are_for_suppliers_by_company_or_by_payee(buying: Buying, by: str) -> None:
    payee = await buying.master("payees", "S-1", "青葉商事")
    wanted = seller_id(buying.cast.seller.company_id) if by == "seller" else str(payee)
    await buying.route(conditions=Conditions(partner_ids=frozenset({wanted})))
    number, linked = await buying.receive(2)
    await buying.set(linked, payee_id=payee)
    assert (await buying.approve(buying.charge, linked)).status_code == 200
    assert await buying.status(linked) == "51"
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert await buying.status(number) == ("51" if by == "seller" else "71")


async def test_a_step_with_nobody_but_who_submits_refuses_the_submission(buying: Buying) -> None:
    await buying.route(step(51, buying.charge, name="課長"), step(60, buying.clerk), step(70, buying.head))
    [number] = await buying.receive()
    answer = await buying.approve(buying.charge, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400402")])
    assert "課長" in answer.text
    assert await buying.status(number) == "50"
    assert (await buying.approve(buying.other, number)).status_code == 200


# Who decides


async def test_whoever_entered_an_invoice_or_submitted_it_never_decides_on_it(buying: Buying) -> None:
    everybody = (buying.charge, buying.other, buying.boss)
    await buying.route(step(51, *everybody), step(60, *everybody), step(70, *everybody))
    [number] = await buying.receive()
    await buying.set(number, maker_user_id=buying.other.user.user_id, origin="own")
    assert (await buying.approve(buying.charge, number)).status_code == 200
    for own in (buying.other, buying.charge):
        for answer in (await buying.approve(own, number), await buying.inside(own, number)):
            assert (answer.status_code, codes_of(answer)) == (403, [("", "E100402")])
    for _ in range(3):
        assert (await buying.approve(buying.boss, number)).status_code == 200
    assert await buying.status(number) == "71"


async def test_whoever_entered_an_invoice_does_not_give_its_first_approval_either(buying: Buying) -> None:
    first = step(50, buying.other, buying.charge)
    await buying.route(first, step(51, buying.boss), step(60, buying.clerk), step(70, buying.head))
    [number] = await buying.receive()
    await buying.set(number, maker_user_id=buying.other.user.user_id, origin="own")
    assert codes_of(await buying.approve(buying.other, number)) == [("", "E100402")]
    assert (await buying.approve(buying.charge, number)).status_code == 200


async def test_without_workflow_whoever_entered_an_invoice_marks_it_as_done(buying: Buying) -> None:
    [number] = await buying.receive()
    await buying.set(number, maker_user_id=buying.charge.user.user_id, origin="own")
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert await buying.status(number) == "71"


async def test_who_submits_again_from_59_joins_those_who_do_not_decide(buying: Buying) -> None:
    await buying.route(step(51, buying.boss, buying.other), step(60, buying.clerk), step(70, buying.head))
    [number] = await buying.receive()
    await buying.bring_to(number, 59)
    await buying.doors.work_off()
    assert (await buying.subjects(buying.charge))[-1].startswith("【差戻し】")
    assert (await buying.approve(buying.other, number)).status_code == 200
    for own in (buying.other, buying.charge):
        assert codes_of(await buying.approve(own, number)) == [("", "E100402")]
    assert (await buying.approve(buying.boss, number)).status_code == 200
    assert await buying.status(number) == "60"


async def test_accounting_passes_on_what_came_back_to_it_and_still_decides(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 70)
    assert (await buying.inside(buying.head, number, "勘定科目が違います")).status_code == 200
    assert await buying.status(number) == "69"
    assert (await buying.subjects(buying.clerk))[-1] == "【経理差戻し】請求書が経理へ差戻しされました"
    assert (await buying.approve(buying.clerk, number, comment="直しました")).status_code == 200
    assert await buying.status(number) == "60"
    assert (await buying.approve(buying.clerk, number)).status_code == 200
    assert (await buying.approve(buying.head, number)).status_code == 200
    assert await buying.status(number) == "71"


async def test_what_came_back_needs_a_route_to_go_on(buying: Buying) -> None:
    route = await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 59)
    await buying.route(conditions=Conditions(amount_from=1_000_000), instead=route)
    answer = await buying.approve(buying.charge, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E401001")])
    assert await buying.status(number) == "59"


async def test_steps_are_taken_in_their_order_and_a_substitute_takes_one(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 51)
    for early in (buying.clerk, buying.head, buying.other):
        assert codes_of(await buying.approve(early, number)) == [("", "E100401")]
    await buying.absent(buying.boss, buying.other)
    assert (await buying.approve(buying.other, number)).status_code == 200
    assert (await buying.history(number))[-1]["user_name"] == "他田 一（上田 課長の代理）"
    assert codes_of(await buying.approve(buying.other, number)) == [("", "E100401")]


async def test_a_route_changed_under_way_changes_nothing_until_it_is_submitted_again(buying: Buying) -> None:
    route = await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 51)
    steps = (step(51, buying.other), step(60, buying.other), step(70, buying.other))
    await buying.route(*steps, instead=route, name="新")
    assert codes_of(await buying.approve(buying.other, number)) == [("", "E100401")]
    assert (await buying.inside(buying.boss, number)).status_code == 200
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert codes_of(await buying.approve(buying.boss, number)) == [("", "E100401")]
    assert (await buying.approve(buying.other, number)).status_code == 200


async def test_people_who_may_not_log_in_any_more_do_not_count(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    async with transaction(buying.doors.pool, None) as connection:
        await disable_user(connection, buying.clerk.user.user_id, system_clock())
    assert codes_of(await buying.approve(buying.charge, number)) == [("", "E400402")]


async def test_who_submitted_takes_back_and_has_approvers_asked_again(buying: Buying) -> None:
    await buying.route()
    first, second = await buying.receive(2)
    await buying.bring_to(first, 51)
    await buying.bring_to(second, 70)
    async with transaction(buying.doors.pool, buying.owner) as connection:
        await remind(connection, at_screen(buying.charge), system_clock, first)
        with pytest.raises(Refusal, match="E100403"):
            await withdraw(connection, at_screen(buying.boss), system_clock, first)
        for number in (first, second):
            await withdraw(connection, at_screen(buying.charge), system_clock, number)
    assert [await buying.status(first), await buying.status(second)] == ["59", "69"]
    told = [event["action"] for event in await buying.history(first)]
    assert told[-2:] == ["invoice.approvers_reminded", "invoice.submission_withdrawn"]


# Two at once


async def test_of_two_approvers_at_once_one_wins_and_the_other_is_told(buying: Buying) -> None:
    await buying.route(
        step(51, buying.boss, buying.other), step(60, buying.other, buying.clerk), step(70, buying.head)
    )
    [number] = await buying.receive()
    await buying.bring_to(number, 51)
    under_way = []
    async with transaction(buying.doors.pool, buying.owner) as connection:
        await connection.execute("SELECT 1 FROM approval_runs WHERE number = $1 FOR UPDATE", number)
        for place, who in enumerate((buying.boss, buying.other), start=1):
            under_way.append(asyncio.ensure_future(buying.approve(who, number)))
            await until_waiting(buying.doors.pool, place)
    first, second = [await answer for answer in under_way]
    assert first.status_code == 200
    assert (second.status_code, codes_of(second)) == (409, [("", "E400003")])
    assert await buying.status(number) == "60"


async def test_of_two_who_submit_at_once_one_wins(buying: Buying) -> None:
    await buying.route()
    numbers = await buying.receive(6)
    answers = await asyncio.gather(
        *(
            buying.approve(who, number, version=1)
            for number in numbers
            for who in (buying.charge, buying.other)
        )
    )
    runs = await rows(buying.doors.pool, buying.owner, "SELECT number FROM approval_runs")
    assert sorted(one["number"] for one in runs) == numbers
    # Whoever comes after it has begun is no approver of the step it then waits at.
    for at in range(0, 12, 2):
        assert sorted(one.status_code for one in answers[at : at + 2]) in ([200, 403], [200, 409])


async def test_of_an_approval_and_a_sending_back_to_the_seller_at_once_one_wins(buying: Buying) -> None:
    await buying.route(step(51, buying.boss, buying.other), step(60, buying.clerk), step(70, buying.head))
    numbers = await buying.receive(6)
    for number in numbers:
        await buying.bring_to(number, 51)
    answers = await asyncio.gather(
        *(
            call
            for number in numbers
            for call in (buying.approve(buying.boss, number, step=1), buying.send_back(buying.other, number))
        )
    )
    for place, number in enumerate(numbers):
        moved, back = answers[2 * place : 2 * place + 2]
        assert min(moved.status_code, back.status_code) == 200
        seller, _ = await status_of(buying.doors.pool, buying.cast.seller.company_id, number)
        assert (seller == 19) is (back.status_code == 200) is not (moved.status_code == 200)


# Many at once


async def test_many_are_submitted_each_its_own_way_and_those_left_are_told_why(buying: Buying) -> None:
    await buying.route(
        step(51, buying.charge, name="課長"),
        step(60, buying.clerk),
        step(70, buying.head),
        conditions=Conditions(amount_from=20_000),
    )
    await buying.route(position=2, conditions=Conditions(amount_from=11_000))
    [dear] = await buying.receive(inv_show_amount=20_000)
    middle, moved = await buying.receive(2)
    [cheap] = await buying.receive(inv_show_amount=100)
    await buying.bring_to(moved, 51)
    seen = dict.fromkeys((dear, middle, moved, cheap), 1)
    async with transaction(buying.doors.pool, buying.owner) as connection:
        outcome = await approve_many(connection, buying.charge.actor, system_clock, seen)
    assert outcome.done == 2
    assert [one.invoice_mng_num for one in outcome.left] == [dear, moved]
    assert {number: fault.code.number for number, fault in outcome.barred.items()} == {dear: "E400402"}
    found = [await buying.status(number) for number in (dear, middle, moved, cheap)]
    assert found == ["50", "51", "51", "71"]


async def test_submitting_and_deciding_on_a_hundred_cost_as_many_statements_as_one(buying: Buying) -> None:
    await buying.route(
        step(50, buying.charge), step(51, buying.boss), step(60, buying.clerk), step(70, buying.head)
    )
    costs = []
    for size in (1, 100):
        numbers = await buying.receive(size)
        seen: list[str] = []

        def note(record: Any, seen: list[str] = seen) -> None:
            note_query(seen, record.query)

        async with transaction(buying.doors.pool, buying.owner) as connection:
            connection.add_query_logger(note)
            try:
                outcome = await approve_many(
                    connection, buying.charge.actor, system_clock, dict.fromkeys(numbers, 1)
                )
                entering = len(seen)
                decided = await decide_many(
                    connection, buying.boss.actor, system_clock, {n: Seen(1, 1) for n in numbers}
                )
            finally:
                connection.remove_query_logger(note)
        assert (outcome.done, decided.done) == (size, size)
        costs.append((entering, len(seen) - entering))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


# Reading


async def test_the_list_is_narrowed_by_department_accounting_step_and_payee(buying: Buying) -> None:
    payee = await buying.master("payees", "S-1", "青葉商事")
    await buying.master("departments", "D-1", "営業部")
    await buying.route()
    plain, mine, accounts = await buying.receive(3)
    await buying.set(mine, payee_id=payee, department_code="D-1")
    await buying.bring_to(plain, 51)
    await buying.bring_to(accounts, 60)
    for wanted, found in (
        ({"burden_sec_code": "D-1"}, [mine]),
        ({"burden_sec_code": "D"}, []),
        ({"burden_sec_name": "営業"}, [mine]),
        ({"burden_sec_name": "%"}, []),
        ({"private_cust_cd_s": "S-1"}, [mine]),
        ({"private_cust_cd_s": "S-2"}, []),
        ({"acc_depart_name": "経理"}, [accounts]),
        ({"wf_status": "51,60"}, [plain, accounts]),
    ):
        assert await buying.searched(**wanted) == found, wanted
        answer = await buying.doors.get(buying.charge, RECEIVED, **wanted)
        assert [int(one["invoice_mng_num"]) for one in answer.json()["invoices"]] == found, wanted


async def test_others_find_nothing_to_decide(buying: Buying) -> None:
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 51)
    strangers: tuple[Party, ...] = (buying.cast.outsider, buying.cast.seller)
    for stranger in strangers:
        for answer in (
            await buying.approve(stranger, number),
            await buying.inside(stranger, number),
            await buying.send_back(stranger, number),
        ):
            assert (answer.status_code, codes_of(answer)) == (404, [("", "E400004")])
    assert await buying.status(number) == "51"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("reason", "E200001")]),
        ({"reason": " \n"}, [("reason", "E200001")]),
        ({"reason": "x" * 501}, [("reason", "E200003")]),
        ({"reason": "x", "step": 0}, [("step", "E200016")]),
    ],
)
async def test_sending_back_inside_needs_a_reason(
    buying: Buying, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    [number] = await buying.receive()
    answer = await buying.doors.send(buying.charge, "POST", f"{RECEIVED}/{number}/return-inside", body)
    assert (answer.status_code, codes_of(answer)) == (400, found)
