"""Put an invoice that is being issued on the waiting list of the mail house, or of those printed in-house."""

from seikyu.accounts.postal_codes import address
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing.ways import Delivery
from seikyu.posting import queries, store
from seikyu.posting.model import Recipient, Way
from seikyu.posting.rules import address_problem, ways
from seikyu.wire import json
from seikyu.wire.values import Node, node, text


async def post(connection: Connection, delivery: Delivery) -> bool:
    """Whether the invoice leaves on paper, in the transaction that issues it (contract §4.1).

    One the company prints itself counts only where the customer cannot be reached otherwise: it is then the
    company's to send.
    """
    owner, number = delivery.seller.company_id, delivery.version.invoice_mng_num
    options = delivery.seller.options
    document = json.read(delivery.version.document)
    if not isinstance(document, dict):
        raise TypeError("a document is an object")
    settings = await queries.rules(connection, owner)
    chosen = ways(
        options,
        text(document, "inv_coop_post_use_type"),
        text(document, "private_print_flg"),
        default=settings.post_by_default,
        own=await queries.own_setting(connection, owner, number),
    )
    recipient = recipient_of(document)
    problem = address_problem(recipient, address(recipient.zip or ""))
    invoice = (number, delivery.version.version)
    for way in sorted(chosen):
        missing = problem if way is Way.MAIL_HOUSE else None
        await store.add_letter(connection, owner, way, invoice, recipient, missing, delivery.now)
    event = Event("invoice.letter_waiting", "invoice", str(number), version=delivery.version.version)
    await record(connection, owner, SYSTEM, delivery.now, [event] if Way.MAIL_HOUSE in chosen else [])
    reachable = delivery.reach.buyer_company_id is not None or delivery.reach.email is not None
    return Way.MAIL_HOUSE in chosen or (Way.OWN_PRINT in chosen and not reachable)


def recipient_of(document: Node) -> Recipient:
    """Who the invoice is addressed to."""
    customer = node(document, "customer") or {}
    return Recipient(
        text(customer, "zip"),
        text(customer, "address1"),
        text(customer, "address2"),
        text(customer, "company_name_org"),
        text(customer, "base_name"),
    )
