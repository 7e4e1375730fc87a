"""While everything is stopped workers begin nothing; nothing is lost, and it is done afterwards."""

import asyncio
from functools import partial

from seikyu import worker
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.jobs.resting import unless_at_rest
from seikyu.jobs.work import Task, work
from seikyu.jobs.work import Watch as Hearing
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, settings_for, until
from tests.house.papers import add_invoices
from tests.maintenance.house import Site


async def test_what_was_sent_just_before_a_stop_is_issued_after_it(
    site: Site, apart_url: str, people: Cast
) -> None:
    [number] = await add_invoices(site.pool, people)
    body = {"response_type": "json", "invoices": [{"invoice_mng_num": number, "inv_show_amount": 1}]}
    answer = await site.http.put(INVOICES, json=body, headers=people.seller.headers)
    assert answer.status_code == 200, answer.text
    await site.stop("all")
    stop = asyncio.Event()
    settings = settings_for(apart_url, 1)
    running = worker.run(settings, site.pool, site.pool, site.clock, stop, Hearing())
    working = asyncio.create_task(running)
    try:
        await asyncio.sleep(1)
        assert await status_of(site, people.seller, number) == SellerStatus.QUEUED
        await site.end()

        async def issued() -> bool:
            return await status_of(site, people.seller, number) == SellerStatus.ISSUED

        await until(issued)
    finally:
        stop.set()
        await working


async def test_the_job_in_hand_is_finished_and_the_next_one_waits(site: Site) -> None:
    begun, release, resting = asyncio.Event(), asyncio.Event(), asyncio.Event()
    done: list[int | str] = []

    async def run(payload: Payload) -> None:
        begun.set()
        await release.wait()
        done.append(payload["n"])

    async def send(n: int) -> None:
        async with transaction(site.pool, None) as connection:
            await enqueue(connection, [Job("maintenance.test", {"n": n})])

    async def is_done(n: int) -> bool:
        return n in done

    stop = asyncio.Event()
    at_work = partial(work, site.pool, [Task("maintenance.test", run)])
    working = asyncio.create_task(unless_at_rest(resting.is_set, stop, at_work))
    try:
        await send(1)
        await asyncio.wait_for(begun.wait(), 10)
        resting.set()
        await asyncio.sleep(0.5)
        await send(2)
        release.set()
        await until(partial(is_done, 1))
        await asyncio.sleep(1)
        assert done == [1]
        resting.clear()
        await until(partial(is_done, 2))
        assert done == [1, 2]
    finally:
        stop.set()
        await working


async def status_of(site: Site, seller: Party, number: int) -> int:
    async with transaction(site.pool, seller.company_id) as connection:
        found = await connection.fetchval("SELECT status FROM invoices WHERE invoice_mng_num = $1", number)
    return int(found)
