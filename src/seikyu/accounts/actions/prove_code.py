"""The step after the password: a code of the authenticator app, or a recovery code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from seikyu.accounts import devices, factor_store, login_steps, queries, store, totp
from seikyu.accounts.factors import StepKind
from seikyu.accounts.model import Actor, Gone, User, Via, Wait, Wrong
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, Watched, wait_seconds, watched_second
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.kit.clock import Clock
from seikyu.seals import Seals

Way = Literal["totp", "recovery"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on the way in: what the browser holds, and where they come from."""

    token: str
    address: str
    request_id: str | None
    device: bytes | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """Who it is, and where they wanted to go."""

    user: User
    target: str


async def prove_code(
    pool: Pool, clock: Clock, seals: Seals, visit: Visit, way: Way, typed: str
) -> Proven | Wrong | Wait | Gone:
    """Tell whether the code is good, once; wrong ones are counted and make the person wait."""
    now = clock()
    async with transaction(pool, None) as connection:
        step = await login_steps.find(connection, visit.token, StepKind.SECOND, now)
        user = None if step is None or step.user_id is None else await queries.user(connection, step.user_id)
        if step is None or user is None:
            return Gone()
        await act_for(connection, user.company.company_id)
        # Held, so that guesses sent all at once are counted one after the other.
        await factor_store.lock_person(connection, user.user_id)
        watches = await watched_of(connection, user, visit, now)
        if wait := await waiting(connection, watches, now):
            return Wait(wait)
        if not await _is_good(connection, seals, user, way, typed, now):
            await failed(connection, visit, user, watches, now)
            return Wrong()
        if not await login_steps.finish(connection, step):
            return Gone()
        await store.forget_failures(connection, [watch.subject for watch in watches])
        if way == "recovery":
            event = Event("recovery_code_used", "user", str(user.user_id), comment=visit.address)
            await record(connection, user.company.company_id, _author(user, visit).author, now, [event])
        return Proven(user, step.target)


async def watched_of(
    connection: Connection, user: User, visit: Visit, now: datetime
) -> tuple[Watched, Watched]:
    """What a wrong second factor counts against; who has learned the password shuts no known browser out."""
    owner, device = user.company.company_id, visit.device
    if device is not None and not await devices.is_known(connection, owner, user.user_id, device, now):
        device = None
    return watched_second(user.user_id, visit.address, device)


async def waiting(connection: Connection, watches: tuple[Watched, ...], now: datetime) -> int:
    """How many seconds nothing is checked for."""
    subjects = [watch.subject for watch in watches]
    counted = await queries.failures(connection, subjects, now - FORGET_FAILURES_AFTER)
    return max(wait_seconds(watch, counted.get(watch.subject), now) for watch in watches)


async def failed(
    connection: Connection, visit: Visit, user: User, watches: tuple[Watched, ...], now: datetime
) -> None:
    """Count a failure against the person and write it into the log."""
    await store.count_failure(connection, [watch.subject for watch in watches], now)
    event = Event("second_failed", "user", str(user.user_id), comment=visit.address)
    await record(connection, user.company.company_id, _author(user, visit).author, now, [event])


async def _is_good(
    connection: Connection, seals: Seals, user: User, way: Way, typed: str, now: datetime
) -> bool:
    owner, user_id = user.company.company_id, user.user_id
    if way == "recovery":
        return await factor_store.use_recovery_code(connection, owner, user_id, typed, now)
    kept = await factor_store.totp(connection, owner, user_id)
    if kept is None:
        return False
    secret = seals.open(kept.sealed, totp.PURPOSE)
    step = totp.matching_step(secret, typed, now, kept.last_step)
    return step is not None and await factor_store.use_step(connection, owner, user_id, step)


def _author(user: User, visit: Visit) -> Actor:
    return Actor(user.company, user.user_id, user.name, Via.SCREEN, request_id=visit.request_id)
