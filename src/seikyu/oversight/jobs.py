"""Task `oversight.verify`."""

from uuid import UUID

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.oversight import store
from seikyu.oversight.actions.verify import VERIFY, verify_log


def tasks(pool: Pool, clock: Clock) -> list[Task]:
    """What the worker does about logs that somebody wants verified."""

    async def run(payload: Payload) -> None:
        await verify_log(pool, clock, *_named(payload))

    async def give_up(payload: Payload, _reason: str) -> None:
        owner, verification_id = _named(payload)
        async with transaction(pool, owner) as connection:
            await store.give_up(connection, owner, verification_id, clock())

    return [Task(VERIFY, run, give_up)]


def _named(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["verification_id"]))
