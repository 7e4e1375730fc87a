"""Withdraw an invitation: its link or code opens nothing any more."""

from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invitations import queries, store
from seikyu.invitations.model import State
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def withdraw(connection: Connection, actor: Actor, now: datetime, invitation_id: UUID) -> None:
    """Withdraw it; raise Refusal when it is not there, or was answered already."""
    owner = actor.company.company_id
    if await queries.one(connection, owner, invitation_id) is None:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    if not await store.answer(connection, owner, invitation_id, State.WITHDRAWN, now, by=actor.name):
        raise Refusal(codes.INVITATION_OVER, status=409)
    event = Event("invitation.withdrawn", "invitation", str(invitation_id))
    await record(connection, owner, actor.author, now, [event])
