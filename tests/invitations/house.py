"""A customer that is not linked, inviting it, and what was mailed to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from seikyu.accounts.model import Actor, Plan, Via
from seikyu.accounts.queries import user
from seikyu.accounts.store import NewCompany, NewUser, add_company, add_user
from seikyu.db.pool import transaction
from seikyu.invitations.actions.invite import invite
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.model import Method
from seikyu.issuing.ways import IntoInbox
from seikyu.kit.clock import system_clock
from seikyu.receiving.actions.deliver import deliverer
from tests.house.cast import PASSWORD, Cast, Party, add_customer
from tests.house.doors import Doors
from tests.house.papers import rows

KNOWN = {
    "company_name_org": "株式会社みらい建材",
    "zip": "530-0001",
    "address1": "大阪府大阪市北区梅田1-1",
    "address2": "みらいビル3F",
}


@dataclass(frozen=True)
class Unlinked:
    """A customer that is linked to nobody yet."""

    customer_id: UUID
    code: str
    email: str

    @property
    def named(self) -> dict[str, str]:
        return {"private_cust_cd": self.code}


async def unlinked(doors: Doors, cast: Cast, **fields: str) -> Unlinked:
    mark = uuid4().hex[:10]
    code, email = f"C-{mark}", f"keiri-{mark}@example.jp"
    given = {**KNOWN, "private_cust_cd": code, "user_email": email, **fields}
    known = {name: value for name, value in given.items() if value}
    customer_id = await add_customer(doors.pool, cast.seller.company_id, None, **known)
    return Unlinked(customer_id, code, email)


def inviter(doors: Doors, cast: Cast) -> Inviter:
    actor = cast.seller.actor
    return Inviter(actor.company, actor.author, doors.settings.base_url)


async def invited(doors: Doors, cast: Cast, to: Unlinked, method: Method = Method.EMAIL) -> UUID:
    """Invite as a person at the screen does; return the invitation."""
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        return await invite(connection, inviter(doors, cast), system_clock(), to.customer_id, method)


async def mails(doors: Doors, cast: Cast, recipient: str) -> list[str]:
    """The texts mailed to an address, oldest first."""
    query = "SELECT body FROM mails WHERE recipient = $1 ORDER BY mail_id"
    return [row["body"] for row in await rows(doors.pool, cast.seller.company_id, query, recipient)]


def key_in(body: str, place: str = "invitations") -> str:
    [key] = re.findall(rf"/{place}/([A-Za-z0-9_-]+)", body)
    assert isinstance(key, str)
    return key


async def key_for(doors: Doors, cast: Cast, to: Unlinked) -> str:
    """Invite by mail; return what the newest link holds."""
    await invited(doors, cast, to)
    return key_in((await mails(doors, cast, to.email))[-1])


async def invitation(doors: Doors, cast: Cast, to: Unlinked) -> dict[str, Any]:
    """The one invitation of a customer as it is stored."""
    query = "SELECT * FROM invitations WHERE partner_id = $1"
    [row] = await rows(doors.pool, cast.seller.company_id, query, to.customer_id)
    return row


async def linked_to(doors: Doors, cast: Cast, to: Unlinked) -> int | None:
    query = "SELECT buyer_company_id FROM customers WHERE customer_id = $1"
    [row] = await rows(doors.pool, cast.seller.company_id, query, to.customer_id)
    found: int | None = row["buyer_company_id"]
    return found


def into_inbox(doors: Doors) -> IntoInbox:
    return deliverer(doors.settings.base_url)


@asynccontextmanager
async def logged_in(doors: Doors, party: Party) -> AsyncIterator[httpx.AsyncClient]:
    """What a person's browser sends, without a browser."""
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as client:
        answer = await client.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303
        yield client


async def newcomer(doors: Doors, *, administrator: bool = True) -> Actor:
    """Somebody of a company of its own that nobody trades with yet."""
    now = system_clock()
    async with transaction(doors.pool, None) as connection:
        company_id = await add_company(connection, NewCompany("新顔商店", Plan.FREE), now)
        new = NewUser(f"new-{uuid4().hex[:10]}@example.jp", "x", "新顔 花子", administrator=administrator)
        found = await user(connection, await add_user(connection, company_id, new, now))
    assert found is not None
    return Actor(found.company, found.user_id, found.name, Via.SCREEN, administrator=administrator)


def sign_up_form(mark: str, **changes: str) -> dict[str, str]:
    return {
        "company_name": "株式会社みらい建材",
        "corporate_number": "7000012050002",
        "registration_number": "T7000012050002",
        "zip": "5300001",
        "address1": "大阪府大阪市北区梅田1-1",
        "person_name": "未来 太郎",
        "pfid": f"mirai-{mark}@example.jp",
        "password": "正しいパスワードです-1",
        "password_again": "正しいパスワードです-1",
        **changes,
    }
