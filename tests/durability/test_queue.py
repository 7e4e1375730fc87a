"""What becomes of jobs when something goes wrong around them."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from seikyu.db.pool import Pool, open_pool, transaction
from seikyu.jobs.jobs import KEPT, clear_out
from seikyu.jobs.lost import BEGUN, HEARTBEAT, MOST
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.jobs.work import Task, work
from seikyu.kit.clock import system_clock
from tests.house.doors import until


@pytest.fixture
def name() -> str:
    """A task of this test's own."""
    return f"test.{uuid4().hex}"


async def test_a_rollback_leaves_no_job(pool: Pool, name: str) -> None:
    async def change_one_s_mind() -> None:
        async with transaction(pool, None) as connection:
            await enqueue(connection, [Job(name, {"n": 1})])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_one_s_mind()
    assert await waiting(pool, name) == []


async def test_a_job_that_fails_is_tried_again_and_then_given_up_with_the_reason(
    pool: Pool, name: str
) -> None:
    tried: list[Payload] = []
    given_up: list[tuple[Payload, str]] = []

    async def fail(payload: Payload) -> None:
        tried.append(payload)
        raise ConnectionRefusedError("nobody there")

    async def give_up(payload: Payload, reason: str) -> None:
        given_up.append((payload, reason))

    await add(pool, name, 1)
    async with at_work(pool, Task(name, fail, give_up, tries=2)):
        await until_done(pool, name)
    assert tried == [{"n": 0}, {"n": 0}]
    assert given_up == [({"n": 0}, "ConnectionRefusedError: nobody there")]


async def test_a_job_whose_failure_cannot_be_noted_stays_until_it_can(pool: Pool, name: str) -> None:
    broken = True

    async def fail(_: Payload) -> None:
        raise ValueError

    async def give_up(_: Payload, _reason: str) -> None:
        if broken:
            raise ConnectionResetError

    await add(pool, name, 1)
    async with at_work(pool, Task(name, fail, give_up, tries=1)):
        await until(lambda: has(pool, name, "failed"))
    broken = False
    async with at_work(pool, Task(name, fail, give_up, tries=1)):
        await until_done(pool, name)


async def test_jobs_of_a_worker_that_is_torn_down_are_done_by_the_next(pool: Pool, name: str) -> None:
    begun, done = asyncio.Event(), []

    async def hang(_: Payload) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def do(payload: Payload) -> None:
        done.append(payload["n"])

    await add(pool, name, 3)
    torn = asyncio.create_task(work(pool, [Task(name, hang)], asyncio.Event()))
    await begun.wait()
    while not torn.done():  # a first cancel waits for the jobs in hand, a second one does not
        torn.cancel()
        await asyncio.sleep(0.01)
    async with at_work(pool, Task(name, do)):
        await until_done(pool, name)
    assert sorted(done) == [0, 1, 2]


async def test_a_worker_outlives_the_loss_of_its_connections(
    pool: Pool, database_url: str, name: str
) -> None:
    done: list[int | str] = []

    async def do(payload: Payload) -> None:
        done.append(payload["n"])

    own = await open_pool(database_url, size=5)
    own.set_connect_args(database_url, server_settings={"application_name": name[:60]})
    await own.expire_connections()
    stop = asyncio.Event()
    working = asyncio.create_task(work(own, [Task(name, do)], stop))
    try:
        await add(pool, name, 2)
        await until_done(pool, name)
        theirs = await pool.fetch("SELECT pid FROM pg_stat_activity WHERE application_name = $1", name)
        assert theirs
        await pool.execute(
            "SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS p (pid)", [r["pid"] for r in theirs]
        )
        await add(pool, name, 2)
        await until_done(pool, name)
    finally:
        stop.set()
        await working
        await own.close()
    assert sorted(done) == [0, 0, 1, 1]


async def test_many_workers_do_each_job_once(pool: Pool, name: str) -> None:
    done: list[int | str] = []

    async def do(payload: Payload) -> None:
        await asyncio.sleep(0)
        done.append(payload["n"])

    await add(pool, name, 200)
    async with at_work(pool, Task(name, do)), at_work(pool, Task(name, do)), at_work(pool, Task(name, do)):
        await until_done(pool, name)
    assert sorted(done) == list(range(200))


DEADLY = """
import asyncio, os, signal, sys
from seikyu.db.pool import open_pool
from seikyu.jobs.work import Task, work

async def do(payload):
    if payload["n"] == 0:
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGKILL)
    await asyncio.sleep(0.2)

async def main(url, name):
    await work(await open_pool(url, size=4), [Task(name, do)], asyncio.Event())

asyncio.run(main(*sys.argv[1:]))
"""
"""A worker that is killed, as by the system when memory is short, by the first job and by no other."""


async def test_a_job_that_takes_worker_after_worker_with_it_is_given_up_and_no_other(
    pool: Pool, database_url: str, name: str
) -> None:
    given_up: list[tuple[Payload, str]] = []
    done: list[int | str] = []

    async def do(payload: Payload) -> None:
        done.append(payload["n"])

    async def give_up(payload: Payload, reason: str) -> None:
        given_up.append((payload, reason))

    await add(pool, name, 3)
    lives = 0
    for lives in range(1, MOST + 1):
        assert await taken_down(database_url, name), lives
        await missed(pool, name)
    assert lives == MOST
    async with at_work(pool, Task(name, do, give_up)):
        await until_done(pool, name)
    assert given_up == [({"n": 0}, f"WorkerLost: {MOST} workers were lost while they had this job in hand")]
    assert 0 not in done


async def test_a_job_whose_worker_was_lost_by_chance_is_done(
    pool: Pool, database_url: str, name: str
) -> None:
    done: list[int | str] = []

    async def do(payload: Payload) -> None:
        done.append(payload["n"])

    await add(pool, name, 2)
    assert await taken_down(database_url, name)
    await missed(pool, name)
    async with at_work(pool, Task(name, do)):
        await until_done(pool, name)
    assert sorted(done) == [0, 1]


async def test_failures_in_good_order_are_not_taken_for_lost_workers(pool: Pool, name: str) -> None:
    given_up: list[str] = []

    async def fail(_: Payload) -> None:
        raise ConnectionRefusedError("nobody there")

    async def give_up(_: Payload, reason: str) -> None:
        given_up.append(reason)

    await add(pool, name, 1)
    await pool.execute(
        "UPDATE pgqueuer SET headers = jsonb_build_object($2::text, $3::int) WHERE entrypoint = $1",
        name,
        BEGUN,
        MOST - 2,
    )
    async with at_work(pool, Task(name, fail, give_up, tries=2)):
        await until_done(pool, name)
    assert given_up == ["ConnectionRefusedError: nobody there"]


async def taken_down(database_url: str, name: str) -> bool:
    """Whether a worker is killed by what it does."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", DEADLY, database_url, name)
    async with asyncio.timeout(20):
        return await process.wait() == -signal.SIGKILL


async def missed(pool: Pool, name: str) -> None:
    """Let the time pass after which a worker is missed."""
    await pool.execute(
        "UPDATE pgqueuer SET heartbeat = heartbeat - $2::interval, created = created - $2::interval, "
        "execute_after = execute_after - $2::interval WHERE entrypoint = $1",
        name,
        2 * HEARTBEAT,
    )


async def test_what_the_queue_remembers_is_cleared_away_after_a_week(pool: Pool, name: str) -> None:
    for table in ("pgqueuer_log", "pgqueuer_statistics"):
        count = ("count, ", "1, ") if table == "pgqueuer_statistics" else ("job_id, ", "0, ")
        await pool.execute(
            f"INSERT INTO {table} ({count[0]}created, status, entrypoint, priority) "
            f"SELECT {count[1]}now() - n * interval '1 day', 'successful', $1, 0 FROM unnest($2::int[]) AS n",
            name,
            [1, 6, 8, 9, 10, 11, 12],
        )
    await clear_out(pool, system_clock() - KEPT, 2)
    for table in ("pgqueuer_log", "pgqueuer_statistics"):
        left = await pool.fetchval(f"SELECT count(*) FROM {table} WHERE entrypoint = $1", name)
        assert left == 2, table
        old = await pool.fetchval(f"SELECT count(*) FROM {table} WHERE created < now() - interval '8 days'")
        assert old == 0


async def add(pool: Pool, name: str, count: int) -> None:
    async with transaction(pool, None) as connection:
        await enqueue(connection, [Job(name, {"n": n}) for n in range(count)])


@asynccontextmanager
async def at_work(pool: Pool, task: Task) -> AsyncIterator[None]:
    stop = asyncio.Event()
    working = asyncio.create_task(work(pool, [task], stop))
    try:
        yield
    finally:
        stop.set()
        await working


async def waiting(pool: Pool, name: str) -> list[str]:
    rows = await pool.fetch("SELECT status FROM pgqueuer WHERE entrypoint = $1", name)
    return [row["status"] for row in rows]


async def has(pool: Pool, name: str, status: str) -> bool:
    return status in await waiting(pool, name)


async def until_done(pool: Pool, name: str) -> None:
    async def empty() -> bool:
        return not await waiting(pool, name)

    await until(empty)
