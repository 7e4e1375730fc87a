"""Decline an invitation; whoever holds its link or code may."""

from datetime import datetime

from seikyu.accounts.queries import users_of
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invitations import mails, store
from seikyu.invitations.actions.look import open_invitation
from seikyu.invitations.model import Partner, State
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def decline(connection: Connection, now: datetime, base_url: str, key: str, reason: str | None) -> None:
    """Note it and tell the people of the company that invites; raise Refusal when it is not open any more."""
    found = await open_invitation(connection, key, now)
    owner, invitation = found.inviter, found.invitation
    name, number = invitation.partner_name, str(invitation.invitation_id)
    if not await store.answer(
        connection, owner, invitation.invitation_id, State.DECLINED, now, by=name, reason=reason
    ):
        raise Refusal(codes.INVITATION_OVER, status=409)
    author = Author(None, None, None, name, "link")
    event = Event("invitation.declined", "invitation", number, comment=reason)
    await record(connection, owner, author, now, [event])
    readers = await users_of(connection, owner)
    page = f"{base_url}/seller/invitations/{number}"
    if invitation.partner is Partner.PAYEE:
        page = f"{base_url}/buyer/payees/{invitation.partner_id}"
    await write(connection, owner, [mails.declined(r, name, reason, page) for r in readers], now)
