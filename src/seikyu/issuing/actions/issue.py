"""Issue a queued invoice: print it, send it its way, 21 → 22; or 21 → 29 with the reason."""

import asyncio
from datetime import datetime

from seikyu.accounts.queries import company
from seikyu.attachments.actions.hand_over import fix_files, hand_over
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.invoices import queries as documents
from seikyu.invoices.print import render
from seikyu.invoices.store import add_print
from seikyu.issuing import queries, store
from seikyu.issuing.model import SellerStatus, extract_of, issue_job, wait_until
from seikyu.issuing.reach import hold_to_issue
from seikyu.issuing.ways import Delivery, Ways
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.layouts.model import Picked
from seikyu.layouts.queries import picked
from seikyu.pdf.press import Press
from seikyu.storage import objects

UNREACHABLE = (
    "発行先が受取側企業と連携されておらず、メールアドレスも登録されていないため、発行できません。"
    "発行先にメールアドレスを登録するか、発行先を招待してから、再試行してください。"
)


async def issue(
    pool: Pool, clock: Clock, press: Press, ways: Ways, owner: int, number: int, version: int
) -> None:
    """Issue one version. Doing it again, or after somebody else has, changes nothing.

    The printing is done between two transactions; the second is guarded by status and version, so however
    many workers print the same invoice, one issues it.
    """
    async with transaction(pool, owner) as connection:
        invoice = await queries.one(connection, owner, number)
        if invoice is None or (invoice.status, invoice.version) != (SellerStatus.QUEUED, version):
            return
        if wait := wait_until(invoice.send_date, clock()):
            # The queue's clock was ahead of ours: its day has not come (contract §6).
            await enqueue(connection, [issue_job(owner, number, version, wait)])
            return
        fixed = await documents.version(connection, owner, number, version)
        seller = await company(connection, owner)
        layout = await picked(connection, owner, number)
    if fixed is None or seller is None:
        raise LookupError(f"invoice {number} has no version {version}")
    send_date = today(clock)
    pdf = await asyncio.to_thread(
        render,
        fixed.document,
        invoice_mng_num=number,
        version=version,
        send_date=send_date,
        press=press,
        style=layout.style,
        reissued=invoice.reissued,
    )
    async with transaction(pool, owner) as connection:
        reach = await hold_to_issue(connection, owner, number, version)
        if reach is not None:
            # Dated under the lock: whoever counts the transactions under way relies on it (`db.settled`).
            now, stored = clock(), objects.unstored(owner, "application/pdf", pdf)
            delivery = Delivery(
                seller, reach, fixed, extract_of(invoice), stored, send_date, now, invoice.reissued
            )
            await _issue_printed(connection, owner, delivery, layout, ways)


async def fail(pool: Pool, clock: Clock, owner: int, number: int, version: int, reason: str) -> None:
    """Note that a version cannot be issued, and why."""
    async with transaction(pool, owner) as connection:
        await _fail(connection, owner, number, version, reason, clock())


async def _issue_printed(
    connection: Connection, owner: int, delivery: Delivery, layout: Picked, ways: Ways
) -> None:
    number, version, now = delivery.version.invoice_mng_num, delivery.version.version, delivery.now
    buyer, address = delivery.reach.buyer_company_id, delivery.reach.email
    posted = ways.post is not None and await ways.post(connection, delivery)
    if buyer is None and address is None and not posted:
        await _fail(connection, owner, number, version, UNREACHABLE, now)
        return
    await store.mark_issued(connection, owner, number, version, delivery.send_date, now, buyer)
    digest = await objects.hand(connection, delivery.pdf, owner, now)
    await add_print(
        connection, owner, number, version, delivery.send_date, digest, layout.layout_id, layout.version
    )
    files = await fix_files(connection, owner, number, version)
    event = Event("invoice.issued", "invoice", str(number), SellerStatus.QUEUED, SellerStatus.ISSUED, version)
    await record(connection, owner, SYSTEM, now, [event])
    if buyer is not None:
        await act_for(connection, buyer)
        await ways.inbox(connection, buyer, delivery)
        await hand_over(connection, owner, buyer, number, version, files, now)
    elif address is not None and not posted:
        await ways.mail(connection, address, delivery)


async def _fail(
    connection: Connection, owner: int, number: int, version: int, reason: str, now: datetime
) -> None:
    if await store.mark_failed(connection, owner, number, version, reason, now):
        event = Event(
            "invoice.issue_failed",
            "invoice",
            str(number),
            SellerStatus.QUEUED,
            SellerStatus.ISSUE_ERROR,
            version,
            reason,
        )
        await record(connection, owner, SYSTEM, now, [event])
