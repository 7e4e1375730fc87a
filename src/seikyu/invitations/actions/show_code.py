"""The one-time code of a mailed invoice: asked for, sent to where the invoice went, and shown."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.queries import company
from seikyu.db.pool import Connection
from seikyu.invitations import mailed, mails
from seikyu.invitations.keys import hash_of, new_link_key, new_one_time_code, read_one_time_code
from seikyu.invitations.mailed import CODES_WITHIN, MOST_CODES, MOST_FAILURES
from seikyu.invitations.model import MailedInvoice
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Right:
    """The code was right: `visit` lets its holder read for a while."""

    visit: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The code was wrong or is over; `left` tries remain before a new one is needed."""

    left: int


async def alive(connection: Connection, key: str, now: datetime, *, lock: bool = False) -> MailedInvoice:
    """The mailed invoice of a link that may be read; raise Refusal when there is none (any more)."""
    found = await mailed.find(connection, key, now, lock=lock)
    if found is None or not found.alive:
        raise Refusal(codes.DOCUMENT_LINK_DEAD, status=404)
    return found


async def send_code(connection: Connection, key: str, now: datetime) -> bool:
    """Mail a new code to where the invoice went; False when too many were sent of late."""
    found = await alive(connection, key, now, lock=True)
    seller = await company(connection, found.owner)
    if seller is None:
        raise LookupError(f"there is no company {found.owner}")
    fresh = found.codes_since is None or found.codes_since <= now - CODES_WITHIN
    since = now if found.codes_since is None or fresh else found.codes_since
    sent = 0 if fresh else found.codes_sent
    if sent >= MOST_CODES:
        return False
    code = new_one_time_code()
    await mailed.set_code(connection, found, hash_of(key, code), sent + 1, since, now)
    await write(connection, found.owner, [mails.one_time_code(found.recipient, seller.name, code)], now)
    return True


async def show_code(connection: Connection, key: str, typed: str, now: datetime) -> Right | WrongCode:
    """Check a code; it works once, for a quarter of an hour, and not after five wrong ones."""
    found = await alive(connection, key, now, lock=True)
    if found.code_hash is None or not found.awaits_code(now) or found.code_failures >= MOST_FAILURES:
        return WrongCode(0)
    if not hmac.compare_digest(found.code_hash, hash_of(key, read_one_time_code(typed))):
        await mailed.count_wrong_code(connection, found)
        return WrongCode(MOST_FAILURES - found.code_failures - 1)
    visit = new_link_key()
    await mailed.begin_visit(connection, found, visit, now)
    return Right(visit)
