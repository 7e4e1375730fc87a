"""Tasks `notices.deliver`, `notices.deem` and `notices.take_in`."""

from uuid import UUID

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.notices.actions.deem import deem
from seikyu.notices.actions.deliver import deliver
from seikyu.notices.actions.take_in import fail, take_in
from seikyu.notices.model import DEEM, DELIVER, TAKE_IN


def tasks(pool: Pool, clock: Clock, base_url: str) -> list[Task]:
    """What the worker does about notices."""

    async def run_deliver(payload: Payload) -> None:
        supplier = int(payload["supplier_company_id"]) or None
        await deliver(pool, clock, base_url, int(payload["company_id"]), supplier)

    async def run_deem(payload: Payload) -> None:
        await deem(pool, clock, int(payload["company_id"]))

    async def run_take_in(payload: Payload) -> None:
        await take_in(pool, clock, *_file(payload))

    async def give_up(payload: Payload, _reason: str) -> None:
        await fail(pool, clock, *_file(payload))

    return [Task(DELIVER, run_deliver), Task(DEEM, run_deem), Task(TAKE_IN, run_take_in, give_up)]


def _file(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["file_id"]))
