"""Write a message: both parties get their copy, and the other's people a mail, in one transaction."""

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event, Subject
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import afterwards
from seikyu.issuing import queries as issuing
from seikyu.kit.clock import Clock
from seikyu.mail.store import write as write_mails
from seikyu.messages import letters, queries, store
from seikyu.messages.actions.read import parties
from seikyu.messages.model import Message, Party
from seikyu.receiving import queries as receiving
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def write(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    base_url: str,
    side: Party,
    invoice_mng_num: int,
    text: str,
) -> Message:
    """Write a text read by `read_text`; raise Refusal where there is nobody to write to (any more).

    The seller's row is held first, as by everybody who moves an invoice: messages that two write at once get
    their places one after the other, the same on both sides, and none goes out with one being withdrawn.
    """
    owner = actor.company.company_id
    seller, buyer = await parties(connection, owner, side, invoice_mng_num)
    if seller is None or buyer is None:
        raise Refusal(codes.THREAD_CLOSED, status=409)
    await act_for(connection, seller)
    await afterwards.lock(connection, seller, invoice_mng_num)
    invoice = await issuing.one(connection, seller, invoice_mng_num)
    if invoice is None or invoice.buyer_company_id != buyer:
        # Corrected meanwhile and issued to somebody else: whoever had it before keeps what was written.
        raise Refusal(codes.THREAD_CLOSED, status=409)
    place = await queries.newest_place(connection, seller, invoice_mng_num) + 1
    await act_for(connection, buyer)
    received = await receiving.one(connection, buyer, invoice_mng_num)
    if received is None or received.withdrawn:
        raise Refusal(codes.THREAD_CLOSED, status=409)
    message = Message(
        place, side, actor.company.name, actor.name, actor.user_id, received.version, text, clock()
    )
    for company, theirs in ((seller, Party.SELLER), (buyer, Party.BUYER)):
        await act_for(connection, company)
        await store.add(connection, company, invoice_mng_num, message)
        subject: Subject = "invoice" if theirs is Party.SELLER else "received_invoice"
        event = Event("invoice.messaged", subject, str(invoice_mng_num), version=message.version)
        await record(connection, company, actor.author, message.written_at, [event])
        if theirs is not side:
            await store.mark_unread(connection, company, invoice_mng_num, place)
            readers = await users_of(connection, company)
            mails = [letters.told(reader, theirs, invoice, message, base_url) for reader in readers]
            await write_mails(connection, company, mails, message.written_at)
    await act_for(connection, owner)
    return message
