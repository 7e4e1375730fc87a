"""発行済削除: take an issued invoice back before the buyer has opened it, 22 → 23 (contract §6)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import afterwards, letters, queries
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.unlinked import addresses_of
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What the buyer's side has to know of an invoice that is taken out of its inbox."""

    buyer_company_id: int
    seller: Actor
    invoice: SellerInvoice
    reason: str | None
    now: datetime


Withdraw = Callable[[Connection, Withdrawal], Awaitable[None]]
"""Takes the invoice out of the buyer's inbox, in the seller's transaction, acting for the buyer."""


async def delete(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    withdraw: Withdraw,
    invoice_mng_num: int,
    reason: str | None = None,
) -> None:
    """Delete the invoice on both sides; raise Refusal when it is not issued or has been opened.

    Nothing is destroyed: versions and prints stay with both, as the law binds both to keep them. Of a seller
    who deletes and a buyer who opens at once, whoever has the seller's row first wins.
    """
    owner, now = actor.company.company_id, clock()
    invoice = await queries.one(connection, owner, invoice_mng_num)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if invoice.status is not SellerStatus.ISSUED:
        raise Refusal(codes.NOT_ISSUED, status=409)
    buyer, version = invoice.buyer_company_id, invoice.version
    if not await afterwards.mark_deleted(connection, owner, invoice_mng_num, version, buyer, now):
        now_there = await queries.one(connection, owner, invoice_mng_num)
        opened = now_there is not None and now_there.opened_at is not None
        raise Refusal(codes.OPENED_ALREADY if opened else codes.CHANGED_MEANWHILE, status=409)
    event = Event(
        "invoice.deleted",
        "invoice",
        str(invoice_mng_num),
        SellerStatus.ISSUED,
        SellerStatus.DELETED,
        invoice.version,
        reason,
    )
    await record(connection, owner, actor.author, now, [event])
    if invoice.buyer_company_id is None:
        addresses = await addresses_of(connection, owner, [invoice_mng_num])
        seller = actor.company.name
        mails = [letters.deleted(address, invoice, seller, reason) for address in addresses.values()]
        await write(connection, owner, mails, now)
        return
    await act_for(connection, invoice.buyer_company_id)
    await withdraw(connection, Withdrawal(invoice.buyer_company_id, actor, invoice, reason, now))
    await act_for(connection, owner)
