"""Accept an invitation: customer or payee is linked with the company; invoices then pass between the two."""

from datetime import datetime

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.invitations import mails, store
from seikyu.invitations.actions.hand_over import hand_over
from seikyu.invitations.actions.join import join
from seikyu.invitations.actions.look import open_invitation
from seikyu.invitations.model import Found, Partner, State
from seikyu.issuing.ways import IntoInbox
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def accept(
    connection: Connection, actor: Actor, now: datetime, base_url: str, into_inbox: IntoInbox, key: str
) -> None:
    """Accept for the actor's company; raise Refusal when it is not open any more, or is its own.

    One transaction for both parties: of two who accept at once one wins, the other is told. What was issued
    to the customer before lies in the inbox afterwards, a great many by and by.
    """
    administrators_only(actor)
    buyer = actor.company
    found = await open_invitation(connection, key, now)
    owner, invitation = found.inviter, found.invitation
    if owner == buyer.company_id:
        raise Refusal(codes.OWN_INVITATION, status=409)
    if invitation.partner is Partner.PAYEE:
        await _accept_as_supplier(connection, actor, now, base_url, into_inbox, found)
        return
    if not await store.link(connection, owner, invitation.partner_id, buyer.company_id, now):
        raise Refusal(codes.INVITATION_OVER, status=409)
    await _answer(connection, actor, found, now)
    number, name = str(invitation.invitation_id), invitation.partner_name
    events = [
        Event("invitation.accepted", "invitation", number, comment=buyer.name),
        Event("customer.linked", "customer", str(invitation.partner_id), comment=buyer.name),
    ]
    await record(connection, owner, actor.author, now, events)
    readers = await users_of(connection, owner)
    told = [mails.accepted(reader, name, buyer.name, base_url, number) for reader in readers]
    await write(connection, owner, told, now)
    await act_for(connection, buyer.company_id)
    event = Event("invitation.accepted", "invitation", number)
    await record(connection, buyer.company_id, actor.author, now, [event])
    await hand_over(connection, owner, invitation.partner_id, buyer.company_id, into_inbox, now)


async def _accept_as_supplier(
    connection: Connection, actor: Actor, now: datetime, base_url: str, into_inbox: IntoInbox, found: Found
) -> None:
    owner, invitation, supplier = found.inviter, found.invitation, actor.company
    await _answer(connection, actor, found, now)
    event = Event("invitation.accepted", "invitation", str(invitation.invitation_id), comment=supplier.name)
    await record(connection, owner, actor.author, now, [event])
    page = f"{base_url}/buyer/payees/{invitation.partner_id}"
    readers = await users_of(connection, owner)
    told = [mails.supplier_accepted(each, invitation.partner_name, supplier.name, page) for each in readers]
    await write(connection, owner, told, now)
    await join(connection, owner, supplier, invitation.partner_id, actor.author, into_inbox, now)


async def _answer(connection: Connection, actor: Actor, found: Found, now: datetime) -> None:
    if not await store.answer(
        connection,
        found.inviter,
        found.invitation.invitation_id,
        State.ACCEPTED,
        now,
        by=actor.name,
        company_id=actor.company.company_id,
    ):
        raise Refusal(codes.INVITATION_OVER, status=409)
