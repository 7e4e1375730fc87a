"""Lay an issued version into the buyer's inbox and tell the buyer by mail."""

from collections.abc import Sequence

from seikyu.accounts.model import User
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices.store import add_print, add_versions
from seikyu.issuing.ways import Delivery, IntoInbox
from seikyu.mail.store import Mail, write
from seikyu.receiving import letters, store
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.of_payees import assign, find_payee
from seikyu.storage import objects


def deliverer(base_url: str) -> IntoInbox:
    """The buyer's part of issuing; mails point to screens below `base_url`."""

    async def deliver(connection: Connection, buyer: int, delivery: Delivery) -> None:
        version, now = delivery.version, delivery.now
        # The payee comes before the invoice, as when payees are merged: the two never wait for each other.
        payee, before = await find_payee(connection, buyer, version.invoice_mng_num, delivery.seller, now)
        delivered = await store.put_into_inbox(
            connection,
            buyer,
            invoice_mng_num=version.invoice_mng_num,
            version=version.version,
            seller_company_id=delivery.seller.company_id,
            seller_name=delivery.seller.name,
            send_date=delivery.send_date,
            extract=delivery.extract,
            now=now,
        )
        if not delivered:
            return
        close_date = delivery.extract.close_date
        await assign(connection, buyer, version.invoice_mng_num, payee, close_date, before)
        await add_versions(connection, buyer, [version], now)
        digest = await objects.hand(connection, delivery.pdf, buyer, now)
        await add_print(
            connection, buyer, version.invoice_mng_num, version.version, delivery.send_date, digest
        )
        seller = delivery.seller
        sender = Author(seller.company_id, seller.name, None, seller.name, "system")
        await record(connection, buyer, sender, now, [_received(delivery)])
        readers = await users_of(connection, buyer)
        await write(connection, buyer, _mails(readers, delivery, base_url), now)

    return deliver


def _received(delivery: Delivery) -> Event:
    return Event(
        "invoice.received",
        "received_invoice",
        str(delivery.version.invoice_mng_num),
        None,
        BuyerStatus.UNAPPROVED,
        delivery.version.version,
    )


def _mails(readers: Sequence[User], delivery: Delivery, base_url: str) -> list[Mail]:
    return [letters.arrival(reader, delivery, base_url) for reader in readers]
