"""What administrators do about the people of their company."""

from dataclasses import dataclass, replace
from datetime import datetime

from seikyu.accounts import people, store
from seikyu.accounts.actions.set_password import EndTokens
from seikyu.accounts.letters import set_password
from seikyu.accounts.links import new_secret_link, token_for
from seikyu.accounts.model import Actor, User, administrators_only
from seikyu.accounts.people import Person
from seikyu.accounts.rules import normal_pfid
from seikyu.accounts.store import NewUser
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.stamp import stamp
from seikyu.mail.store import write
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

EMPTY = "（空欄）"


@dataclass(frozen=True, slots=True)
class Office:
    """Who administers, by which clock, where the product is reached, and how a person's tokens end."""

    actor: Actor
    clock: Clock
    base_url: str
    end_tokens: EndTokens

    @property
    def owner(self) -> int:
        """The company."""
        return self.actor.company.company_id

    def link(self, token: str) -> str:
        """Where a person sets the password."""
        return f"{self.base_url}/password/new?token={token}"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated about a person; without a mail address mail goes to the PFID."""

    name: str
    employee_code: str | None
    email: str | None
    administrator: bool


async def add(connection: Connection, office: Office, pfid: str, stated: Stated) -> int | list[Fault]:
    """Let a person in, who gets a mail to set the password; return the id, or what stands against it."""
    administrators_only(office.actor)
    pfid, now = normal_pfid(pfid), office.clock()
    faults = await _taken(connection, office.owner, stated, None)
    if await people.is_taken(connection, pfid):
        faults.append(Fault("pfid", codes.PFID_TAKEN))
    if faults:
        return faults
    link = new_secret_link(now)
    new = NewUser(
        pfid, link.stored, stated.name, stated.employee_code, stated.email, administrator=stated.administrator
    )
    user_id = await store.add_user(connection, office.owner, new, now)
    address = office.link(token_for(user_id, link))
    mail = set_password(office.actor.company.name, stated.name, pfid, stated.email or pfid, address)
    await write(connection, office.owner, [mail], now)
    await _record(connection, office, now, "user_added", user_id, None)
    return user_id


async def change(
    connection: Connection, office: Office, user_id: int, stated: Stated, began_from: str
) -> list[Fault]:
    """Change a person; return what stands against it. The last administrator stays one."""
    administrators_only(office.actor)
    administrators = await people.lock_administrators(connection, office.owner)
    known = await find(connection, office.owner, user_id)
    faults = await _taken(connection, office.owner, stated, user_id)
    if began_from != seen(known):
        faults = [Fault("", codes.EDITED_MEANWHILE), *faults]
    if not stated.administrator and {*administrators} == {user_id}:
        faults.append(Fault("administrator", codes.LAST_ADMINISTRATOR))
    changed = replace(
        known,
        name=stated.name,
        employee_code=stated.employee_code,
        email=stated.email or known.pfid,
        administrator=stated.administrator,
    )
    if faults or changed == known:
        return faults
    await people.change(connection, changed)
    told = "\n".join(_changes(known, changed))
    await _record(connection, office, office.clock(), "user_changed", user_id, told)
    return []


async def disable(connection: Connection, office: Office, user_id: int) -> None:
    """Shut a person out; refused for the last administrator."""
    administrators_only(office.actor)
    administrators = await people.lock_administrators(connection, office.owner)
    known = await find(connection, office.owner, user_id)
    if {*administrators} == {user_id}:
        raise Refusal(codes.LAST_ADMINISTRATOR, status=409)
    if not known.disabled:
        now = office.clock()
        await store.disable_user(connection, user_id, now)
        await _record(connection, office, now, "user_disabled", user_id, None)


async def enable(connection: Connection, office: Office, user_id: int) -> None:
    """Let a person in again."""
    administrators_only(office.actor)
    known = await find(connection, office.owner, user_id)
    if known.disabled:
        await people.enable(connection, user_id)
        await _record(connection, office, office.clock(), "user_enabled", user_id, None)


async def send_link(connection: Connection, office: Office, user_id: int) -> None:
    """Take a person's password away and mail a link to set another; refused for the last administrator.

    What programs may do in the person's name ends with it, as it does when the person sets another.
    """
    administrators_only(office.actor)
    administrators = await people.lock_administrators(connection, office.owner)
    known = await find(connection, office.owner, user_id)
    if {*administrators} == {user_id}:
        raise Refusal(codes.LAST_ADMINISTRATOR, status=409)
    now = office.clock()
    link = new_secret_link(now)
    await store.change_password(connection, user_id, link.stored)
    person = User(user_id, office.actor.company, known.pfid, known.name, known.employee_code, known.email)
    await office.end_tokens(connection, person, office.actor.author, now)
    address = office.link(token_for(user_id, link))
    mail = set_password(office.actor.company.name, known.name, known.pfid, known.email, address)
    await write(connection, office.owner, [mail], now)
    await _record(connection, office, now, "password_link_sent", user_id, None)


async def find(connection: Connection, owner: int, user_id: int) -> Person:
    """The person, or 404."""
    known = await people.one(connection, owner, user_id)
    if known is None:
        raise Refusal(codes.USER_UNKNOWN, status=404)
    return known


def seen(known: Person) -> str:
    """The stamp of what somebody who edits began from."""
    return stamp(known.name, known.employee_code, known.email, known.administrator)


async def _taken(connection: Connection, owner: int, stated: Stated, own: int | None) -> list[Fault]:
    code = stated.employee_code
    if code is not None and await people.has_employee_code(connection, owner, code, own):
        return [Fault("employee_code", codes.EMPLOYEE_CODE_TAKEN)]
    return []


def _changes(before: Person, after: Person) -> list[str]:
    shown = (
        ("氏名", before.name, after.name),
        ("社員コード", before.employee_code, after.employee_code),
        ("メールアドレス", before.email, after.email),
        ("管理者", *("はい" if one.administrator else "いいえ" for one in (before, after))),
    )
    return [f"{label}: {old or EMPTY} → {new or EMPTY}" for label, old, new in shown if old != new]


async def _record(
    connection: Connection, office: Office, now: datetime, action: str, user_id: int, comment: str | None
) -> None:
    event = Event(action, "user", str(user_id), comment=comment)
    await record(connection, office.owner, office.actor.author, now, [event])
