"""End login sessions: one's own, or as an administrator those of a colleague. It takes effect at once."""

from datetime import datetime
from uuid import UUID

from seikyu.accounts import session_store
from seikyu.accounts.actions.keep_people import Office, find
from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Oneself
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def end_own(connection: Connection, oneself: Oneself, session_id: UUID, now: datetime) -> None:
    """End one of one's own sessions; 404 when there is no such one."""
    if not await session_store.end_one(connection, oneself.user.user_id, session_id):
        raise Refusal(codes.SESSION_UNKNOWN, status=404)
    await _record(connection, oneself.actor, oneself.user.user_id, now, 1)


async def end_own_others(connection: Connection, oneself: Oneself, now: datetime) -> None:
    """End all of one's own sessions but this one."""
    ended = await session_store.end_others(connection, oneself.user.user_id, oneself.session_id)
    await _record(connection, oneself.actor, oneself.user.user_id, now, ended)


async def end_all_of(connection: Connection, office: Office, user_id: int) -> None:
    """End every session of a person of the company; for administrators."""
    administrators_only(office.actor)
    await find(connection, office.owner, user_id)
    ended = await session_store.end_others(connection, user_id, None)
    await _record(connection, office.actor, user_id, office.clock(), ended)


async def _record(connection: Connection, actor: Actor, user_id: int, now: datetime, ended: int) -> None:
    if ended:
        event = Event("sessions_ended", "user", str(user_id), comment=str(ended))
        await record(connection, actor.company.company_id, actor.author, now, [event])
