"""Tasks `own_entry.print`, `own_entry.check` and `own_entry.register`."""

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.own_entry.actions.print import print_own
from seikyu.own_entry.model import PRINT
from seikyu.pdf.press import Press


def tasks(pool: Pool, clock: Clock, press: Press) -> list[Task]:
    """What the worker does for own invoices."""

    async def run_print(payload: Payload) -> None:
        owner, number = int(payload["company_id"]), int(payload["invoice_mng_num"])
        await print_own(pool, clock, press, owner, number, int(payload["version"]))

    async def leave(_payload: Payload, _reason: str) -> None:
        """What cannot be printed is read on screen; the reason is in the log."""

    return [Task(PRINT, run_print, leave)]
