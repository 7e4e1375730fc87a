"""Tasks `retention.look`, every day, `retention.remove` and `retention.export`."""

from datetime import timedelta
from uuid import UUID

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Job, Payload
from seikyu.jobs.schedule import Periodic
from seikyu.jobs.work import Loop, Task
from seikyu.kit.clock import Clock
from seikyu.retention.actions.export import EXPORT, make_export
from seikyu.retention.actions.look import look
from seikyu.retention.actions.release import REMOVE
from seikyu.retention.actions.remove import forget_contents, remove_released
from seikyu.retention.exporting import keeping

LOOK = "retention.look"
PERIODIC = (Periodic(Job(LOOK, {}), timedelta(days=1)),)


def tasks(pool: Pool, clock: Clock, base_url: str) -> list[Task]:
    """What the worker does about papers whose time is over, and for those who take theirs along."""

    async def look_at_all(_payload: Payload) -> None:
        await look(pool, clock, base_url)

    async def remove(payload: Payload) -> None:
        await remove_released(pool, clock, int(payload["company_id"]), UUID(str(payload["release_id"])))

    async def export(payload: Payload) -> None:
        await make_export(pool, clock, *_named(payload))

    async def give_up_export(payload: Payload, _reason: str) -> None:
        owner, export_id = _named(payload)
        async with transaction(pool, owner) as connection:
            await keeping.give_up(connection, owner, export_id, clock())
        await forget_contents(pool, owner)

    return [
        Task(LOOK, look_at_all),
        Task(REMOVE, remove),
        Task(EXPORT, export, give_up_export, loop=Loop.AWAY),
    ]


def _named(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["export_id"]))
