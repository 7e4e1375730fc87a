"""The ways in at the file server: made, given keys or a new password, and closed by administrators."""

import secrets
from collections.abc import Callable

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.passwords import Passwords
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.notices.files import queries, store
from seikyu.notices.files.model import MOST_ACCOUNTS
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

ReadKey = Callable[[str], tuple[bytes, str]]


async def open_account(connection: Connection, actor: Actor, clock: Clock) -> str:
    """Make a way in, which nobody can use before it has a key or a password; return its name."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if len(await queries.accounts(connection, owner)) >= MOST_ACCOUNTS:
        raise Refusal(codes.FILE_ACCOUNTS_MANY, status=409, limit=MOST_ACCOUNTS)
    account = f"f{owner}-{secrets.token_hex(3)}"
    await store.add_account(connection, owner, account, None, actor.name, now)
    await _note(connection, actor, clock, "opened", account)
    return account


async def renew_password(
    connection: Connection, actor: Actor, clock: Clock, passwords: Passwords, account: str
) -> str:
    """Give an account a password of our making; it is told once and kept as a hash."""
    administrators_only(actor)
    password = secrets.token_urlsafe(24)
    hashed = await passwords.hash(password)
    if not await store.set_password(connection, actor.company.company_id, account, hashed):
        raise Refusal(codes.FILE_ACCOUNT_UNKNOWN, status=404)
    await _note(connection, actor, clock, "password_renewed", account)
    return password


async def add_key(
    connection: Connection, actor: Actor, clock: Clock, account: str, read_key: ReadKey, line: str
) -> None:
    """Let a public key in; raise Refusal for one that cannot be read or is too weak."""
    administrators_only(actor)
    try:
        key_hash, name = read_key(line)
    except ValueError:
        raise Refusal(codes.FILE_KEY_UNREADABLE, status=400) from None
    if not await store.add_key(connection, actor.company.company_id, account, key_hash, name):
        raise Refusal(codes.FILE_ACCOUNT_UNKNOWN, status=404)
    await _note(connection, actor, clock, "key_added", account)


async def close_account(connection: Connection, actor: Actor, clock: Clock, account: str) -> None:
    """Close a way in."""
    administrators_only(actor)
    if not await store.remove_account(connection, actor.company.company_id, account):
        raise Refusal(codes.FILE_ACCOUNT_UNKNOWN, status=404)
    await _note(connection, actor, clock, "closed", account)


async def _note(connection: Connection, actor: Actor, clock: Clock, action: str, account: str) -> None:
    event = Event(f"file_account.{action}", "file_account", account)
    await record(connection, actor.company.company_id, actor.author, clock(), [event])
