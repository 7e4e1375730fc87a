"""Send an invitation of a customer, first or again: by mail with a link, or as a letter with a code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Company
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invitations import mails, store
from seikyu.invitations.keys import new_letter_code, new_link_key
from seikyu.invitations.model import GOOD_FOR, Invitation, Method, Partner, State
from seikyu.invitations.print import print_letter
from seikyu.invitations.queries import Customer
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Inviter:
    """Who invites, and below which address the invited find what they are told of."""

    company: Company
    author: Author
    base_url: str

    @property
    def owner(self) -> int:
        """The company that invites."""
        return self.company.company_id


def recipient_of(customer: Customer, method: Method) -> str:
    """Where an invitation goes; Refusal when the customer's record does not say."""
    if method is Method.EMAIL:
        if customer.email is None:
            raise Refusal(codes.INVITATION_NEEDS_EMAIL, status=400)
        return customer.email
    if not customer.posted_to:
        raise Refusal(codes.INVITATION_NEEDS_ADDRESS, status=400)
    return " ".join(filter(None, (f"〒{customer.zip_code}", customer.address1, customer.address2)))


async def send(
    connection: Connection,
    inviter: Inviter,
    now: datetime,
    customer: Customer,
    method: Method,
    before: Invitation | None,
    partner: Partner = Partner.CUSTOMER,
) -> UUID:
    """Send it, anew or as the next sending of one `before` that is still open or has expired."""
    owner, until = inviter.owner, now + GOOD_FOR[method]
    recipient = recipient_of(customer, method)
    key, letter = new_link_key(), None
    if method is Method.LETTER:
        key = new_letter_code()
        letter = await print_letter(customer, inviter.company.name, key, inviter.base_url, now, until)
    sending = store.Sending(
        customer.customer_id,
        customer.name,
        method,
        recipient,
        until,
        inviter.author.name,
        letter,
        partner,
    )
    if before is not None and before.stored_state is State.SENT:
        invitation_id, action = before.invitation_id, "invitation.sent_again"
        if not await store.send_again(connection, owner, invitation_id, sending, key, now):
            raise Refusal(codes.INVITATION_OVER, status=409)
    else:
        invitation_id = await store.send_first(connection, owner, sending, key, now)
        action = "invitation.sent"
    if method is Method.EMAIL:
        link = f"{inviter.base_url}/invitations/{key}"
        invite = mails.invited_to_issue if partner is Partner.PAYEE else mails.invited
        mail = invite(recipient, customer.name, inviter.company.name, link, until)
        await write(connection, owner, [mail], now)
    event = Event(action, "invitation", str(invitation_id), comment=recipient)
    await record(connection, owner, inviter.author, now, [event])
    return invitation_id
