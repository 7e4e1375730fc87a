"""Task `applications.clear_out`, every hour."""

from datetime import timedelta

from seikyu.applications import store
from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Job, Payload
from seikyu.jobs.schedule import Periodic
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock

CLEAR_OUT = "applications.clear_out"
PERIODIC = (Periodic(Job(CLEAR_OUT, {}), timedelta(hours=1)),)


def tasks(pool: Pool, clock: Clock) -> list[Task]:
    """What the worker does about calls that are old."""

    async def clear_out(_payload: Payload) -> None:
        async with transaction(pool, None) as connection:
            await store.purge(connection, clock())

    return [Task(CLEAR_OUT, clear_out)]
