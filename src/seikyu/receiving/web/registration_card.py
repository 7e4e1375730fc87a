"""Whether the issuer's registration number was good on the day of an invoice."""

from seikyu.db.pool import Connection
from seikyu.payees.page import Checked, checked
from seikyu.payees.queries import registration
from seikyu.receiving.model import ReceivedInvoice
from seikyu.ui.words import Words
from seikyu.wire import json
from seikyu.wire.values import text


async def load_registration(
    connection: Connection, invoice: ReceivedInvoice, content: bytes, words: Words
) -> Checked:
    """By the number that stands on the invoice, on its closing day, else the day it was sent."""
    document = json.read(content)
    issuer = document.get("issuer") if isinstance(document, dict) else None
    number = text(issuer, "registration_number") if isinstance(issuer, dict) else None
    day = invoice.close_date or invoice.send_date
    return checked(await registration(connection, number, day), words)
