"""SIGKILL of web and worker processes, moment after moment: nothing is lost, doubled or stuck.

The long haul, many kills under load, is test_two_of_each.
"""

import asyncio
import os
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest

from seikyu import worker
from seikyu.db.pool import Pool
from seikyu.issuing.model import SellerStatus
from seikyu.jobs.work import work
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast
from tests.house.doors import (
    INVOICES,
    Doors,
    answers,
    environment_for,
    free_port,
    start_process,
    until,
)
from tests.house.papers import add_invoices, rows, status_of

KILLS = 8
BATCH = 12
SETTLED = 60.0


@dataclass(frozen=True)
class Web:
    """A web process and a client to it."""

    process: subprocess.Popen[bytes]
    http: httpx.AsyncClient


@pytest.mark.long
async def test_killing_web_and_worker_again_and_again_loses_doubles_and_blocks_nothing(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    numbers = await add_invoices(doors.pool, cast, KILLS * BATCH)
    cut = 0
    async with AsyncExitStack() as stack:
        workers = [start_worker(stack, database_url) for _ in range(2)]
        web, spare = [await start_web(stack, database_url) for _ in range(2)]
        await until(lambda: answers(web.http), SETTLED)
        for kill in range(KILLS):
            batch = numbers[kill * BATCH : (kill + 1) * BATCH]
            request = asyncio.create_task(put(web.http, cast, batch))
            if kill % 2:
                assert await settled(request, batch)
                await until(lambda: being_done(doors.pool))
                finish(workers.pop(0))
                workers.append(start_worker(stack, database_url))
                continue
            await asyncio.sleep(kill / 130)  # from before the request is read to after it is answered
            finish(web.process)
            answered = await settled(request, batch)
            cut += not answered
            web, spare = spare, await start_web(stack, database_url)
            await until(lambda: answers(web.http), SETTLED)  # noqa: B023 -- called before the next turn
            if not answered:
                assert await settled(asyncio.create_task(put(web.http, cast, batch)), batch)
        await until(doors.queue_is_empty, SETTLED)
        for process in (*workers, web.process):
            process.terminate()
            # The youngest worker may not have come so far as to stop in order.
            assert await asyncio.to_thread(process.wait, 20) in (0, -signal.SIGTERM)
    assert cut > 0
    await assert_all_issued_once(doors.pool, cast, numbers)


async def test_losing_the_database_in_the_middle_of_issuing_loses_doubles_and_blocks_nothing(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    async with worker_with_a_fragile_line(doors, database_url) as cut_the_line:
        numbers = await add_invoices(doors.pool, cast, 60)
        bodies = [{"invoice_mng_num": number, "inv_show_amount": 1} for number in numbers]
        assert (await doors.put(cast.seller, *bodies)).status_code == 200
        for _ in range(5):
            await until(lambda: being_done(doors.pool))
            await cut_the_line()
        await until(doors.queue_is_empty, SETTLED)
    await assert_all_issued_once(doors.pool, cast, numbers)


async def test_a_process_told_to_stop_finishes_what_it_has_in_hand(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    numbers = await add_invoices(doors.pool, cast, 30, SellerStatus.QUEUED)
    async with AsyncExitStack() as stack:
        process = start_worker(stack, database_url)
        await until(lambda: being_done(doors.pool))
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 20) == 0
    assert await doors.pool.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'picked'") == 0
    await doors.work_off()
    assert {await status_of(doors.pool, cast.seller.company_id, number) for number in numbers} == {(22, 1)}


def start_worker(stack: AsyncExitStack, database_url: str) -> subprocess.Popen[bytes]:
    process = start_process("worker", environment_for(database_url, free_port()))
    stack.callback(finish, process)
    return process


async def start_web(stack: AsyncExitStack, database_url: str) -> Web:
    port = free_port()
    process = start_process("web", environment_for(database_url, port))
    stack.callback(finish, process)
    http = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30))
    return Web(process, http)


def finish(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(10)


async def put(http: httpx.AsyncClient, cast: Cast, numbers: list[int]) -> httpx.Response | None:
    """Correct a batch; None when the line was cut before there was an answer."""
    body = {
        "response_type": "json",
        "invoices": [
            {"invoice_mng_num": number, "inv_show_amount": 1, "publisher": {"publisher_mng_num": "P-001"}}
            for number in numbers
        ],
    }
    try:
        return await http.put(INVOICES, json=body, headers=cast.seller.headers)
    except httpx.TransportError:
        return None


async def settled(request: "asyncio.Task[httpx.Response | None]", numbers: list[int]) -> bool:
    """Whether there was an answer: all of the batch done now, or all of it by an earlier request."""
    answer = await request
    if answer is None:
        return False
    faults: list[dict[str, Any]] = answer.json()["error_list"] or []
    assert [fault["error_code"] for fault in faults] in ([], ["E400001"] * len(numbers))
    return True


async def being_done(pool: Pool) -> bool:
    """Whether a worker has a job in hand, or there is nothing left to do."""
    query = "SELECT count(*) FILTER (WHERE status = 'picked') > 0 OR count(*) = 0 FROM pgqueuer"
    return bool(await pool.fetchval(query))


@asynccontextmanager
async def worker_with_a_fragile_line(doors: Doors, database_url: str) -> AsyncIterator[Any]:
    """A worker on a pool of its own, and a way to cut all its connections at once."""
    name = f"fragile-{os.getpid()}"
    async with asyncpg.create_pool(
        database_url, min_size=2, max_size=10, server_settings={"application_name": name, "timezone": "UTC"}
    ) as pool:
        stop = asyncio.Event()
        working = asyncio.create_task(work(pool, worker.tasks(doors.settings, pool, system_clock), stop))

        async def cut_the_line() -> None:
            await doors.pool.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", name
            )

        try:
            yield cut_the_line
        finally:
            stop.set()
            await working


async def assert_all_issued_once(pool: Pool, cast: Cast, numbers: list[int]) -> None:
    """Every invoice in version 2 at both parties, one event a move, one mail a reader."""
    seller, buyer = cast.seller.company_id, cast.buyer.company_id
    states = "SELECT invoice_mng_num, status, version FROM invoices"
    assert {(r["invoice_mng_num"], r["status"], r["version"]) for r in await rows(pool, seller, states)} == {
        (number, 22, 2) for number in numbers
    }
    states = states.replace("invoices", "received_invoices")
    assert {(r["invoice_mng_num"], r["status"], r["version"]) for r in await rows(pool, buyer, states)} == {
        (number, 50, 2) for number in numbers
    }
    events = "SELECT subject_id, action FROM audit_events WHERE subject_kind LIKE '%invoice'"
    for owner, actions in ((seller, ("invoice.corrected", "invoice.issued")), (buyer, ("invoice.received",))):
        found = Counter((int(r["subject_id"]), r["action"]) for r in await rows(pool, owner, events))
        assert found == dict.fromkeys(((number, action) for number in numbers for action in actions), 1)
        kept = await rows(pool, owner, "SELECT invoice_mng_num, version FROM invoice_versions")
        assert Counter((r["invoice_mng_num"], r["version"]) for r in kept) == dict.fromkeys(
            ((number, version) for number in numbers for version in (1, 2)), 1
        )
        prints = await rows(pool, owner, "SELECT invoice_mng_num, version FROM invoice_prints")
        assert Counter((r["invoice_mng_num"], r["version"]) for r in prints) == dict.fromkeys(
            ((number, 2) for number in numbers), 1
        )
    mails = await rows(pool, buyer, "SELECT recipient, body, sent_at FROM mails")
    assert all(mail["sent_at"] is not None for mail in mails)
    assert Counter((mail["recipient"], number_in(mail["body"])) for mail in mails) == dict.fromkeys(
        ((reader, number) for reader in cast.readers for number in numbers), 1
    )


def number_in(body: str) -> int:
    return int(body.partition("請求書管理番号： ")[2].partition("\n")[0])
