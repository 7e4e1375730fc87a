"""Doing the queue's work: one loop per worker process, as many processes as wanted."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NoReturn

import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.queries import Queries

from seikyu.db.pool import Pool
from seikyu.jobs.lost import HEARTBEAT, Suspects, WorkerLost
from seikyu.jobs.queue import Payload
from seikyu.telemetry.metrics import AGAIN, DONE, FAILED, Meter
from seikyu.telemetry.telling import said
from seikyu.telemetry.tracing import Tracing, no_tracing
from seikyu.telemetry.trail import Trail, following
from seikyu.wire.faults import Refusal

log = structlog.get_logger("seikyu.jobs")

Run = Callable[[Payload], Awaitable[None]]
GiveUp = Callable[[Payload, str], Awaitable[None]]

AT_ONCE = 8
# A job whose end could not be written into the queue is held, and taken up again within this time.
LATER = timedelta(seconds=10)
AWAY = 503
LONGEST_DELAY = 60
"""Seconds between two tries at most."""
PAUSE = 1.0
"""Seconds to wait before looking again for a queue that could not be reached."""


class Loop(Enum):
    """The loops of a worker: what waits for machines that are not ours holds up nothing else.

    Mail has one to itself: a mail server is one machine, and when it hangs all that is written hangs.
    """

    MAIN = "main"
    MAIL = "mail"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with the jobs of one name; safe to run twice with the same payload.

    A failure is tried again with growing delays; after the last try, or when one worker after the other was
    lost with the job in hand, `give_up` gets payload and reason.
    """

    name: str
    run: Run
    give_up: GiveUp | None = None
    tries: int = 5
    loop: Loop = Loop.MAIN


@dataclass(frozen=True, slots=True)
class Watch:
    """Who hears of the work that is done."""

    meter: Meter = field(default_factory=lambda: Meter("worker"))
    tracing: Tracing = field(default_factory=no_tracing)


async def work(pool: Pool, tasks: Sequence[Task], stop: asyncio.Event, watch: Watch | None = None) -> None:
    """Take and do jobs until `stop` is set, then finish those in hand; outlive a database that is away.

    The pool reaches the database without a pooler: it listens.
    """
    watch = watch or Watch()
    while not stop.is_set():
        try:
            await _work(pool, tasks, stop, watch)
        except FailingListenerError:
            # The queue's own probe, whose first may come before it listens: nothing is lost by it.
            log.info("listening to the queue anew")
        except Exception:  # whatever stopped the loop, the jobs are still there and somebody must do them
            log.exception("the queue cannot be reached, will try again")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def _work(pool: Pool, tasks: Sequence[Task], stop: asyncio.Event, watch: Watch) -> None:
    queue = PgQueuer.from_asyncpg_pool(pool)
    suspects = Suspects(pool)
    for task in tasks:
        # Held, not deleted: a job only fails as such when its end could not be written into the queue.
        queue.entrypoint(task.name, on_failure="hold")(_runner(task, watch, suspects))

    async def stop_queue() -> None:
        await stop.wait()
        queue.shutdown.set()

    besides = [asyncio.create_task(stop_queue()), asyncio.create_task(_take_up_held(pool))]
    try:
        await queue.qm.run(
            dequeue_timeout=timedelta(seconds=1),
            batch_size=AT_ONCE,
            max_concurrent_tasks=2 * AT_ONCE,
            heartbeat_timeout=HEARTBEAT,
            shutdown_on_listener_failure=True,
        )
    finally:
        for one in besides:
            one.cancel()
        await asyncio.gather(*besides, return_exceptions=True)


async def _take_up_held(pool: Pool) -> None:
    """Put jobs that are held back into the queue, now and every while."""
    queries = Queries(AsyncpgPoolDriver(pool))
    while True:
        try:
            if held := await queries.list_failed_jobs(limit=1000):
                log.warning("taking up held jobs", count=len(held))
                await queries.requeue_jobs([job.id for job in held])
        except Exception:  # the next look will do
            log.exception("held jobs cannot be taken up")
        await asyncio.sleep(LATER.total_seconds())


def _runner(task: Task, watch: Watch, suspects: Suspects) -> Callable[[QueuedJob], Awaitable[None]]:
    async def run(job: QueuedJob) -> None:
        payload: Payload = msgspec.json.decode(job.payload or b"{}", type=dict[str, int | str])
        trail = Trail.of(job.headers)
        started, end = time.perf_counter(), FAILED
        try:
            with (
                watch.tracing.job(task.name, trail.traceparent),
                # Jobs that follow from this one belong to its span.
                following(Trail(trail.request_id, watch.tracing.traceparent())),
            ):
                await _do(task, job, payload, suspects)
            end = DONE
        except RetryRequested:
            end = AGAIN
            raise
        except _GivenUp:
            pass
        finally:
            seconds = time.perf_counter() - started
            latency = (datetime.now(UTC) - max(job.created, job.execute_after)).total_seconds()
            watch.meter.worked(task.name, end, seconds, latency)
            with following(trail):
                log.info("job", task=task.name, job=job.id, end=end, ms=round(seconds * 1000, 1))

    return run


class _GivenUp(Exception):  # noqa: N818 -- named for what is the case
    """A job failed for good, and whoever had to know was told."""


async def _do(task: Task, job: QueuedJob, payload: Payload, suspects: Suspects) -> None:
    try:
        async with suspects.watched(job):
            await task.run(payload)
    except asyncio.CancelledError:
        # This process is going down. The queue would take a cancelled job for one nobody wants any more.
        raise RetryRequested(timedelta(0), "the worker was stopped") from None
    except WorkerLost as failure:
        await _give_up(task, job, payload, failure)
    except Exception as failure:
        # Something the work needs is away: no fault of the job's, which waits however long that takes.
        away = isinstance(failure, Refusal) and failure.status == AWAY
        if away or job.attempts + 1 < task.tries:
            delay = timedelta(seconds=min(2 ** min(job.attempts, 10), LONGEST_DELAY))
            log.warning("job failed, will try again", task=task.name, job=job.id, reason=said(failure))
            raise RetryRequested(delay, said(failure)) from failure
        await _give_up(task, job, payload, failure)


async def _give_up(task: Task, job: QueuedJob, payload: Payload, failure: Exception) -> NoReturn:
    log.error("job failed for good", task=task.name, job=job.id, exc_info=failure)
    if task.give_up is not None:
        await task.give_up(payload, f"{type(failure).__name__}: {failure}")
    raise _GivenUp from failure
