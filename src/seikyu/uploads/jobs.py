"""Tasks `uploads.check` and `uploads.register`."""

from uuid import UUID

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.uploads.actions.check import check
from seikyu.uploads.actions.register import fail, register
from seikyu.uploads.model import CHECK, REGISTER


def tasks(pool: Pool, clock: Clock) -> list[Task]:
    """What the worker does for uploads."""

    async def run_check(payload: Payload) -> None:
        await check(pool, clock, *_subject(payload))

    async def run_register(payload: Payload) -> None:
        await register(pool, clock, *_subject(payload))

    async def give_up(payload: Payload, _reason: str) -> None:
        await fail(pool, clock, *_subject(payload))

    return [Task(CHECK, run_check, give_up), Task(REGISTER, run_register, give_up)]


def _subject(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["upload_id"]))
