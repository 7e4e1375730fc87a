"""What is due again and again: once each time, whoever looks, and by another when one is killed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Job
from seikyu.jobs.schedule import Periodic, enqueue_due, keep_time
from seikyu.kit.clock import system_clock
from tests.house.doors import until


@pytest.fixture
async def periodic(pool: Pool) -> AsyncIterator[Periodic]:
    """A task of this test's own, which no worker knows."""
    one = Periodic(Job(f"test.{uuid4().hex}", {}), timedelta(hours=1))
    yield one
    await pool.execute("DELETE FROM pgqueuer WHERE entrypoint = $1", one.job.task)


async def enqueued(pool: Pool, periodic: Periodic) -> int:
    count: int = await pool.fetchval("SELECT count(*) FROM pgqueuer WHERE entrypoint = $1", periodic.job.task)
    return count


async def do_all(pool: Pool, periodic: Periodic) -> None:
    """Be the worker."""
    await pool.execute("DELETE FROM pgqueuer WHERE entrypoint = $1", periodic.job.task)


async def test_what_is_due_is_enqueued_once_however_many_schedulers_look(
    pool: Pool, periodic: Periodic
) -> None:
    begun = system_clock()

    async def look(now: datetime) -> list[str]:
        async with transaction(pool, None) as connection:
            return await enqueue_due(connection, [periodic], lambda: now)

    for turn, minutes in enumerate((0, 30, 61, 62, 122)):
        now = begun + timedelta(minutes=minutes)
        found = await asyncio.gather(*(look(now) for _ in range(5)))
        assert sorted(map(len, found))[:4] == [0] * 4
        assert await enqueued(pool, periodic) == (1, 0, 1, 0, 1)[turn]
        await do_all(pool, periodic)


async def test_while_no_worker_runs_turns_do_not_pile_up(pool: Pool, periodic: Periodic) -> None:
    begun = system_clock()
    for hours in range(5):
        async with transaction(pool, None) as connection:
            due = await enqueue_due(connection, [periodic], lambda: begun + timedelta(hours=hours))  # noqa: B023 -- called at once
        assert due == ([] if hours else [periodic.job.task])
    assert await enqueued(pool, periodic) == 1
    await do_all(pool, periodic)
    async with transaction(pool, None) as connection:
        await enqueue_due(connection, [periodic], lambda: begun + timedelta(hours=5))
    assert await enqueued(pool, periodic) == 1


async def test_another_scheduler_goes_on_where_one_was_killed(pool: Pool, periodic: Periodic) -> None:
    often = Periodic(periodic.job, timedelta(milliseconds=200))
    stop = asyncio.Event()
    first, second = (
        asyncio.create_task(keep_time(pool, [often], system_clock, stop, look=0.05)) for _ in range(2)
    )

    async def turns(count: int) -> None:
        async def met() -> bool:
            return await enqueued(pool, often) > 0

        for _ in range(count):
            await until(met)
            await do_all(pool, often)

    await turns(2)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await turns(2)
    stop.set()
    await second
