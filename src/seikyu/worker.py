"""The worker process: settings → pool → tasks."""

import asyncio
from contextlib import suppress

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.accounts import store as accounts_store
from seikyu.approvals import jobs as approvals_jobs
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import jobs as drafting_jobs
from seikyu.invitations import jobs as invitation_jobs
from seikyu.invitations.actions.mail_invoice import mailer
from seikyu.invoices.print import invoice_press
from seikyu.issuing import jobs as issuing_jobs
from seikyu.issuing.ways import Ways
from seikyu.jobs.work import Task, work
from seikyu.kit.clock import Clock
from seikyu.mail import jobs as mail_jobs
from seikyu.mail.transport import Transport, outbox_only, smtp_transport
from seikyu.notices import jobs as notice_jobs
from seikyu.oauth import store as oauth_store
from seikyu.own_entry import jobs as own_entry_jobs
from seikyu.posting import jobs as posting_jobs
from seikyu.posting.actions.post import post
from seikyu.posting.houses import mail_house_of
from seikyu.posting.sheets.sheet import sheet_press
from seikyu.receiving.actions.deliver import deliverer
from seikyu.settings import Settings
from seikyu.uploads import jobs as upload_jobs

log = structlog.get_logger("seikyu.worker")

HOUR = 3600.0


def tasks(settings: Settings, pool: Pool, clock: Clock) -> list[Task]:
    """Every task there is; a test asserts that each name that is enqueued is among them."""
    transport: Transport = outbox_only
    if settings.smtp is not None:
        transport = smtp_transport(settings.smtp, settings.mail_from, clock)
    into_inbox = deliverer(settings.base_url)
    ways = Ways(into_inbox, mailer(settings.base_url), post)
    return [
        *drafting_jobs.tasks(pool, clock),
        *issuing_jobs.tasks(pool, clock, invoice_press(compilers=2), ways),
        *invitation_jobs.tasks(pool, clock, into_inbox, settings.base_url),
        *approvals_jobs.tasks(pool, clock, settings.base_url),
        *upload_jobs.tasks(pool, clock),
        *own_entry_jobs.tasks(pool, clock, invoice_press()),
        *notice_jobs.tasks(pool, clock, settings.base_url),
        *mail_jobs.tasks(pool, clock, transport),
        *posting_jobs.tasks(pool, clock, sheet_press(), mail_house_of(settings)),
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
