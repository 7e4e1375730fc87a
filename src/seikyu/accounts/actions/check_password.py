"""Check a PFID and its password, for every door that takes them (contract §3)."""

import hashlib
from datetime import datetime

from seikyu.accounts import devices, queries, store
from seikyu.accounts.model import Actor, Attempt, User, Wait, Wrong
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, Watched, wait_seconds, watched
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.kit.clock import Clock


async def check_password(
    pool: Pool, clock: Clock, passwords: Passwords, attempt: Attempt
) -> User | Wrong | Wait:
    """Tell who it is; count and record what fails, and make guessers wait."""
    async with passwords.slot():
        found, watches, wait = await _load(pool, clock, attempt)
        if wait:
            return Wait(wait)
        user, stored = (None, None) if found is None else found
        right = await passwords.matches(stored, attempt.password)
        if user is None or stored is None or not (right and attempt.may_be(user)):
            await _failed(pool, clock, attempt, watches, user)
            return Wrong()
    await _succeeded(pool, clock, attempt, watches, user)
    if passwords.is_outdated(stored):
        renewed = await passwords.hash(attempt.password)
        async with transaction(pool, None) as connection:
            await store.rehash_password(connection, user.user_id, stored, renewed)
    return user


async def _load(
    pool: Pool, clock: Clock, attempt: Attempt
) -> tuple[tuple[User, str] | None, tuple[Watched, Watched, Watched], int]:
    now = clock()
    async with transaction(pool, None) as connection:
        found = await queries.user_by_pfid(connection, attempt.pfid)
        known_by = await _known_by(connection, attempt, None if found is None else found[0], now)
        watches = watched(attempt.pfid, attempt.address, known_by)
        counted = await queries.failures(
            connection, [watch.subject for watch in watches], now - FORGET_FAILURES_AFTER
        )
        wait = max(wait_seconds(watch, counted.get(watch.subject), now) for watch in watches)
    return found, watches, wait


async def _known_by(
    connection: Connection, attempt: Attempt, user: User | None, now: datetime
) -> bytes | None:
    """What no stranger has: the secret a program has shown, or a browser the person logged in with before."""
    if attempt.client_id is not None:
        return hashlib.sha256(attempt.client_id.encode()).digest()
    if attempt.device is None:
        return None
    # For nobody, the same is asked: how long it takes tells nothing.
    owner, user_id = (0, 0) if user is None else (user.company.company_id, user.user_id)
    await act_for(connection, owner)
    return attempt.device if await devices.is_known(connection, owner, user_id, attempt.device, now) else None


async def _failed(
    pool: Pool, clock: Clock, attempt: Attempt, watches: tuple[Watched, ...], user: User | None
) -> None:
    now = clock()
    async with transaction(pool, None if user is None else user.company.company_id) as connection:
        await store.count_failure(connection, [watch.subject for watch in watches], now)
        if user is not None:
            event = Event("login_failed", "user", str(user.user_id), comment=attempt.address)
            await record(connection, user.company.company_id, _actor(user, attempt).author, now, [event])


async def _succeeded(
    pool: Pool, clock: Clock, attempt: Attempt, watches: tuple[Watched, Watched, Watched], user: User
) -> None:
    now = clock()
    # The address keeps its count: whoever holds one good password may still be guessing others.
    pair, pfid, _ = watches
    async with transaction(pool, user.company.company_id) as connection:
        await store.forget_failures(connection, [pair.subject, pfid.subject])
        if attempt.action is not None:
            event = Event(attempt.action, "user", str(user.user_id), comment=attempt.address)
            await record(connection, user.company.company_id, _actor(user, attempt).author, now, [event])


def _actor(user: User, attempt: Attempt) -> Actor:
    return Actor(user.company, user.user_id, user.name, attempt.via, attempt.client_id, attempt.request_id)
