"""Sign up by an invitation: a free company, its first person, and the link, all at once or nothing."""

from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts import queries as accounts
from seikyu.accounts.model import Actor, Plan, User, Via
from seikyu.accounts.store import NewCompany, NewUser, add_company, add_user
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.invitations.actions.accept import accept
from seikyu.invitations.actions.look import open_invitation
from seikyu.issuing.ways import IntoInbox


@dataclass(frozen=True, slots=True)
class SignUp:
    """What the invited tell of their company and of the person who signs up."""

    company_name: str
    corporate_number: str | None
    registration_number: str | None
    zip_code: str | None
    address1: str | None
    address2: str | None
    phone: str | None
    person_name: str
    pfid: str


async def sign_up(
    connection: Connection,
    now: datetime,
    base_url: str,
    into_inbox: IntoInbox,
    key: str,
    given: SignUp,
    password_hash: str,
) -> User:
    """Found the company and accept for it; a PFID that is taken raises the driver's unique violation."""
    await open_invitation(connection, key, now)
    new = NewCompany(
        given.company_name,
        Plan.FREE,
        frozenset(),
        given.corporate_number,
        given.registration_number,
        given.zip_code,
        given.address1,
        given.address2,
        given.phone,
    )
    company_id = await add_company(connection, new, now)
    person = NewUser(given.pfid, password_hash, given.person_name)
    user_id = await add_user(connection, company_id, person, now)
    user = await accounts.user(connection, user_id)
    if user is None:
        raise LookupError(f"user {user_id} cannot log in")
    actor = Actor(user.company, user_id, user.name, Via.SCREEN, administrator=user.administrator)
    await act_for(connection, company_id)
    events = [
        Event("company_founded", "company", str(company_id)),
        Event("user_added", "user", str(user_id)),
    ]
    await record(connection, company_id, actor.author, now, events)
    await accept(connection, actor, now, base_url, into_inbox, key)
    return user
