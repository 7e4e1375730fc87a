"""Remind the buyer of an invoice that lies unopened or falls due, once a day at most (contract §8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import afterwards, letters, queries
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.unlinked import addresses_of
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

DUE_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Left:
    """An invoice nobody was reminded of, and why."""

    invoice: SellerInvoice
    why: Code


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were reminded of, and which not."""

    done: int
    left: Sequence[Left]


def why_not_remind(invoice: SellerInvoice, day: date) -> Code | None:
    """Why nobody needs to be reminded of the invoice; None when somebody does."""
    if invoice.status is not SellerStatus.ISSUED:
        return codes.NOT_ISSUED
    due = invoice.pay_due_date
    if invoice.opened_at is not None and (due is None or due - day > DUE_SOON):
        return codes.REMINDER_NEEDLESS
    return None


async def remind(
    connection: Connection, actor: Actor, clock: Clock, base_url: str, invoice_mng_num: int
) -> None:
    """Mail the buyer's people; raise Refusal when it is not the time for that."""
    outcome = await remind_many(connection, actor, clock, base_url, [invoice_mng_num])
    for one in outcome.left:
        raise Refusal(one.why, status=409)
    if not outcome.done:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)


async def remind_many(
    connection: Connection, actor: Actor, clock: Clock, base_url: str, numbers: Sequence[int]
) -> Outcome:
    """Remind of each that somebody has to be reminded of; numbers of other companies count for nothing.

    As many statements for a hundred as for one, and some more for each of their buyers.
    """
    owner, now, day = actor.company.company_id, clock(), today(clock)
    invoices = await queries.some(connection, owner, numbers)
    unlinked = [one.invoice_mng_num for one in invoices if one.buyer_company_id is None]
    addresses = await addresses_of(connection, owner, unlinked) if unlinked else {}
    whys = {one.invoice_mng_num: _why_not(one, addresses, day) for one in invoices}
    wanted = [(one.invoice_mng_num, one.version) for one in invoices if whys[one.invoice_mng_num] is None]
    done = await afterwards.mark_reminded(connection, owner, wanted, day)
    reminded = [one for one in invoices if one.invoice_mng_num in done]
    events = [_event(one) for one in reminded]
    await record(connection, owner, actor.author, now, events)
    letter = _Letter(actor.company.name, day, base_url)
    await _write(connection, owner, now, letter, reminded, addresses)
    return Outcome(
        len(done),
        [
            Left(one, whys[one.invoice_mng_num] or codes.REMINDED_TODAY)
            for one in invoices
            if one.invoice_mng_num not in done
        ],
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    seller: str
    day: date
    base_url: str


def _why_not(invoice: SellerInvoice, addresses: Mapping[int, str], day: date) -> Code | None:
    if why := why_not_remind(invoice, day):
        return why
    reached = invoice.buyer_company_id is not None or invoice.invoice_mng_num in addresses
    return None if reached else codes.REMINDER_UNREACHABLE


def _event(invoice: SellerInvoice) -> Event:
    return Event("invoice.reminded", "invoice", str(invoice.invoice_mng_num), version=invoice.version)


async def _write(
    connection: Connection,
    owner: int,
    now: datetime,
    letter: _Letter,
    invoices: Sequence[SellerInvoice],
    addresses: Mapping[int, str],
) -> None:
    of: dict[int | None, list[SellerInvoice]] = {}
    for invoice in invoices:
        of.setdefault(invoice.buyer_company_id, []).append(invoice)
    seller, day = letter.seller, letter.day
    mails = [
        letters.reminder_by_address(addresses[one.invoice_mng_num], one, seller, day)
        for one in of.pop(None, [])
    ]
    await write(connection, owner, mails, now)
    for buyer in sorted(key for key in of if key is not None):
        await act_for(connection, buyer)
        readers = await users_of(connection, buyer)
        await write(
            connection,
            buyer,
            [
                letters.reminder(reader, one, seller, day, letter.base_url)
                for one in of[buyer]
                for reader in readers
            ],
            now,
        )
    await act_for(connection, owner)
