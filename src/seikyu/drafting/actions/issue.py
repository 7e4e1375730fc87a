"""A draft becomes an invoice: by the same way as a request of the API, so all is told and stored alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.drafting import masters, queries, store
from seikyu.drafting.actions.attach import carries_files, give_to_invoice
from seikyu.drafting.model import Content, Kind
from seikyu.drafting.request import Asked, asked_of
from seikyu.invoices import queries as documents
from seikyu.invoices.wire import read_update
from seikyu.issuing.actions.register import register
from seikyu.issuing.actions.update import update
from seikyu.issuing.queries import one as invoice_of
from seikyu.issuing.register_wire import read_register
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of a draft: the invoice's number and document, or all that is wrong with it."""

    asked: Asked
    number: int | None
    document: bytes | None
    faults: Sequence[Fault]


async def issue(pool: Pool, actor: Actor, clock: Clock, draft_id: UUID, revision: int) -> Issued:
    """Register the draft, or correct the invoice it is about, and close it, in one transaction.

    Asked again, also at the same time, it answers with the invoice it has become. 409 when somebody saved
    it since `revision`.
    """
    owner = actor.company.company_id
    async with transaction(pool, owner) as connection:
        draft = await queries.one(connection, owner, draft_id, lock=True)
        if draft is None or draft.kind is not Kind.DRAFT:
            raise Refusal(codes.DRAFT_UNKNOWN, status=404)
        if draft.issued_as is not None:
            return Issued(Asked({}, ()), draft.issued_as, None, ())
        if draft.revision != revision:
            raise Refusal(codes.DRAFT_CHANGED, status=409)
        done = await _do(connection, actor, clock, draft.content, draft.corrects)
        if done.number is not None:
            if carries_files(draft):
                await give_to_invoice(connection, actor, clock, draft_id, done.number)
            await store.close(connection, owner, draft_id, revision, done.number, clock())
        return done


async def try_out(
    pool: Pool, actor: Actor, clock: Clock, content: Content, corrects: int | None = None
) -> Issued:
    """What issuing would do now, down to the document's bytes; nothing of it stays."""
    tried: list[Issued] = []
    try:
        async with transaction(pool, actor.company.company_id) as connection:
            tried.append(await _do(connection, actor, clock, content, corrects))
            raise _TakeBack  # noqa: TRY301 -- nothing but an exception ends a transaction unkept
    except _TakeBack:
        return tried[0]


class _TakeBack(Exception):  # noqa: N818 -- no error: the way out of a transaction that is not to be kept
    pass


async def _do(
    connection: Connection, actor: Actor, clock: Clock, content: Content, corrects: int | None
) -> Issued:
    owner = actor.company.company_id
    chosen = await masters.chosen(connection, owner, content)
    asked = asked_of(content, chosen, corrects)
    missing = _missing(asked, content)
    if corrects is not None:
        reads = read_update({"invoices": [asked.tree]}, actor.company.options).invoices
        reads = tuple(replace(read, faults=(*read.faults, *missing)) for read in reads)
        faults = await update(connection, actor, clock, reads)
        number = corrects
    else:
        elements = read_register({"invoices": [asked.tree]}, actor.company.options).elements
        elements = tuple(replace(one, faults=(*one.faults, *missing)) for one in elements)
        registered, faults = await register(connection, actor, clock, elements)
        number = next((one.invoice_mng_num or 0 for one in registered), 0)
    if faults:
        return Issued(asked, None, None, _without_doubles(faults))
    invoice = await invoice_of(connection, owner, number)
    version = None
    if invoice is not None:
        version = await documents.version(connection, owner, number, invoice.version)
    return Issued(asked, number, None if version is None else version.document, ())


def _missing(asked: Asked, content: Content) -> list[Fault]:
    """Neither a line nor an amount of its own: nobody wants to issue that, though a program may."""
    if asked.tree.get("details") or not {"inv_amount", "inv_show_amount"}.isdisjoint(content.tree):
        return []
    return [Fault("invoices[0].details", codes.NOTHING_ENTERED)]


def _without_doubles(faults: Sequence[Fault]) -> list[Fault]:
    return list({(fault.path, fault.code.number): fault for fault in faults}.values())
