"""Tasks `approvals.ask` and `approvals.report`."""

from uuid import UUID

from seikyu.approvals.actions.tell import ask, report
from seikyu.approvals.model import ASK, REPORT
from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock


def tasks(pool: Pool, clock: Clock, base_url: str) -> list[Task]:
    """What the worker does for approvals; mails point to screens below `base_url`."""

    async def run_ask(payload: Payload) -> None:
        owner, batch = _subject(payload)
        async with transaction(pool, owner) as connection:
            round_, wished = int(payload["round"]), bool(payload["wished"])
            await ask(connection, owner, batch, round_, base_url, clock(), wished=wished)

    async def run_report(payload: Payload) -> None:
        owner, batch = _subject(payload)
        async with transaction(pool, owner) as connection:
            await report(connection, owner, batch, base_url, clock())

    return [Task(ASK, run_ask), Task(REPORT, run_report)]


def _subject(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["batch_id"]))
