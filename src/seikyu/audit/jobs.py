"""Task `audit.tell_heads`, every day."""

from datetime import timedelta

from seikyu.audit.heads import tell
from seikyu.db.pool import Pool
from seikyu.jobs.queue import Job, Payload
from seikyu.jobs.schedule import Periodic
from seikyu.jobs.work import Task

TELL_HEADS = "audit.tell_heads"
PERIODIC = (Periodic(Job(TELL_HEADS, {}), timedelta(days=1)),)


def tasks(pool: Pool) -> list[Task]:
    """What the worker does about the logs, besides linking their entries."""

    async def tell_heads(_payload: Payload) -> None:
        await tell(pool)

    return [Task(TELL_HEADS, tell_heads)]
