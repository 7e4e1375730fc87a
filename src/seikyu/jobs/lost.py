"""Jobs that were in hand when their worker was lost: by chance, or because they take every worker down.

The queue takes them up again without end. So they are begun one at a time, and noted before: what is in hand
when the next worker is lost is the one that does it, and after a few it is given up.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from asyncpg import InterfaceError, PostgresError
from pgqueuer.models import Job as QueuedJob

from seikyu.db.pool import Pool

log = structlog.get_logger("seikyu.jobs")

HEARTBEAT = timedelta(seconds=8)
"""A worker that is killed is missed after this long, and its jobs are taken by another."""
MOST = 5
"""So many workers a job may cost."""
BEGUN = "begun"
"""The header that tells how often a job was begun with care."""


class WorkerLost(Exception):  # noqa: N818 -- named for what is the case
    """One worker after the other was lost with the same job in hand."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """The jobs one loop has taken over from workers that were lost."""

    pool: Pool
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def watched(self, job: QueuedJob) -> AsyncIterator[None]:
        """Do a job inside: at once, or alone if it was begun before; WorkerLost if that was too often."""
        before = _begun(job)
        if not before and not await self._was_lost(job):
            yield
            return
        lost = before + 1
        if lost >= MOST:
            raise WorkerLost(f"{lost} workers were lost while they had this job in hand")
        async with self.turns:
            log.warning("beginning alone what a lost worker had in hand", task=job.entrypoint, job=job.id)
            await self._note(job, lost)
            try:
                yield
            except BaseException:  # however it ended, the worker is alive
                with suppress(OSError, PostgresError, InterfaceError):
                    await self._note(job, before)
                raise

    async def _was_lost(self, job: QueuedJob) -> bool:
        """Whether it was taken up more often than it was put back."""
        if job.updated - max(job.created, job.execute_after) < HEARTBEAT:
            return False  # nobody can have been missed since; most jobs need no look at the log
        found: bool = await self.pool.fetchval(
            """
            SELECT count(*) > 1 FROM pgqueuer_log AS l WHERE l.job_id = $1 AND l.status = 'picked'
                AND NOT EXISTS (
                    SELECT FROM pgqueuer_log AS q
                    WHERE q.job_id = $1 AND q.status = 'queued' AND q.id > l.id
                )
            """,
            job.id,
        )
        return found

    async def _note(self, job: QueuedJob, begun: int) -> None:
        await self.pool.execute(
            "UPDATE pgqueuer SET headers = jsonb_build_object($2::text, $3::integer) "
            "|| CASE jsonb_typeof(headers) WHEN 'object' THEN headers - $2 ELSE '{}' END WHERE id = $1",
            job.id,
            BEGUN,
            begun,
        )


def _begun(job: QueuedJob) -> int:
    begun = (job.headers or {}).get(BEGUN)
    return begun if isinstance(begun, int) else 0
