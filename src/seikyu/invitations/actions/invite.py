"""Invite a customer: as a person at a screen asks, or as a program asks by `invitation_method`."""

from datetime import datetime
from uuid import UUID

from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invitations import queries, store
from seikyu.invitations.actions.send import Inviter, recipient_of, send
from seikyu.invitations.model import QUIET_FOR, Invitation, Method, Partner, State
from seikyu.invitations.queries import Customer
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def invite(
    connection: Connection,
    inviter: Inviter,
    now: datetime,
    customer_id: UUID,
    method: Method,
    email: str | None = None,
) -> UUID:
    """Invite a customer, at `email` where its record has none; an invitation that is open is sent again."""
    customer = await _customer(connection, inviter.owner, customer_id)
    if method is Method.EMAIL and email is not None and customer.email is None:
        await store.keep_email(connection, inviter.owner, customer_id, email, now)
        customer = await _customer(connection, inviter.owner, customer_id)
    before = await queries.newest_of(connection, inviter.owner, customer_id)
    return await send(connection, inviter, now, customer, method, before)


async def invite_quietly(
    connection: Connection, inviter: Inviter, now: datetime, customer_id: UUID, method: Method
) -> UUID | None:
    """Invite a customer unless it is linked, cannot be reached, or was invited so within a day.

    Asked for by name after the request was answered: it may be done twice, and what stood in its way has
    been told in the answer or has come about since.
    """
    try:
        customer = await _customer(connection, inviter.owner, customer_id)
        recipient = recipient_of(customer, method)
    except Refusal:
        return None
    before = await queries.newest_of(connection, inviter.owner, customer_id)
    if before is not None and _is_repeated(before, method, recipient, now):
        return None
    return await send(connection, inviter, now, customer, method, before)


async def invite_payee(connection: Connection, inviter: Inviter, now: datetime, payee_id: UUID) -> UUID:
    """Invite a payee by mail to issue its invoices here; an invitation that is open is sent again."""
    payee = await queries.payee(connection, inviter.owner, payee_id, lock=True)
    if payee is None:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    if payee.buyer_company_id is not None:
        raise Refusal(codes.PAYEE_LINKED, status=409)
    before = await queries.newest_of(connection, inviter.owner, payee_id)
    sent = await send(connection, inviter, now, payee, Method.EMAIL, before, Partner.PAYEE)
    event = Event("payees.invited", "master", f"payees/{payee_id}", comment=payee.email)
    await record(connection, inviter.owner, inviter.author, now, [event])
    return sent


async def resend(connection: Connection, inviter: Inviter, now: datetime, invitation_id: UUID) -> None:
    """Send an invitation again the way it went, to where the customer is now; what went before is void."""
    before = await queries.one(connection, inviter.owner, invitation_id)
    if before is None or before.partner is not Partner.CUSTOMER:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    customer = await _customer(connection, inviter.owner, before.partner_id)
    before = await queries.one(connection, inviter.owner, invitation_id, lock=True)
    if before is None or before.stored_state is not State.SENT:
        raise Refusal(codes.INVITATION_OVER, status=409)
    await send(connection, inviter, now, customer, before.method, before)


def _is_repeated(before: Invitation, method: Method, recipient: str, now: datetime) -> bool:
    same = (before.method, before.recipient) == (method, recipient)
    # Whoever withdrew it by hand may have the next one sent at once.
    return same and before.stored_state is not State.WITHDRAWN and before.sent_at > now - QUIET_FOR


async def _customer(connection: Connection, owner: int, customer_id: UUID) -> Customer:
    """The customer, held: two who invite it at once send one after the other."""
    customer = await queries.customer(connection, owner, customer_id, lock=True)
    if customer is None:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    if customer.buyer_company_id is not None:
        raise Refusal(codes.CUSTOMER_LINKED, status=409)
    return customer
