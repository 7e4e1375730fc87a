"""発行ワークフロー: every arrow of the seller's diagram, and those that do not exist (contract §6)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from seikyu.accounts.store import disable_user
from seikyu.approvals.model import Conditions
from seikyu.db.pool import transaction
from seikyu.issuing.actions.send_back_inside import withdraw
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from seikyu.wire.faults import Refusal
from tests.approvals.office import Office, at_screen, colleague, open_office, step
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, codes_of, told
from tests.house.papers import add_invoices, everything_of, rows, status_of
from tests.issuing.registering import INVOICE, post
from tests.issuing.test_races import until_waiting


@pytest_asyncio.fixture(loop_scope="session")
async def office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    """The seller's office, without a route yet."""
    return await open_office(doors, cast, password_hash)


async def test_without_a_route_an_invoice_made_on_screen_goes_on_to_be_issued(office: Office) -> None:
    await office.route(active=False)
    await office.route(conditions=Conditions(amount_from=1_000_000))
    [number] = await office.make()
    assert await office.status(number) == "21"
    await office.doors.work_off()
    assert await office.status(number) == "22"


async def test_an_invoice_passes_each_step_and_is_issued_after_the_last(office: Office) -> None:
    await office.route()
    [number] = await office.make()
    assert await office.status(number) == "11"
    await office.doors.work_off()
    assert await office.status(number) == "11"
    assert (await office.approve(office.boss, number, comment="確認しました")).status_code == 200
    assert await office.status(number) == "20"
    assert (await office.approve(office.issuer, number)).status_code == 200
    assert await office.status(number) == "21"
    await office.doors.work_off()
    assert await office.status(number) == "22"
    found = [
        (e["action"], e["user_name"], e["from_status"], e["to_status"]) for e in await office.history(number)
    ]
    assert found == [
        ("invoice.registered", "山田 太郎", None, "11"),
        ("invoice.approved", "上田 課長", "11", "20"),
        ("invoice.approved", "発田 行", "20", "21"),
        ("invoice.issued", "システム", "21", "22"),
    ]
    assert (await office.history(number))[1]["comment"] == "確認しました"


async def test_two_steps_of_one_stage_are_passed_one_after_the_other(office: Office) -> None:
    await office.route(step(11, office.boss), step(11, office.deputy), step(20, office.issuer))
    [number] = await office.make()
    early = await office.approve(office.deputy, number)
    assert (early.status_code, codes_of(early)) == (403, [("", "E100401")])
    assert (await office.approve(office.boss, number)).status_code == 200
    assert await office.status(number) == "11"
    assert (await office.approve(office.boss, number)).status_code == 403
    assert (await office.approve(office.deputy, number)).status_code == 200
    assert await office.status(number) == "20"


@pytest.mark.parametrize("at", [11, 20])
async def test_an_approver_sends_back_and_the_maker_corrects(office: Office, at: int) -> None:
    await office.route()
    [number] = await office.make()
    if at == 20:
        await office.approve(office.boss, number)
    answer = await office.send_back(
        office.boss if at == 11 else office.issuer, number, "数量を直してください"
    )
    assert answer.status_code == 200
    shown = await office.shown(number)
    assert (shown["wf_status"], shown["return_reason"]) == ("19", "数量を直してください")
    assert shown["return_date"] == today(system_clock).isoformat()
    moved = (await office.history(number))[-1]
    assert (moved["action"], moved["from_status"], moved["to_status"], moved["comment"]) == (
        "invoice.sent_back_inside",
        str(at),
        "19",
        "数量を直してください",
    )
    await office.doors.work_off()
    subjects = [mail["subject"] for mail in await office.mails(office.maker)]
    assert subjects == ["【差戻し】申請した請求書が承認者から差戻しされました"]
    # By API it goes on to be issued, as an invoice that the buyer sent back does.
    put = await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert put.status_code == 200
    assert await status_of(office.doors.pool, office.owner, number) == (21, 2)
    await office.doors.work_off()
    assert await office.status(number) == "22"
    received = await office.doors.get(office.cast.buyer, f"/v1/invoice/buyer/invoices/{number}")
    assert received.json()["invoice"]["version"] == 2


async def test_api_invoices_pass_approval_only_where_the_company_says_so(office: Office) -> None:
    await office.route()
    answer = await post(office.doors, office.cast, INVOICE)
    [line] = answer.json()["invoices"]
    assert line == {"index": 0, "invoice_mng_num": line["invoice_mng_num"]}
    assert await office.status(line["invoice_mng_num"]) == "21"
    await office.api_through_approval()
    answer = await post(office.doors, office.cast, INVOICE)
    number = int(answer.json()["invoices"][0]["invoice_mng_num"])
    assert await office.status(number) == "11"
    assert (await office.send_back(office.boss, number)).status_code == 200
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert await status_of(office.doors.pool, office.owner, number) == (11, 2)
    assert (await office.approve(office.boss, number, version=1)).status_code == 409
    assert (await office.approve(office.boss, number, version=2, step=1)).status_code == 200
    assert await office.status(number) == "20"


async def test_an_invoice_that_the_buyer_sent_back_is_approved_anew(office: Office) -> None:
    await office.route()
    await office.api_through_approval()
    [number] = await add_invoices(office.doors.pool, office.cast)
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert await status_of(office.doors.pool, office.owner, number) == (11, 2)
    await office.approve(office.boss, number)
    await office.approve(office.issuer, number)
    await office.doors.work_off()
    assert await status_of(office.doors.pool, office.owner, number) == (22, 2)


async def test_the_maker_takes_back_and_nobody_else(office: Office) -> None:
    await office.route()
    [number] = await office.make()
    async with transaction(office.doors.pool, office.owner) as connection:
        with pytest.raises(Refusal, match="E100403"):
            await withdraw(connection, at_screen(office.boss), system_clock, number)
        await withdraw(connection, at_screen(office.maker), system_clock, number)
        with pytest.raises(Refusal, match="E400401"):
            await withdraw(connection, at_screen(office.maker), system_clock, number)
    assert await office.status(number) == "19"
    assert (await office.history(number))[-1]["action"] == "invoice.submission_withdrawn"
    refused = await office.approve(office.boss, number)
    assert (refused.status_code, codes_of(refused)) == (409, [("", "E400401")])
    await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert await office.status(number) == "21"


@pytest.mark.parametrize("status", [s for s in SellerStatus if s not in {11, 20}])
async def test_only_what_waits_for_approval_can_be_approved_or_sent_back(
    office: Office, status: SellerStatus
) -> None:
    await office.route()
    [number] = await add_invoices(office.doors.pool, office.cast, status=status)
    for answer in (await office.approve(office.boss, number), await office.send_back(office.boss, number)):
        assert (answer.status_code, codes_of(answer)) == (409, [("", "E400401")])
    assert await office.status(number) == str(int(status))


@pytest.mark.parametrize("at", [11, 20])
async def test_what_waits_for_approval_is_neither_corrected_nor_retried_nor_opened(
    office: Office, at: int
) -> None:
    await office.route()
    [number] = await office.make()
    if at == 20:
        await office.approve(office.boss, number)
    put = await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert codes_of(put) == [("invoices[0].invoice_mng_num", "E400001")]
    retry = await office.doors.send(office.maker, "POST", f"{INVOICES}/{number}/retry", None)
    assert codes_of(retry) == [("", "E400005")]
    received = await office.doors.get(office.cast.buyer, f"/v1/invoice/buyer/invoices/{number}")
    assert received.status_code == 404
    assert await office.status(number) == str(at)


async def test_whoever_made_an_invoice_never_decides_on_it(office: Office) -> None:
    await office.route(step(11, office.maker, office.boss), step(20, office.issuer))
    [number] = await office.make()
    for answer in (await office.approve(office.maker, number), await office.send_back(office.maker, number)):
        assert (answer.status_code, codes_of(answer)) == (403, [("", "E100402")])
    assert (await office.approve(office.boss, number)).status_code == 200


async def test_nor_does_who_corrects_it_nor_who_made_it_first(office: Office) -> None:
    await office.route(step(11, office.maker, office.deputy, office.boss), step(20, office.issuer))
    await office.api_through_approval()
    [number] = await office.make()
    await office.send_back(office.boss, number)
    await office.doors.put(office.deputy, {"invoice_mng_num": number, "inv_show_amount": 5})
    for own in (office.maker, office.deputy):
        assert codes_of(await office.approve(own, number)) == [("", "E100402")]
    assert (await office.approve(office.boss, number)).status_code == 200


async def test_a_step_with_nobody_but_the_maker_refuses_the_submission(office: Office) -> None:
    await office.route(step(11, office.boss, name="課長"), step(20, office.maker, name="最終確認"))
    await office.api_through_approval()
    answer = await post(office.doors, office.cast, INVOICE, {**INVOICE, "inv_no": "N-2"})
    assert answer.status_code == 400
    assert codes_of(answer) == [("invoices[0]", "E400402"), ("invoices[1]", "E400402")]
    assert "標準" in told(answer)[0]["error_detail"]
    assert "最終確認" in told(answer)[0]["error_detail"]
    assert await rows(office.doors.pool, office.owner, "SELECT 1 FROM invoices") == []
    [number] = await add_invoices(office.doors.pool, office.cast)
    put = await office.doors.put(office.maker, {"invoice_mng_num": number, "inv_show_amount": 5})
    assert codes_of(put) == [("invoices[0]", "E400402")]
    assert await office.status(number) == "19"


async def test_people_who_may_not_log_in_any_more_do_not_count(office: Office) -> None:
    gone = await colleague(office.doors.pool, office.cast, "去田 退", "x")
    await office.route(step(11, gone), step(20, office.issuer))
    async with transaction(office.doors.pool, None) as connection:
        await disable_user(connection, gone.user.user_id, system_clock())
    _, faults = await office.enter()
    assert [fault.code.number for fault in faults] == ["E400402"]


async def test_a_route_changed_meanwhile_changes_nothing_for_what_is_under_way(office: Office) -> None:
    route = await office.route()
    [number] = await office.make()
    await office.route(step(11, office.deputy), step(20, office.deputy), instead=route, name="新")
    assert codes_of(await office.approve(office.deputy, number)) == [("", "E100401")]
    assert (await office.approve(office.boss, number)).status_code == 200
    assert (await office.approve(office.issuer, number)).status_code == 200
    assert await office.status(number) == "21"
    [later] = await office.make()
    assert (await office.approve(office.deputy, later)).status_code == 200


async def test_a_group_changed_meanwhile_changes_nothing_either(office: Office) -> None:
    group = await office.group(office.boss, office.deputy)
    await office.route(step(11, group=group), step(20, office.issuer))
    numbers = await office.make({}, {})
    async with transaction(office.doors.pool, office.owner) as connection:
        await connection.execute("UPDATE approval_groups SET member_ids = '{}'")
    assert (await office.approve(office.deputy, numbers[0])).status_code == 200
    assert (await office.approve(office.boss, numbers[1])).status_code == 200


async def test_a_substitute_decides_while_the_approver_is_absent_and_not_after(office: Office) -> None:
    await office.route()
    numbers = await office.make({}, {}, {})
    await office.absent(office.boss, office.deputy, days=(1, 9))
    assert codes_of(await office.approve(office.deputy, numbers[0])) == [("", "E100401")]
    await office.absent(office.boss, office.deputy, days=(-9, -1))
    assert codes_of(await office.approve(office.deputy, numbers[0])) == [("", "E100401")]
    await office.absent(office.boss, office.deputy)
    assert (await office.approve(office.deputy, numbers[0])).status_code == 200
    assert (await office.send_back(office.deputy, numbers[1])).status_code == 200
    assert (await office.approve(office.boss, numbers[2])).status_code == 200
    who = [(await office.history(number))[-1]["user_name"] for number in numbers]
    assert who == ["代田 理（上田 課長の代理）", "代田 理（上田 課長の代理）", "上田 課長"]


async def test_the_maker_does_not_decide_as_a_substitute(office: Office) -> None:
    await office.route()
    await office.absent(office.boss, office.maker)
    [number] = await office.make()
    assert codes_of(await office.approve(office.maker, number)) == [("", "E100402")]


async def test_a_day_to_come_is_waited_for_after_approval(office: Office) -> None:
    await office.route()
    day = today(system_clock) + timedelta(days=3)
    [number] = await office.make({"send_date": day.isoformat()})
    await office.approve(office.boss, number)
    await office.approve(office.issuer, number)
    shown = await office.shown(number)
    assert (shown["wf_status"], shown["send_date"]) == ("21", day.isoformat())
    query = (
        "SELECT execute_after - now() AS wait FROM pgqueuer "
        "WHERE entrypoint = 'issuing.issue' AND convert_from(payload, 'UTF8') LIKE $1"
    )
    [job] = await rows(office.doors.pool, office.owner, query, f'%"invoice_mng_num":{number},%')
    assert timedelta(days=1) < job["wait"] <= timedelta(days=3)
    await office.doors.pool.execute("DELETE FROM pgqueuer WHERE execute_after > now() + interval '1 hour'")


async def test_of_two_approvers_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    await office.route(step(11, office.boss, office.deputy), step(20, office.deputy, office.issuer))
    [number] = await office.make()
    under_way = []
    async with transaction(office.doors.pool, office.owner) as connection:
        await connection.execute("SELECT 1 FROM approval_runs WHERE number = $1 FOR UPDATE", number)
        for place, who in enumerate((office.boss, office.deputy), start=1):
            under_way.append(asyncio.ensure_future(office.approve(who, number)))
            await until_waiting(office.doors.pool, place)
    first, second = [await answer for answer in under_way]
    assert first.status_code == 200
    assert (second.status_code, codes_of(second)) == (409, [("", "E400003")])
    assert await office.status(number) == "20"


async def test_of_one_who_approves_and_one_who_sends_back_one_wins(office: Office) -> None:
    await office.route(step(11, office.boss, office.deputy), step(20, office.issuer))
    numbers = await office.make(*[{}] * 6)
    answers = await asyncio.gather(
        *(
            call
            for number in numbers
            for call in (
                office.approve(office.boss, number, step=1),
                office.send_back(office.deputy, number, step=1),
            )
        )
    )
    pairs = [sorted(a.status_code for a in answers[at : at + 2]) for at in range(0, 12, 2)]
    assert pairs == [[200, 409]] * 6
    after = await everything_of(office.doors.pool, office.owner)
    moved = [e for e in after["audit_events"] if e["action"] != "invoice.registered" and e["from_status"]]
    assert len(moved) == 6


async def test_another_company_finds_nothing_to_approve(office: Office) -> None:
    await office.route()
    [number] = await office.make()
    for answer in (
        await office.approve(office.cast.outsider, number),
        await office.send_back(office.cast.outsider, number),
    ):
        assert (answer.status_code, codes_of(answer)) == (404, [("", "E400004")])
    assert await office.status(number) == "11"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("reason", "E200001")]),
        ({"reason": " \n"}, [("reason", "E200001")]),
        ({"reason": "x" * 501}, [("reason", "E200003")]),
        ({"reason": "x", "step": 0}, [("step", "E200016")]),
    ],
)
async def test_sending_back_needs_a_reason(
    office: Office, body: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    await office.route()
    [number] = await office.make()
    answer = await office.doors.send(office.boss, "POST", f"{INVOICES}/{number}/return", body)
    assert (answer.status_code, codes_of(answer)) == (400, found)


async def test_a_repeated_approval_with_a_key_moves_one_step(office: Office) -> None:
    await office.route(step(11, office.boss), step(20, office.boss))
    [number] = await office.make()
    for _ in range(3):
        answer = await office.doors.send(
            office.boss, "POST", f"{INVOICES}/{number}/approve", {}, headers={"Idempotency-Key": "k-1"}
        )
        assert answer.status_code == 200
    assert await office.status(number) == "20"
