"""What people do about their own second factors, and administrators about those of colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts import factor_store, passkey_store, totp
from seikyu.accounts.actions.keep_people import Office, find
from seikyu.accounts.factor_store import put_recovery_codes, standing
from seikyu.accounts.factors import MOST_PASSKEYS
from seikyu.accounts.letters import factors_changed
from seikyu.accounts.model import Actor, User, administrators_only
from seikyu.accounts.passkey_store import NewPasskey
from seikyu.accounts.recovery import new_codes
from seikyu.accounts.session_store import end_others
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.mail.store import write
from seikyu.seals import Seals
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

RESET = "{who}が、あなたの二段階認証（認証アプリ・パスキー・リカバリーコード）をすべて解除しました。"


@dataclass(frozen=True, slots=True)
class Own:
    """A person who changes their own factors, and when."""

    user: User
    author: Author
    now: datetime

    @property
    def owner(self) -> int:
        """The company."""
        return self.user.company.company_id


def new_totp(seals: Seals) -> bytes:
    """A sealed secret for an authenticator app; it counts once a code has confirmed it."""
    return seals.seal(totp.new_secret(), totp.PURPOSE)


async def confirm_totp(
    connection: Connection, own: Own, seals: Seals, sealed: bytes, typed: str
) -> Sequence[str] | None:
    """Put the secret into use; return fresh recovery codes (none when there are some), None: wrong code."""
    await factor_store.lock_person(connection, own.user.user_id)
    step = totp.matching_step(seals.open(sealed, totp.PURPOSE), typed, own.now, 0)
    if step is None:
        return None
    await factor_store.put_totp(connection, own.owner, own.user.user_id, sealed, step, own.now)
    await _tell(connection, own, "totp_added", "認証アプリを登録しました。")
    return await _codes_if_none(connection, own)


async def remove_totp(connection: Connection, own: Own) -> None:
    """Forget the authenticator app; refused when it is the last factor and the company asks for one."""
    await _may_remove(connection, own)
    if await factor_store.remove_totp(connection, own.owner, own.user.user_id):
        await _tell(connection, own, "totp_removed", "認証アプリを解除しました。")
        await _forget_codes(connection, own)


async def renew_codes(connection: Connection, own: Own) -> Sequence[str]:
    """Fresh recovery codes; those from before are good no more."""
    await factor_store.lock_person(connection, own.user.user_id)
    if not (await standing(connection, own.owner, own.user.user_id)).protected:
        raise Refusal(codes.NO_SECOND_FACTOR, status=409)
    fresh = new_codes()
    await put_recovery_codes(connection, own.owner, own.user.user_id, fresh)
    await _tell(connection, own, "recovery_codes_renewed", "リカバリーコードを作り直しました。")
    return fresh


async def add_passkey(connection: Connection, own: Own, new: NewPasskey) -> Sequence[str]:
    """Keep a passkey; return fresh recovery codes, none when there are some."""
    await factor_store.lock_person(connection, own.user.user_id)
    if len((await standing(connection, own.owner, own.user.user_id)).passkeys) >= MOST_PASSKEYS:
        raise Refusal(codes.PASSKEYS_MANY, status=409, limit=MOST_PASSKEYS)
    await passkey_store.add_passkey(connection, own.owner, own.user.user_id, new, own.now)
    await _tell(connection, own, "passkey_added", f"パスキー「{new.name}」を登録しました。", new.name)
    return await _codes_if_none(connection, own)


async def remove_passkey(connection: Connection, own: Own, passkey_id: UUID) -> None:
    """Forget a passkey; refused when it is the last factor and the company asks for one."""
    await _may_remove(connection, own)
    name = await passkey_store.remove_passkey(connection, own.owner, own.user.user_id, passkey_id)
    if name is None:
        raise Refusal(codes.PASSKEY_UNKNOWN, status=404)
    await _tell(connection, own, "passkey_removed", f"パスキー「{name}」を削除しました。", name)
    await _forget_codes(connection, own)


async def reset(connection: Connection, office: Office, user_id: int) -> None:
    """Take every factor of a colleague who lost them; for administrators.

    Not their own: whoever finds an administrator's screen left open would get round logging in again.
    """
    administrators_only(office.actor)
    if user_id == office.actor.user_id:
        raise Refusal(codes.OWN_FACTORS, status=409)
    known = await find(connection, office.owner, user_id)
    person = User(user_id, office.actor.company, known.pfid, known.name, known.employee_code, known.email)
    await take_all(connection, person, office.actor.author, office.clock())


async def take_all(connection: Connection, person: User, author: Author, now: datetime) -> None:
    """Forget all factors of a person and tell them by mail; whoever logged in with one stays so no longer."""
    owner, user_id = person.company.company_id, person.user_id
    await factor_store.lock_person(connection, user_id)
    await factor_store.remove_totp(connection, owner, user_id)
    await passkey_store.remove_passkeys(connection, owner, user_id)
    await put_recovery_codes(connection, owner, user_id, ())
    await end_others(connection, user_id, None)
    await record(connection, owner, author, now, [Event("factors_reset", "user", str(user_id))])
    what = RESET.format(who=author.name)
    mail = factors_changed(person.email, person.company.name, person.name, what, now)
    await write(connection, owner, [mail], now)


async def require_for_all(connection: Connection, actor: Actor, now: datetime, *, required: bool) -> None:
    """Ask everybody of the company for a second factor from their next login on, or no more."""
    administrators_only(actor)
    owner = actor.company.company_id
    if await factor_store.require_for_all(connection, owner, required=required):
        action = "second_factor_required" if required else "second_factor_optional"
        await record(connection, owner, actor.author, now, [Event(action, "company", str(owner))])


async def allow_password_flow(connection: Connection, office: Office, user_id: int, *, allowed: bool) -> None:
    """Let programs use a person's password in spite of a second factor (decision 0016), or no more."""
    administrators_only(office.actor)
    await find(connection, office.owner, user_id)
    if await factor_store.allow_password_flow(connection, office.owner, user_id, allowed=allowed):
        action = "password_flow_allowed" if allowed else "password_flow_barred"
        event = Event(action, "user", str(user_id))
        await record(connection, office.owner, office.actor.author, office.clock(), [event])


async def _may_remove(connection: Connection, own: Own) -> None:
    await factor_store.lock_person(connection, own.user.user_id)
    known = await standing(connection, own.owner, own.user.user_id)
    if known.required and known.last_one:
        raise Refusal(codes.SECOND_FACTOR_KEPT, status=409)


async def _codes_if_none(connection: Connection, own: Own) -> Sequence[str]:
    if (await standing(connection, own.owner, own.user.user_id)).recovery_left:
        return ()
    fresh = new_codes()
    await put_recovery_codes(connection, own.owner, own.user.user_id, fresh)
    return fresh


async def _forget_codes(connection: Connection, own: Own) -> None:
    if not (await standing(connection, own.owner, own.user.user_id)).protected:
        await put_recovery_codes(connection, own.owner, own.user.user_id, ())


async def _tell(connection: Connection, own: Own, action: str, what: str, comment: str | None = None) -> None:
    event = Event(action, "user", str(own.user.user_id), comment=comment)
    await record(connection, own.owner, own.author, own.now, [event])
    mail = factors_changed(own.user.email, own.user.company.name, own.user.name, what, own.now)
    await write(connection, own.owner, [mail], own.now)
