"""The worker process: settings → pool → tasks."""

import asyncio
from contextlib import suppress

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.accounts import store as accounts_store
from seikyu.approvals import jobs as approvals_jobs
from seikyu.db.pool import Pool, transaction
from seikyu.invoices.print import invoice_press
from seikyu.issuing import jobs as issuing_jobs
from seikyu.jobs.work import Task, work
from seikyu.kit.clock import Clock
from seikyu.mail import jobs as mail_jobs
from seikyu.mail.transport import Transport, outbox_only, smtp_transport
from seikyu.oauth import store as oauth_store
from seikyu.receiving.actions.deliver import deliverer
from seikyu.settings import Settings

log = structlog.get_logger("seikyu.worker")

HOUR = 3600.0


def tasks(settings: Settings, pool: Pool, clock: Clock) -> list[Task]:
    """Every task there is; a test asserts that each name that is enqueued is among them."""
    transport: Transport = outbox_only
    if settings.smtp is not None:
        transport = smtp_transport(settings.smtp, settings.mail_from, clock)
    return [
        *issuing_jobs.tasks(pool, clock, invoice_press(compilers=2), deliverer(settings.base_url)),
        *approvals_jobs.tasks(pool, clock, settings.base_url),
        *mail_jobs.tasks(pool, clock, transport),
    ]


async def run(settings: Settings, pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Do the queue's work until `stop` is set."""
    async with asyncio.TaskGroup() as group:
        group.create_task(work(pool, tasks(settings, pool, clock), stop))
        group.create_task(_clear_out(pool, clock, stop))


async def _clear_out(pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Every hour, delete sessions and tokens that nothing can come of any more; several workers may."""
    while not stop.is_set():
        try:
            async with transaction(pool, None) as connection:
                await accounts_store.purge(connection, clock())
                await oauth_store.purge(connection, clock())
        except (OSError, PostgresError, InterfaceError):
            log.exception("could not clear out, will try again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HOUR)
