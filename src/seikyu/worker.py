"""The worker process: settings → pool → tasks."""

import asyncio

from seikyu.db.pool import Pool
from seikyu.invoices.print import invoice_press
from seikyu.issuing import jobs as issuing_jobs
from seikyu.jobs.work import Task, work
from seikyu.kit.clock import Clock
from seikyu.mail import jobs as mail_jobs
from seikyu.mail.transport import Transport, outbox_only, smtp_transport
from seikyu.receiving.actions.deliver import deliverer
from seikyu.settings import Settings


def tasks(settings: Settings, pool: Pool, clock: Clock) -> list[Task]:
    """Every task there is; a test asserts that each name that is enqueued is among them."""
    transport: Transport = outbox_only
    if settings.smtp is not None:
        transport = smtp_transport(settings.smtp, settings.mail_from, clock)
    return [
        *issuing_jobs.tasks(pool, clock, invoice_press(compilers=2), deliverer(settings.base_url)),
        *mail_jobs.tasks(pool, clock, transport),
    ]


async def run(settings: Settings, pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Do the queue's work until `stop` is set."""
    await work(pool, tasks(settings, pool, clock), stop)
