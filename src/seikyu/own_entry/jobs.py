"""Tasks `own_entry.print`, `own_entry.check` and `own_entry.register`."""

from uuid import UUID

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.own_entry.actions.print import print_own
from seikyu.own_entry.actions.register_file import check_file, fail_file, register_file
from seikyu.own_entry.model import PRINT
from seikyu.own_entry.uploads import CHECK, REGISTER
from seikyu.pdf.press import Press


def tasks(pool: Pool, clock: Clock, press: Press) -> list[Task]:
    """What the worker does for own invoices."""

    async def run_print(payload: Payload) -> None:
        owner, number = int(payload["company_id"]), int(payload["invoice_mng_num"])
        await print_own(pool, clock, press, owner, number, int(payload["version"]))

    async def leave(_payload: Payload, _reason: str) -> None:
        """What cannot be printed is read on screen; the reason is in the log."""

    async def run_check(payload: Payload) -> None:
        await check_file(pool, clock, *_subject(payload))

    async def run_register(payload: Payload) -> None:
        await register_file(pool, clock, *_subject(payload))

    async def give_up(payload: Payload, _reason: str) -> None:
        await fail_file(pool, clock, *_subject(payload))

    return [
        Task(PRINT, run_print, leave),
        Task(CHECK, run_check, give_up),
        Task(REGISTER, run_register, give_up),
    ]


def _subject(payload: Payload) -> tuple[int, UUID]:
    return int(payload["company_id"]), UUID(str(payload["upload_id"]))
