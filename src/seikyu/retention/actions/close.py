"""Leave, and come back: nobody comes in any more, what runs by itself stops, papers stay."""

from seikyu.accounts.model import User
from seikyu.accounts.queries import users_of
from seikyu.accounts.store import disable_company, end_sessions_of
from seikyu.audit.followers import follow
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.oauth.model import EndReason
from seikyu.oauth.store import end_families_of
from seikyu.retention import queries, store
from seikyu.retention.actions.release import administrators
from seikyu.retention.letters import closed, reopened
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def close(connection: Connection, owner: int, author: Author, clock: Clock, reason: str) -> None:
    """Close a company: logins and tokens end now, webhooks, templates and invitations stop.

    Its papers stay, and those of its counterparties are their own. Refuse when there is none or it has left.
    """
    now = clock()
    if await queries.is_closed(connection, owner):
        raise Refusal(codes.COMPANY_CLOSED, status=409)
    people = await users_of(connection, owner)
    readers = await administrators(connection, owner)
    await disable_company(connection, owner, now)
    await _shut_out(connection, people, clock)
    stopped = await store.stop_work(connection, owner, now)
    await follow(connection, owner, ())
    comment = f"{reason}（停止：{stopped}）"
    event = Event("company.closed", "company", str(owner), comment=comment)
    await record(connection, owner, author, now, [event])
    await write(connection, owner, [closed(reader, reason) for reader in readers], now)


async def reopen(connection: Connection, owner: int, author: Author, clock: Clock, base_url: str) -> None:
    """Let a company in again; what was stopped stays so until somebody starts it."""
    now = clock()
    if not await queries.is_closed(connection, owner):
        raise Refusal(codes.COMPANY_OPEN, status=409)
    await store.enable_company(connection, owner)
    await record(connection, owner, author, now, [Event("company.reopened", "company", str(owner))])
    readers = await administrators(connection, owner)
    await write(connection, owner, [reopened(reader, base_url) for reader in readers], now)


async def _shut_out(connection: Connection, people: list[User], clock: Clock) -> None:
    for person in people:
        await end_sessions_of(connection, person.user_id)
        await end_families_of(connection, person.user_id, EndReason.REVOKED, clock())
