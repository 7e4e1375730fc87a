"""Set a password: one's own anew, or the first one by the link of a mail."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from seikyu.accounts import people, store
from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.links import Shown, opens, read_token
from seikyu.accounts.model import Actor, Attempt, User, Via, Wait, Wrong
from seikyu.accounts.passwords import LONGEST_PASSWORD, Passwords
from seikyu.accounts.queries import user
from seikyu.accounts.rules import SHORTEST_PASSWORD
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

EndTokens = Callable[[Connection, User, Author, datetime], Awaitable[None]]
"""Ends what programs may do in a person's name; whoever learned the old password may have let one in."""


def unfit(password: str, again: str) -> list[Fault]:
    """What is wrong with a new password."""
    faults = []
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = {"label": "新しいパスワード", "low": SHORTEST_PASSWORD, "high": LONGEST_PASSWORD}
        faults.append(Fault("password", codes.PASSWORD_LENGTH, limits))
    if password != again:
        faults.append(Fault("again", codes.PASSWORD_NOT_REPEATED))
    return faults


async def change_own(
    pool: Pool, clock: Clock, passwords: Passwords, end_tokens: EndTokens, attempt: Attempt, password: str
) -> User | list[Fault]:
    """Change one's password, whose present one is in the attempt; all login sessions and tokens end."""
    match await check_password(pool, clock, passwords, attempt):
        case Wrong():
            return [Fault("present", codes.PASSWORD_WRONG)]
        case Wait(seconds):
            return [Fault("present", codes.PASSWORD_WAIT, {"seconds": seconds})]
        case User() as person:
            async with passwords.slot():
                hashed = await passwords.hash(password)
            owner = person.company.company_id
            async with transaction(pool, owner) as connection:
                await store.change_password(connection, person.user_id, hashed)
                event = Event("password_changed", "user", str(person.user_id))
                author = _actor(person, attempt.request_id).author
                await record(connection, owner, author, clock(), [event])
                await end_tokens(connection, person, author, clock())
            return person


async def invited(pool: Pool, clock: Clock, token: str) -> User:
    """Whose link it is; refused (410) when it was used, has expired or never was one."""
    found = await _found(pool, clock, read_token(token))
    return found[0]


async def set_first(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    end_tokens: EndTokens,
    token: str,
    password: str,
    request_id: str | None,
) -> None:
    """Set the password by a link, which can be used no more; refused (410) when it is no good.

    The link may stand for a password that was forgotten: tokens from before end.
    """
    person, link = await _found(pool, clock, read_token(token))
    async with passwords.slot():
        hashed = await passwords.hash(password)
    owner = person.company.company_id
    async with transaction(pool, owner) as connection:
        if not await people.replace_link(connection, person.user_id, link, hashed):
            raise Refusal(codes.LINK_USED_UP, status=410)
        event = Event("password_set", "user", str(person.user_id))
        author = _actor(person, request_id).author
        await record(connection, owner, author, clock(), [event])
        await end_tokens(connection, person, author, clock())


async def _found(pool: Pool, clock: Clock, shown: Shown | None) -> tuple[User, str]:
    if shown is not None:
        async with transaction(pool, None) as connection:
            stored = await people.stored_link(connection, shown.user_id)
            person = await user(connection, shown.user_id)
        if stored is not None and person is not None and opens(stored, shown, clock()):
            return person, stored
    raise Refusal(codes.LINK_USED_UP, status=410)


def _actor(person: User, request_id: str | None) -> Actor:
    return Actor(person.company, person.user_id, person.name, Via.SCREEN, request_id=request_id)
