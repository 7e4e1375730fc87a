"""Two people at one invoice, two requests at one master, many workers at one queue: one wins, one is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx

from seikyu.db.pool import Pool, transaction
from seikyu.issuing.model import SellerStatus, issue_job
from seikyu.jobs.queue import enqueue
from tests.house.cast import BANK_1, Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of, until
from tests.house.papers import add_invoices, everything_of, rows, status_of

GOOD: dict[str, Any] = {"inv_show_amount": 1000}


@asynccontextmanager
async def held(pool: Pool, owner: int, number: int) -> AsyncIterator[None]:
    """Hold the seller's invoice, so that whoever wants it queues up in the order in which they came."""
    async with transaction(pool, owner) as connection:
        found = await connection.fetchval(
            "SELECT 1 FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2 FOR UPDATE", owner, number
        )
        assert found
        yield


async def until_waiting(pool: Pool, count: int) -> None:
    """Until so many statements wait for a lock."""

    async def reached() -> bool:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return bool(await pool.fetchval(query) == count)

    await until(reached)


async def one_after_the_other(
    doors: Doors, cast: Cast, number: int, *calls: Callable[[], Awaitable[httpx.Response]]
) -> list[httpx.Response]:
    """Calls that all have read the invoice before any may change it, and then change it in this order."""
    under_way = []
    async with held(doors.pool, cast.seller.company_id, number):
        for place, call in enumerate(calls, start=1):
            under_way.append(asyncio.ensure_future(call()))
            await until_waiting(doors.pool, place)
    return [await answer for answer in under_way]


async def test_of_two_corrections_at_once_one_wins_and_the_other_is_told(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)

    def correct(name: str) -> Callable[[], Awaitable[httpx.Response]]:
        return lambda: doors.put(cast.seller, {"invoice_mng_num": number, **GOOD, "inv_name": name})

    first, second = await one_after_the_other(doors, cast, number, correct("一"), correct("二"))
    assert first.status_code == 200
    assert codes_of(second) == [("invoices[0].invoice_mng_num", "E400001")]
    after = await everything_of(doors.pool, cast.seller.company_id)
    assert [row["inv_name"] for row in after["invoices"]] == ["一"]
    assert [row["version"] for row in after["invoice_versions"]] == [1, 2]
    assert (len(after["jobs"]), len(after["audit_events"])) == (1, 1)


async def test_many_corrections_at_once_make_one_version(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    body = {"invoice_mng_num": number, **GOOD}
    answers = await asyncio.gather(*(doors.put(cast.seller, body) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 11
    assert await status_of(doors.pool, cast.seller.company_id, number) == (21, 2)


async def test_batches_that_overlap_in_opposite_order_both_come_through(doors: Doors, cast: Cast) -> None:
    numbers = await add_invoices(doors.pool, cast, 40)
    bodies = [
        {"invoice_mng_num": number, **GOOD, "publisher": {"publisher_mng_num": "P-001"}} for number in numbers
    ]
    answers = await asyncio.gather(*(doors.put(cast.seller, *order) for order in (bodies, bodies[::-1]) * 3))
    done = [40 - len(codes_of(answer)) for answer in answers]
    assert sum(done) == 40
    for number in numbers:
        assert await status_of(doors.pool, cast.seller.company_id, number) == (21, 2)


async def test_requests_that_register_one_new_master_at_once_register_it_once(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 10)
    new = {"publisher_zip": "900-0001", "publisher_address1": "那覇", "publisher_phone": "098-1-1"}
    answers = await asyncio.gather(
        *(
            doors.put(
                cast.seller,
                {
                    "invoice_mng_num": number,
                    **GOOD,
                    "publisher": {"publisher_mng_num": "P-NEW", **new, "publisher_section": f"{number}"},
                    "banks": [{**BANK_1, "transfer_code": "B-NEW", "account_num": "9999999"}],
                },
            )
            for number in numbers
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    found = await everything_of(doors.pool, cast.seller.company_id)
    assert [row["publisher_mng_num"] for row in found["publishers"]].count("P-NEW") == 1
    assert [row["transfer_code"] for row in found["bank_accounts"]].count("B-NEW") == 1


async def test_of_two_colleagues_who_send_back_at_once_one_wins_and_the_other_is_told(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    first, second = await one_after_the_other(
        doors,
        cast,
        number,
        lambda: doors.send_back(cast.buyer, number, "一"),
        lambda: doors.send_back(cast.buyer, number, "二"),
    )
    assert first.status_code == 200
    assert (second.status_code, codes_of(second)) == (409, [("", "E400003")])
    third = await doors.send_back(cast.buyer, number, "三")
    assert (third.status_code, codes_of(third)) == (409, [("", "E400006")])
    reasons = await rows(doors.pool, cast.seller.company_id, "SELECT return_reason FROM invoices")
    assert reasons == [{"return_reason": "一"}]
    mails = await rows(doors.pool, cast.seller.company_id, "SELECT body FROM mails")
    assert len(mails) == 3  # one for each person of the seller
    assert all("一" in mail["body"] for mail in mails)


async def test_an_invoice_that_a_colleague_has_just_sent_back_is_not_opened_any_more(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answers = await one_after_the_other(
        doors,
        cast,
        number,
        lambda: doors.send_back(cast.buyer, number),
        lambda: doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    invoice = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert (invoice["wf_status"], invoice["seal_flg"]) == ("19", "0")
    received = (await doors.get(cast.buyer, f"{RECEIVED}/{number}")).json()["invoice"]
    assert received["open_date"] is None
    events = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
    assert [event["action"] for event in events] == ["invoice.sent_back"]


async def test_opening_and_sending_back_at_once_never_wait_for_each_other_for_ever(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 8, SellerStatus.ISSUED)
    answers = await asyncio.gather(
        *(
            call
            for number in numbers
            for call in (
                doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None),
                doors.send_back(cast.buyer, number),
                doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None),
            )
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    for number in numbers:
        events = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
        assert [event["action"] for event in events] in (
            ["invoice.sent_back"],
            ["invoice.opened", "invoice.sent_back"],
        )


async def test_of_two_retries_at_once_one_wins_and_the_other_is_told(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUE_ERROR)

    def retry() -> Awaitable[httpx.Response]:
        return doors.send(cast.seller, "POST", f"{INVOICES}/{number}/retry", None)

    first, second = await one_after_the_other(doors, cast, number, retry, retry)
    assert first.status_code == 200
    assert (second.status_code, codes_of(second)) == (409, [("", "E400005")])
    after = await everything_of(doors.pool, cast.seller.company_id)
    assert (len(after["jobs"]), len(after["audit_events"])) == (1, 1)


async def test_many_workers_and_doubled_jobs_issue_each_invoice_once(doors: Doors, cast: Cast) -> None:
    numbers = await add_invoices(doors.pool, cast, 30, SellerStatus.QUEUED)
    seller = cast.seller.company_id
    async with transaction(doors.pool, seller) as connection:
        await enqueue(connection, [issue_job(seller, number, 1) for number in numbers * 2])
    async with AsyncExitStack() as workers:
        for _ in range(3):
            await workers.enter_async_context(doors.working())
        await until(doors.queue_is_empty)
    after = await everything_of(doors.pool, seller)
    assert [event["action"] for event in after["audit_events"]] == ["invoice.issued"] * 30
    buyers = await everything_of(doors.pool, cast.buyer.company_id)
    received = [one for one in buyers["audit_events"] if one["action"] == "invoice.received"]
    assert len(buyers["received_invoices"]) == len(received) == 30
    assert len(buyers["mails"]) == 60


async def test_a_job_of_an_earlier_version_issues_nothing(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    seller = cast.seller.company_id
    await doors.put(cast.seller, {"invoice_mng_num": number, **GOOD})
    await doors.pool.execute("DELETE FROM pgqueuer")
    async with transaction(doors.pool, seller) as connection:
        await enqueue(connection, [issue_job(seller, number, version) for version in (1, 3)])
        await enqueue(connection, [issue_job(seller, 9999999999, 1), issue_job(999999, number, 2)])
    await doors.work_off()
    assert await status_of(doors.pool, seller, number) == (21, 2)
