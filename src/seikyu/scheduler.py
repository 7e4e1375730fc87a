"""The scheduler process: settings → pool → what is due again."""

import asyncio

from seikyu.accounts import jobs as accounts_jobs
from seikyu.applications import jobs as applications_jobs
from seikyu.audit import jobs as audit_jobs
from seikyu.db.pool import Pool
from seikyu.jobs import jobs as queue_jobs
from seikyu.jobs.schedule import Periodic, keep_time
from seikyu.kit.clock import Clock
from seikyu.oauth import jobs as oauth_jobs
from seikyu.retention import jobs as retention_jobs
from seikyu.webhooks import jobs as webhooks_jobs

PERIODIC: tuple[Periodic, ...] = (
    *accounts_jobs.PERIODIC,
    *applications_jobs.PERIODIC,
    *audit_jobs.PERIODIC,
    *oauth_jobs.PERIODIC,
    *queue_jobs.PERIODIC,
    *retention_jobs.PERIODIC,
    *webhooks_jobs.PERIODIC,
)


async def run(pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Hand what is due to the queue until `stop` is set; workers do it."""
    await keep_time(pool, PERIODIC, clock, stop)
