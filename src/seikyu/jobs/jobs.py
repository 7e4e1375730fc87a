"""Task `jobs.clear_out`, every hour: what the queue remembers of jobs that are done."""

from datetime import datetime, timedelta

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Job, Payload
from seikyu.jobs.schedule import Periodic
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock

CLEAR_OUT = "jobs.clear_out"
PERIODIC = (Periodic(Job(CLEAR_OUT, {}), timedelta(hours=1)),)
KEPT = timedelta(days=7)
AT_ONCE = 5000
"""So many rows are deleted in one transaction."""


def tasks(pool: Pool, clock: Clock) -> list[Task]:
    """What the worker does for the queue itself."""

    async def run(_payload: Payload) -> None:
        await clear_out(pool, clock() - KEPT)

    return [Task(CLEAR_OUT, run)]


async def clear_out(pool: Pool, before: datetime, at_once: int = AT_ONCE) -> None:
    """Delete what is older, some at a time, so that nobody waits; several workers may."""
    for table in ("pgqueuer_log", "pgqueuer_statistics"):
        more = True
        while more:
            async with transaction(pool, None) as connection:
                done = await connection.execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE created < $1 "  # noqa: S608 -- names of our own
                    "LIMIT $2 FOR UPDATE SKIP LOCKED)",
                    before,
                    at_once,
                )
            more = done == f"DELETE {at_once}"
