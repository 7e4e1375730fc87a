"""What an application is told: of all it asked for, signed, once for each event, and of nothing else."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.jobs.work import Watch
from seikyu.kit.clock import system_clock
from seikyu.webhooks import store, turns
from seikyu.webhooks.actions.send import send
from seikyu.webhooks.events import EVENTS
from seikyu.webhooks.wire import BODY, EVENT_NAMES
from seikyu.worker import run
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, until
from tests.house.papers import add_invoices
from tests.webhooks.house import (
    WEBHOOKS,
    Receiver,
    add_webhook,
    deliveries,
    impatient,
    one,
    post,
    sender_of,
    settled,
)


async def issue(doors: Doors, cast: Cast) -> int:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    return number


async def test_both_sides_are_told_of_the_whole_way_of_an_invoice(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    sellers = ("invoice.issued", "invoice.opened", "invoice.returned", "invoice.reissued")
    _, secret = await add_webhook(near, cast.seller, receiver.url, *sellers)
    await add_webhook(near, cast.buyer, receiver.url, "received_invoice.arrived", "received_invoice.approved")
    number = await issue(near, cast)
    path = f"{RECEIVED}/{number}"
    assert (await near.send(cast.buyer, "POST", f"{path}/open", {})).status_code == 200
    await near.send_back(cast.buyer, number)
    await near.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    await near.work_off()
    assert (await near.send(cast.buyer, "POST", f"{path}/approve", {})).status_code == 200
    await near.work_off()
    told = [
        (one.body["company_id"], one.body["event"], one.body["wf_status"], one.body["version"])
        for one in receiver.got
    ]
    seller, buyer = str(cast.seller.company_id), str(cast.buyer.company_id)
    # Their order is not promised.
    assert sorted(told, key=str) == sorted(
        [
            (seller, "invoice.issued", "22", 1),
            (buyer, "received_invoice.arrived", "50", 1),
            (seller, "invoice.opened", None, 1),
            (seller, "invoice.returned", "19", 1),
            (seller, "invoice.reissued", "22", 2),
            (buyer, "received_invoice.arrived", "50", 2),
            (seller, "invoice.opened", None, 2),
            (buyer, "received_invoice.approved", "71", 2),
        ],
        key=str,
    )
    assert len({one.event_id for one in receiver.got}) == len(receiver.got)
    for got in receiver.got:
        assert got.body["invoice_mng_num"] == str(number)
        assert got.signed_with(secret) is (got.body["company_id"] == seller)
        assert list(got.body) == [field.name for field in BODY.fields]
        assert got.body["event_id"] == got.event_id


async def test_a_rolled_back_change_tells_nothing(near: Doors, cast: Cast, receiver: Receiver) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.deleted")
    owner, now = cast.seller.company_id, system_clock()
    event = Event("invoice.deleted", "invoice", "1", 22, 23, 1)

    async def change_one_s_mind() -> None:
        async with transaction(near.pool, owner) as connection:
            await record(connection, owner, SYSTEM, now, [event])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_one_s_mind()
    async with transaction(near.pool, owner) as connection:
        assert await connection.fetch("SELECT * FROM audit_followed") == []
        await record(connection, owner, SYSTEM, now, [event, event])
    await near.work_off()
    assert receiver.events == ["invoice.deleted"] * 2
    assert len(await deliveries(near, cast.seller, webhook_id)) == 2


async def test_what_fails_is_sent_again_under_the_same_id(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, secret = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    receiver.answers = ["500 No", "302 Found\r\nLocation: /elsewhere"]
    await issue(near, cast)
    async with near.working():
        await until(settled(near, cast.seller, webhook_id))
    assert len(receiver.got) == 3
    assert len({got.event_id for got in receiver.got}) == len({got.content for got in receiver.got}) == 1
    assert all(got.signed_with(secret) for got in receiver.got)
    [told] = await deliveries(near, cast.seller, webhook_id)
    assert (told["state"], told["attempts"], told["http_status"], told["answer"]) == (
        "delivered",
        3,
        200,
        "seen",
    )
    tries = told["attempt_list"]
    assert [(one["http_status"], one["problem"], one["answer"]) for one in tries] == [
        (status, None, "seen") for status in (500, 302, 200)
    ]
    assert tries[-1]["attempted_at"] == told["attempted_at"]
    assert tries[-1]["took_ms"] == told["took_ms"]
    assert (await one(near, cast.seller, webhook_id))["failing_since"] is None


async def test_a_receiver_says_when_it_wants_to_be_asked_again(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    receiver.answers = ["503 Later\r\nRetry-After: 7200"]
    before = system_clock()
    await add_invoices(near.pool, cast, status=SellerStatus.QUEUED)

    async def tried() -> bool:
        told = await deliveries(near, cast.seller, webhook_id)
        return any(one["attempts"] for one in told)

    async with near.working():
        await until(tried)
    async with transaction(near.pool, cast.seller.company_id) as connection:
        next_at = await connection.fetchval("SELECT next_at FROM webhook_deliveries")
    assert timedelta(minutes=59) < next_at - before < timedelta(minutes=61)
    assert len(receiver.got) == 1
    await near.pool.execute("DELETE FROM pgqueuer WHERE execute_after > now() + interval '50 minutes'")


async def test_what_fails_for_a_day_is_given_up_and_told_of_once_and_can_be_sent_again(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    await administer(near, cast)
    hasty = impatient(near, schedule=())
    webhook_id, _ = await add_webhook(hasty, cast.seller, receiver.url, "invoice.issued")
    receiver.answers = ["503 No"] * 2
    await issue(hasty, cast)
    await issue(hasty, cast)
    told = await deliveries(hasty, cast.seller, webhook_id)
    assert [one["state"] for one in told] == ["failed", "failed"]
    assert await mails(hasty, cast) == {"【Webhook】通知を送信できませんでした"}
    again = await post(hasty, cast.seller, f"{webhook_id}/deliveries/{told[0]['event_id']}/redeliver")
    await hasty.work_off()
    assert again["event_id"] == receiver.got[-1].event_id == told[0]["event_id"]
    assert (await deliveries(hasty, cast.seller, webhook_id))[0]["state"] == "delivered"


async def test_a_receiver_that_is_gone_is_sent_nothing_more(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    await administer(near, cast)
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    receiver.answers = ["410 Gone"]
    await issue(near, cast)
    await issue(near, cast)
    assert len(receiver.got) == 1
    webhook = await one(near, cast.seller, webhook_id)
    assert (webhook["enabled_flg"], webhook["stop_reason"]) == ("0", "gone")
    assert await mails(near, cast) == {"【Webhook】送信を停止しました"}
    refused = await near.send(cast.seller, "POST", f"{WEBHOOKS}/{webhook_id}/test", {})
    assert (refused.status_code, refused.json()["error_list"][0]["error_code"]) == (409, "E402004")
    wish = {"url": receiver.url, "events": [{"event": "invoice.issued"}], "enabled_flg": "1"}
    assert (await near.send(cast.seller, "PUT", f"{WEBHOOKS}/{webhook_id}", wish)).status_code == 200
    await issue(near, cast)
    assert len(receiver.got) == 2


async def test_one_that_took_nothing_for_days_is_stopped(near: Doors, cast: Cast, receiver: Receiver) -> None:
    await administer(near, cast)
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    async with transaction(near.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE webhooks SET failing_since = now() - interval '6 days'")
    receiver.answers = ["500 No"]
    await issue(near, cast)
    assert (await one(near, cast.seller, webhook_id))["stop_reason"] == "failing"


async def test_what_a_killed_worker_was_sending_is_sent_by_another_and_by_no_two_at_once(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    owner, hook = cast.seller.company_id, UUID(webhook_id)
    sender = sender_of(near, lease=timedelta(seconds=0.5))
    receiver.hang = True
    trial = await post(near, cast.seller, f"{webhook_id}/test")
    turn = uuid4()
    killed = asyncio.create_task(send(sender, owner, hook, turn))
    await receiver.got_as_many_as(1)
    await asyncio.gather(*(send(sender, owner, hook, uuid4()) for _ in range(3)))
    assert len(receiver.got) == 1
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    receiver.hang = False
    await send(sender, owner, hook, turn)  # the queue has the killed job done again
    async with near.working():
        await until(settled(near, cast.seller, webhook_id))
    assert [got.event_id for got in receiver.got] == [trial["event_id"]] * 2


async def test_what_a_killed_worker_was_sending_is_sent_though_something_comes_before_its_lease_is_over(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    owner, hook = cast.seller.company_id, UUID(webhook_id)
    sender = sender_of(near, lease=timedelta(seconds=1.5))
    receiver.hang = True
    await post(near, cast.seller, f"{webhook_id}/test")
    turn = uuid4()
    killed = asyncio.create_task(send(sender, owner, hook, turn))
    await receiver.got_as_many_as(1)
    async with transaction(near.pool, owner) as connection:
        now = system_clock()
        await turns.wake(connection, owner, hook, now + timedelta(seconds=0.5), now)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    receiver.hang = False
    await send(sender, owner, hook, turn)  # the queue has the killed job done again
    async with near.working():
        await until(settled(near, cast.seller, webhook_id), 10)


async def test_receivers_that_hang_hold_up_neither_issuing_nor_each_other(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    receiver.hang = True
    hooks = [await add_webhook(near, cast.seller, f"{receiver.url}/{n}", "invoice.issued") for n in range(17)]
    for webhook_id, _ in hooks:
        await post(near, cast.seller, f"{webhook_id}/test")
    stop = asyncio.Event()
    working = asyncio.create_task(run(near.settings, near.pool, near.pool, system_clock, stop, Watch()))
    await receiver.got_as_many_as(16)
    [number] = await add_invoices(near.pool, cast, status=SellerStatus.QUEUED)

    async def issued() -> bool:
        told = (await near.listed(cast.seller))["invoices"]
        return any(one["invoice_mng_num"] == str(number) and one["wf_status"] == "22" for one in told)

    try:
        await until(issued, 6)
    finally:
        receiver.let_go()
        stop.set()
        await working


async def test_what_is_old_is_cleared_away(
    near: Doors, cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 1)
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    for _ in range(3):
        await issue(near, cast)
    async with transaction(near.pool, cast.seller.company_id) as connection:
        await connection.execute(
            "UPDATE webhook_deliveries SET created_at = now() - interval '31 days' WHERE event_id <> "
            "(SELECT max(event_id::text)::uuid FROM webhook_deliveries)"
        )
    [clear_out] = [task for task in near.tasks if task.name == "webhooks.clear_out"]
    await clear_out.run({})
    assert len(await deliveries(near, cast.seller, webhook_id)) == 1
    async with transaction(near.pool, cast.seller.company_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM webhook_attempts") == 1


def test_every_event_has_a_name_people_read() -> None:
    assert list(EVENT_NAMES) == list(EVENTS)


async def administer(doors: Doors, cast: Cast) -> None:
    await doors.pool.execute(
        "UPDATE users SET administrator = true WHERE user_id = $1", cast.seller.user.user_id
    )


async def mails(doors: Doors, cast: Cast) -> set[str]:
    """What is written to the company's administrators, to each of them once."""
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        rows = await connection.fetch("SELECT recipient, subject FROM mails WHERE subject LIKE '%Webhook%'")
    assert len({row["recipient"] for row in rows}) == len(rows)
    return {row["subject"] for row in rows}
