"""Issue a queued invoice: print it, deliver it, 21 → 22; or 21 → 29 with the reason."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.accounts.model import Company
from seikyu.accounts.queries import company
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.invoices import queries as documents
from seikyu.invoices.extract import Extract
from seikyu.invoices.print import render
from seikyu.invoices.store import Version, add_print
from seikyu.issuing import queries, store
from seikyu.issuing.model import SellerInvoice, SellerStatus, extract_of, issue_job, wait_until
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.pdf.press import Press
from seikyu.storage import objects

UNLINKED = "発行先が受取側企業と連携されていないため、発行できません。"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is carried across to the buyer: its own copy of the version and of the printed form."""

    buyer_company_id: int
    seller: Company
    version: Version
    extract: Extract
    pdf: bytes
    send_date: date
    now: datetime


Deliver = Callable[[Connection, Delivery], Awaitable[None]]
"""Lays a delivery into the buyer's inbox, in the seller's transaction, acting for the buyer."""


async def issue(
    pool: Pool, clock: Clock, press: Press, deliver: Deliver, owner: int, number: int, version: int
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
    if fixed is None or seller is None:
        raise LookupError(f"invoice {number} has no version {version}")
    if invoice.buyer_company_id is None:
        await fail(pool, clock, owner, number, version, UNLINKED)
        return
    send_date = today(clock)
    pdf = await asyncio.to_thread(
        render, fixed.document, invoice_mng_num=number, version=version, send_date=send_date, press=press
    )
    async with transaction(pool, owner) as connection:
        # Dated within the transaction: whoever counts the transactions under way relies on it (`db.settled`).
        buyer, now = invoice.buyer_company_id, clock()
        delivery = Delivery(buyer, seller, fixed, extract_of(invoice), pdf, send_date, now)
        await _issue_printed(connection, owner, invoice, delivery, deliver)


async def fail(pool: Pool, clock: Clock, owner: int, number: int, version: int, reason: str) -> None:
    """Note that a version cannot be issued, and why."""
    now = clock()
    async with transaction(pool, owner) as connection:
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


async def _issue_printed(
    connection: Connection, owner: int, invoice: SellerInvoice, delivery: Delivery, deliver: Deliver
) -> None:
    number, version, now = invoice.invoice_mng_num, invoice.version, delivery.now
    if not await store.mark_issued(connection, owner, number, version, delivery.send_date, now):
        return
    digest = await objects.put(connection, owner, "application/pdf", delivery.pdf, now)
    await add_print(connection, owner, number, version, delivery.send_date, digest)
    event = Event("invoice.issued", "invoice", str(number), SellerStatus.QUEUED, SellerStatus.ISSUED, version)
    await record(connection, owner, SYSTEM, now, [event])
    await act_for(connection, delivery.buyer_company_id)
    await deliver(connection, delivery)
