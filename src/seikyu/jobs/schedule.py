"""What is done again and again: handed to the queue when it is due, once, however many schedulers run."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.clock import Clock

log = structlog.get_logger("seikyu.schedule")

LOOK = 2.0
"""Seconds between two looks: so soon another scheduler does what one that was killed cannot."""


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that is due every so often; which tasks there are is told by the slices' `jobs.PERIODIC`."""

    job: Job
    every: timedelta


async def keep_time(
    pool: Pool, periodics: Sequence[Periodic], clock: Clock, stop: asyncio.Event, *, look: float = LOOK
) -> None:
    """Enqueue what is due until `stop` is set; outlive a database that is away."""
    while not stop.is_set():
        try:
            async with transaction(pool, None) as connection:
                await enqueue_due(connection, periodics, clock)
        except (OSError, PostgresError, InterfaceError):
            log.exception("could not look at the schedule, will try again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), look)


async def enqueue_due(connection: Connection, periodics: Sequence[Periodic], clock: Clock) -> list[str]:
    """Enqueue what is due and name it; what was never done is due at once.

    Nobody leads: whoever moves a task's time on enqueues it, in the same transaction; others find it moved.
    A turn is left out while the one before still waits or is being done: while no worker runs, none pile up.
    """
    by_task = {one.job.task: one for one in sorted(periodics, key=lambda one: one.job.task)}
    rows = await connection.fetch(
        """
        WITH moved AS (
            INSERT INTO schedule AS s (task, next_at)
            SELECT p.task, $3::timestamptz + p.every
            FROM unnest($1::text[], $2::interval[]) AS p (task, every)
            ON CONFLICT (task) DO UPDATE SET next_at = excluded.next_at WHERE s.next_at <= $3
            RETURNING task
        )
        SELECT task FROM moved WHERE NOT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = task)
        """,
        [*by_task],
        [one.every for one in by_task.values()],
        clock(),
    )
    due = [str(row["task"]) for row in rows]
    await enqueue(connection, [by_task[task].job for task in due])
    return due
