"""The worker process: settings → pool → tasks."""

import asyncio
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from seikyu.accounts import jobs as accounts_jobs
from seikyu.applications import jobs as applications_jobs
from seikyu.approvals import jobs as approvals_jobs
from seikyu.audit import jobs as audit_jobs
from seikyu.audit.sealing import keep_sealing
from seikyu.db.pool import Pool
from seikyu.drafting import jobs as drafting_jobs
from seikyu.invitations import jobs as invitation_jobs
from seikyu.invitations.actions.mail_invoice import mailer
from seikyu.invoices.print import invoice_press
from seikyu.issuing import jobs as issuing_jobs
from seikyu.issuing.ways import Ways
from seikyu.jobs import jobs as queue_jobs
from seikyu.jobs.resting import unless_at_rest
from seikyu.jobs.work import Loop, Task, Watch, work
from seikyu.kit.clock import Clock
from seikyu.mail import jobs as mail_jobs
from seikyu.mail.store import Mail
from seikyu.mail.transport import Transport, outbox_only, smtp_transport
from seikyu.maintenance import watch as maintenance
from seikyu.notices import jobs as notice_jobs
from seikyu.oauth import jobs as oauth_jobs
from seikyu.oversight import jobs as oversight_jobs
from seikyu.own_entry import jobs as own_entry_jobs
from seikyu.posting import jobs as posting_jobs
from seikyu.posting.actions.post import post
from seikyu.posting.houses import mail_house_of
from seikyu.posting.sheets.sheet import sheet_press
from seikyu.receiving.actions.deliver import deliverer
from seikyu.retention import jobs as retention_jobs
from seikyu.seals import Seals
from seikyu.settings import Settings
from seikyu.storage.moving import move_out
from seikyu.telemetry.tracing import Tracing
from seikyu.uploads import jobs as upload_jobs
from seikyu.webhooks import jobs as webhooks_jobs
from seikyu.webhooks.actions.send import Sender
from seikyu.webhooks.addresses import networks
from seikyu.webhooks.model import Outcome
from seikyu.webhooks.outgoing import Post, poster

LEAST_CONNECTIONS = len(Loop) + mail_jobs.AT_ONCE + 2
"""Loops listen on connections of their own, and mails keep theirs while they are sent."""


def tasks(settings: Settings, pool: Pool, clock: Clock, tracing: Tracing | None = None) -> list[Task]:
    """Every task there is; a test asserts that each name that is enqueued is among them."""
    transport: Transport = outbox_only
    if settings.smtp is not None:
        transport = _traced(smtp_transport(settings.smtp, settings.mail_from, clock), tracing)
    into_inbox = deliverer(settings.base_url)
    ways = Ways(into_inbox, mailer(settings.base_url), post)
    way_out = _traced_post(poster(networks(settings.webhook_private_networks)), tracing)
    sender = Sender(pool, clock, Seals(settings.secret_keys), way_out, settings.base_url)
    return [
        *queue_jobs.tasks(pool, clock),
        *audit_jobs.tasks(pool),
        *oversight_jobs.tasks(pool, clock),
        *accounts_jobs.tasks(pool, clock),
        *oauth_jobs.tasks(pool, clock),
        *applications_jobs.tasks(pool, clock),
        *webhooks_jobs.tasks(sender),
        *drafting_jobs.tasks(pool, clock),
        *issuing_jobs.tasks(pool, clock, invoice_press(compilers=2), ways),
        *invitation_jobs.tasks(pool, clock, into_inbox, settings.base_url),
        *approvals_jobs.tasks(pool, clock, settings.base_url),
        *upload_jobs.tasks(pool, clock),
        *own_entry_jobs.tasks(pool, clock, invoice_press()),
        *notice_jobs.tasks(pool, clock, settings.base_url),
        *retention_jobs.tasks(pool, clock, settings.base_url),
        *mail_jobs.tasks(pool, clock, transport),
        *posting_jobs.tasks(pool, clock, sheet_press(), mail_house_of(settings)),
    ]


async def run(
    settings: Settings,
    pool: Pool,
    queue: Pool,
    clock: Clock,
    stop: asyncio.Event,
    watch: Watch,
) -> None:
    """Do the queue's work until `stop` is set; `queue` reaches the database past any pooler.

    While everything is stopped for maintenance, what is in hand is finished and nothing else begun.
    """
    planned = maintenance.Watch(pool, clock)
    async with planned.looking(), asyncio.TaskGroup() as group:
        every = tasks(settings, pool, clock, watch.tracing)
        for loop in Loop:
            some = [task for task in every if task.loop is loop]
            working = partial(work, queue, some, watch=watch)
            group.create_task(unless_at_rest(planned.at_rest, stop, working))
        group.create_task(keep_sealing(pool, stop))
        group.create_task(move_out(pool, clock, stop))


def _traced(transport: Transport, tracing: Tracing | None) -> Transport:
    if tracing is None:
        return transport

    async def send(mail_id: UUID, mail: Mail) -> None:
        with tracing.outgoing("smtp"):
            await transport(mail_id, mail)

    return send


def _traced_post(post: Post, tracing: Tracing | None) -> Post:
    if tracing is None:
        return post

    async def send(url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        with tracing.outgoing("webhook"):
            return await post(url, headers, body)

    return send
