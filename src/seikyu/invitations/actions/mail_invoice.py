"""Tell a customer that is not linked, by mail, where to read an invoice: the way `mail` of issuing."""

from seikyu.db.pool import Connection
from seikyu.invitations import mailed, mails, queries, store
from seikyu.invitations.keys import new_link_key
from seikyu.invitations.model import Method, State
from seikyu.issuing.ways import ByMail, Delivery
from seikyu.mail.store import write


def mailer(base_url: str) -> ByMail:
    """Invoices by mail; links point below `base_url`."""

    async def mail(connection: Connection, address: str, delivery: Delivery) -> None:
        owner, version, now = delivery.seller.company_id, delivery.version, delivery.now
        customer_id = delivery.reach.customer_id
        customer = None if customer_id is None else await queries.customer(connection, owner, customer_id)
        name = None if customer is None else customer.name
        key = new_link_key()
        place = (version.invoice_mng_num, version.version)
        await mailed.add(connection, owner, place, key, address, name, now)
        invitation = await _invitation(connection, address, delivery, base_url)
        link = f"{base_url}/documents/{key}"
        await write(connection, owner, [mails.invoice(address, name, delivery, link, invitation)], now)

    return mail


async def _invitation(connection: Connection, address: str, delivery: Delivery, base_url: str) -> str | None:
    """One more link to an invitation that is open and went to the same address."""
    owner, customer_id, now = delivery.seller.company_id, delivery.reach.customer_id, delivery.now
    if customer_id is None:
        return None
    found = await queries.newest_of(connection, owner, customer_id)
    if found is None or found.state(now) is not State.SENT:
        return None
    if (found.method, found.recipient) != (Method.EMAIL, address):
        return None
    key = new_link_key()
    await store.add_key(connection, owner, found.invitation_id, found.sent_count, key, now)
    return f"{base_url}/invitations/{key}"
