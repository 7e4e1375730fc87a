"""Doing the queue's work: one loop per worker process, as many processes as wanted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload

log = structlog.get_logger("seikyu.jobs")

Run = Callable[[Payload], Awaitable[None]]
GiveUp = Callable[[Payload, str], Awaitable[None]]

# A worker that is killed is missed after this long, and its jobs are taken by another.
HEARTBEAT = timedelta(seconds=8)
AT_ONCE = 8
LATER = timedelta(minutes=1)
PAUSE = 1.0
"""Seconds to wait before looking again for a queue that could not be reached."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with the jobs of one name; safe to run twice with the same payload.

    A failure is tried again with growing delays; after the last try `give_up` gets payload and reason.
    """

    name: str
    run: Run
    give_up: GiveUp | None = None
    tries: int = 5


async def work(pool: Pool, tasks: Sequence[Task], stop: asyncio.Event) -> None:
    """Take and do jobs until `stop` is set, then finish those in hand; outlive a database that is away."""
    while not stop.is_set():
        try:
            await _work(pool, tasks, stop)
        except Exception:  # whatever stopped the loop, the jobs are still there and somebody must do them
            log.exception("the queue cannot be reached, will try again")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def _work(pool: Pool, tasks: Sequence[Task], stop: asyncio.Event) -> None:
    queue = PgQueuer.from_asyncpg_pool(pool)
    for task in tasks:
        queue.entrypoint(task.name)(_runner(task))

    async def stop_queue() -> None:
        await stop.wait()
        queue.shutdown.set()

    stopper = asyncio.create_task(stop_queue())
    try:
        await queue.qm.run(
            dequeue_timeout=timedelta(seconds=5),
            batch_size=AT_ONCE,
            max_concurrent_tasks=2 * AT_ONCE,
            heartbeat_timeout=HEARTBEAT,
        )
    finally:
        stopper.cancel()


def _runner(task: Task) -> Callable[[QueuedJob], Awaitable[None]]:
    async def run(job: QueuedJob) -> None:
        payload: Payload = msgspec.json.decode(job.payload or b"{}", type=dict[str, int | str])
        try:
            await task.run(payload)
        except Exception as failure:
            reason = f"{type(failure).__name__}: {failure}"
            if job.attempts + 1 < task.tries:
                delay = timedelta(seconds=2**job.attempts)
                log.warning("job failed, will try again", task=task.name, job=job.id, reason=reason)
                raise RetryRequested(delay, reason) from failure
            log.exception("job failed for good", task=task.name, job=job.id)
            await _give_up(task, payload, reason)

    return run


async def _give_up(task: Task, payload: Payload, reason: str) -> None:
    """Let the task note its failure; a job whose end cannot even be noted stays in the queue."""
    if task.give_up is None:
        return
    try:
        await task.give_up(payload, reason)
    except Exception as failure:
        raise RetryRequested(LATER, f"{type(failure).__name__}: {failure}") from failure
