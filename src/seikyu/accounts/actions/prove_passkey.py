"""Let somebody in by a passkey: alone, or as the step after the password."""

from datetime import datetime
from typing import Literal

from webauthn.helpers.structs import AuthenticationCredential

from seikyu.accounts import factor_store, login_steps, passkeys, queries, store
from seikyu.accounts.actions.prove_code import Proven, Visit, failed, waiting, watched_of
from seikyu.accounts.factors import Step, StepKind
from seikyu.accounts.letters import factors_changed
from seikyu.accounts.model import Actor, Gone, User, Via, Wait, Wrong
from seikyu.accounts.passkey_store import passkeys_of, use_passkey
from seikyu.accounts.passkeys import Relying
from seikyu.accounts.rules import Watched, watched_guesses
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.kit.clock import Clock
from seikyu.mail.store import write

COPIED = (
    "パスキーの使用回数が以前より少なかったため、ログインを拒否しました。"
    "パスキーが複製された可能性があります。"
)

Kind = Literal[StepKind.SECOND, StepKind.PASSKEY]


async def ask_anybody(pool: Pool, clock: Clock, relying: Relying, target: str) -> tuple[str, str]:
    """What the browser asks whatever passkey there is, and what it is to hold meanwhile."""
    now = clock()
    async with transaction(pool, None) as connection:
        token = await login_steps.begin(connection, StepKind.PASSKEY, None, target, now)
        challenge = await login_steps.give_challenge(connection, token, now)
    return passkeys.request_options(relying, challenge), token


async def ask_after_password(pool: Pool, clock: Clock, relying: Relying, token: str) -> str | None:
    """What the browser asks one of the passkeys of whoever gave the password; None: too long ago."""
    now = clock()
    async with transaction(pool, None) as connection:
        step = await login_steps.find(connection, token, StepKind.SECOND, now)
        user = None if step is None or step.user_id is None else await queries.user(connection, step.user_id)
        if user is None:
            return None
        await act_for(connection, user.company.company_id)
        known = await passkeys_of(connection, user.company.company_id, user.user_id)
        challenge = await login_steps.give_challenge(connection, token, now)
    return passkeys.request_options(relying, challenge, [one.credential_id for one in known])


async def prove_passkey(
    pool: Pool, clock: Clock, relying: Relying, visit: Visit, kind: Kind, typed: str
) -> Proven | Wrong | Wait | Gone:
    """Tell whether the answer is good; the challenge is used up whatever comes of it."""
    now = clock()
    async with transaction(pool, None) as connection:
        step = await login_steps.find(connection, visit.token, kind, now)
        challenge = None if step is None else await login_steps.take_challenge(connection, step, now)
        if step is None or challenge is None:
            return Gone()
        outcome = await _judge(connection, relying, visit, step, challenge, typed, now)
        if isinstance(outcome, User):
            return Proven(outcome, step.target) if await login_steps.finish(connection, step) else Gone()
        return outcome


async def _judge(
    connection: Connection,
    relying: Relying,
    visit: Visit,
    step: Step,
    challenge: bytes,
    typed: str,
    now: datetime,
) -> User | Wrong | Wait:
    answer = passkeys.read_answer(typed)
    strangers = (watched_guesses("passkey", visit.address),)
    wait = await waiting(connection, strangers, now)
    user = await _whose(connection, step, answer)
    if user is None or answer is None:
        if wait:
            return Wait(wait)
        await store.count_failure(connection, [watch.subject for watch in strangers], now)
        return Wrong()
    await act_for(connection, user.company.company_id)
    await factor_store.lock_person(connection, user.user_id)
    # A stranger who came without a password shuts nobody out by guessing: the address alone waits, and as no
    # signature can be guessed, whoever has a good one need not wait with the others there.
    watches: tuple[Watched, ...] = strangers
    if step.kind is StepKind.SECOND:
        watches = await watched_of(connection, user, visit, now)
        if wait := await waiting(connection, watches, now):
            return Wait(wait)
    if not await _is_good(connection, relying, user, answer, challenge, now):
        if wait:
            return Wait(wait)
        await failed(connection, visit, user, watches, now)
        return Wrong()
    if step.kind is StepKind.SECOND:
        # The address keeps its count: whoever holds one good passkey may still be guessing others.
        await store.forget_failures(connection, [watch.subject for watch in watches])
    return user


async def _whose(connection: Connection, step: Step, answer: AuthenticationCredential | None) -> User | None:
    said = None if answer is None else passkeys.owner_of(answer)
    user_id = step.user_id if step.kind is StepKind.SECOND else said
    return None if user_id is None else await queries.user(connection, user_id)


async def _is_good(
    connection: Connection,
    relying: Relying,
    user: User,
    answer: AuthenticationCredential,
    challenge: bytes,
    now: datetime,
) -> bool:
    owner, user_id = user.company.company_id, user.user_id
    known = {one.credential_id: one for one in await passkeys_of(connection, owner, user_id)}
    stored = known.get(answer.raw_id)
    if stored is None:
        return False
    told = passkeys.proven(relying, answer, challenge, stored.public_key)
    if told is None:
        return False
    if await use_passkey(connection, owner, user_id, stored.passkey_id, told.new_sign_count, now):
        return True
    event = Event("passkey_refused", "user", str(user_id), comment=COPIED)
    author = Actor(user.company, user_id, user.name, Via.SCREEN).author
    await record(connection, owner, author, now, [event])
    await write(
        connection, owner, [factors_changed(user.email, user.company.name, user.name, COPIED, now)], now
    )
    return False
