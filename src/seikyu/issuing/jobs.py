"""Task `issuing.issue`."""

from seikyu.db.pool import Pool
from seikyu.issuing.actions.issue import fail, issue
from seikyu.issuing.model import ISSUE
from seikyu.issuing.ways import Ways
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.pdf.press import Press

FAILED = "システムの問題により発行できませんでした。時間をおいて再試行してください。"


def tasks(pool: Pool, clock: Clock, press: Press, ways: Ways) -> list[Task]:
    """What the worker does for the seller's side; `ways` are other slices' parts of it."""

    async def run(payload: Payload) -> None:
        await issue(pool, clock, press, ways, *_subject(payload))

    async def give_up(payload: Payload, _reason: str) -> None:
        # The reason in full is in the log; people read a sentence.
        await fail(pool, clock, *_subject(payload), FAILED)

    return [Task(ISSUE, run, give_up)]


def _subject(payload: Payload) -> tuple[int, int, int]:
    return int(payload["company_id"]), int(payload["invoice_mng_num"]), int(payload["version"])
