"""What has happened to the invoices of the sandbox: issued, opened, sent back, corrected, issued again, done.

Each step is the program's own action, done at the planned moment, and only where it has not been done yet:
a first start that was cut off is taken up where it ended.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seikyu.accounts.model import Actor
from seikyu.attachments import queries as attachments
from seikyu.attachments.model import File, of_invoice
from seikyu.db.pool import Pool, transaction
from seikyu.db.windows import Window
from seikyu.invitations.actions.mail_invoice import mailer
from seikyu.invoices import queries as documents
from seikyu.invoices.wire import read_update
from seikyu.issuing import queries as issuing
from seikyu.issuing.actions.attach import attach_files
from seikyu.issuing.actions.issue import issue
from seikyu.issuing.actions.update import update
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.ways import Ways
from seikyu.kit.clock import Clock
from seikyu.pdf.press import Press
from seikyu.receiving import queries as receiving
from seikyu.receiving.actions.approve import approve
from seikyu.receiving.actions.deliver import deliverer
from seikyu.receiving.actions.open import open_invoice
from seikyu.receiving.actions.send_back import send_back
from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.data.objections import correction, stated
from seikyu.sandbox.data.plan import Planned

AT_ONCE = 4
WITH_FILES = frozenset({"work-tsukuba"})
"""The standing orders whose invoices go out with a file."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the moves need: who acts, and with what."""

    pool: Pool
    press: Press
    base_url: str
    sellers: Mapping[Role, Actor]
    buyer: Actor


async def live_through(stage: Stage, planned: Sequence[Planned], stop: asyncio.Event) -> None:
    """Bring every invoice to where its plan ends, a few at a time; told to stop, begin no further one."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(seller: Actor, number: int, one: Planned) -> None:
        async with turns:
            if not stop.is_set():
                await _live_through(stage, seller, number, one)

    async with asyncio.TaskGroup() as group:
        for role, seller in stage.sellers.items():
            own = [one for one in planned if one.order.seller is role]
            for number, one in zip(await _numbers(stage.pool, seller, len(own)), own, strict=True):
                group.create_task(in_turn(seller, number, one))


async def _live_through(stage: Stage, seller: Actor, number: int, planned: Planned) -> None:
    if planned.order.key in WITH_FILES:
        await _attach(stage, seller, number, planned)
    await _issue(stage, seller, number, 1, planned.issued_at)
    invoice = await _now(stage.pool, seller, number)
    if (invoice.status, invoice.version) == (SellerStatus.ISSUED, 1):
        await _receive(stage, invoice, planned)
        invoice = await _now(stage.pool, seller, number)
    if planned.corrected and (invoice.status, invoice.version) == (SellerStatus.SENT_BACK, 1):
        await _correct(stage, seller, invoice, planned.corrected_at)
    if planned.corrected:
        await _issue(stage, seller, number, 2, planned.corrected_at + timedelta(minutes=1))
    if planned.done_at is not None:
        await _finish(stage, number, planned.done_at)


async def _issue(stage: Stage, seller: Actor, number: int, version: int, at: datetime) -> None:
    owner = seller.company.company_id
    ways = Ways(deliverer(stage.base_url), mailer(stage.base_url))
    await issue(stage.pool, _at(at), stage.press, ways, owner, number, version)


async def _attach(stage: Stage, seller: Actor, number: int, planned: Planned) -> None:
    """A file goes with the invoice, unless it does already or the invoice has gone out."""
    owner = seller.company.company_id
    name = f"{planned.request['inv_no']}_明細.csv"
    async with transaction(stage.pool, owner) as connection:
        invoice = await issuing.one(connection, owner, number)
        held = await attachments.attached(connection, owner, of_invoice(number))
        if held or invoice is None or (invoice.status, invoice.version) != (SellerStatus.QUEUED, 1):
            return
        file = File(name, "text/csv", "日付,内容\r\n月末,納品・作業の明細は請求書のとおり\r\n".encode())
        await attach_files(connection, seller, _at(planned.registered_at), number, [file])


async def _receive(stage: Stage, invoice: SellerInvoice, planned: Planned) -> None:
    owner, number = stage.buyer.company.company_id, invoice.invoice_mng_num
    async with transaction(stage.pool, owner) as connection:
        if planned.opened_at is not None:
            await open_invoice(connection, stage.buyer, _at(planned.opened_at), number)
        if planned.objection is not None:
            version = await documents.version(connection, owner, number, 1)
            if version is None:
                raise LookupError(f"the buyer holds no version of invoice {number}")
            reason = planned.objection.reason(stated(version.document))
            clock = _at(planned.sent_back_at)
            await send_back(connection, stage.buyer, clock, stage.base_url, number, reason)


async def _finish(stage: Stage, number: int, at: datetime) -> None:
    owner = stage.buyer.company.company_id
    async with transaction(stage.pool, owner) as connection:
        received = await receiving.one(connection, owner, number)
        if received is not None and received.approvable:
            await approve(connection, stage.buyer, _at(at), number)


async def _correct(stage: Stage, seller: Actor, invoice: SellerInvoice, at: datetime) -> None:
    owner, number = seller.company.company_id, invoice.invoice_mng_num
    async with transaction(stage.pool, owner) as connection:
        version = await documents.version(connection, owner, number, invoice.version)
        if version is None:
            raise LookupError(f"invoice {number} has no version {invoice.version}")
        corrected = correction(number, version.document, invoice.return_reason)
        read = read_update({"response_type": "json", "invoices": [corrected]}, seller.company.options)
        faults = [*read.faults, *await update(connection, seller, _at(at), read.invoices)]
    if faults:
        raise ValueError(f"invoice {number}: {faults[0].path}: {faults[0].detail('en')}")


async def _now(pool: Pool, seller: Actor, number: int) -> SellerInvoice:
    owner = seller.company.company_id
    async with transaction(pool, owner) as connection:
        invoice = await issuing.one(connection, owner, number)
    if invoice is None:
        raise LookupError(f"there is no invoice {number}")
    return invoice


async def _numbers(pool: Pool, seller: Actor, count: int) -> list[int]:
    owner = seller.company.company_id
    async with transaction(pool, owner) as connection:
        found = await issuing.page(connection, owner, issuing.Filter(), Window(count=count))
    return [invoice.invoice_mng_num for invoice in found]


def _at(moment: datetime) -> Clock:
    return lambda: moment
