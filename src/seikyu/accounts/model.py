"""Who acts, for which company, and what that company may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from seikyu.audit.model import Author
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


class Plan(StrEnum):
    """Membership of a company (contract §1): only paid members use the API."""

    FREE = "free"
    PAID = "paid"


class Option(StrEnum):
    """What a paid member has applied for."""

    API = "api"
    POSTAL_PROXY = "postal_proxy"
    BULK_PRINT = "bulk_print"


class Via(StrEnum):
    """The door an action came through."""

    API = "api"
    SCREEN = "screen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Company:
    """A member."""

    company_id: int
    name: str
    plan: Plan
    options: frozenset[str]
    registration_number: str | None

    @property
    def may_use_api(self) -> bool:
        """Paid members with the API option may (contract §1)."""
        return self.plan is Plan.PAID and Option.API in self.options


@dataclass(frozen=True, slots=True)
class User:
    """A person of one company, known to the platform by a PFID (contract §1)."""

    user_id: int
    company: Company
    pfid: str
    name: str
    employee_code: str | None
    email: str
    administrator: bool = False
    """Whether this person may change what holds for the whole company."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: written beside every change."""

    company: Company
    user_id: int | None
    name: str
    via: Via
    client_id: str | None = None
    request_id: str | None = None
    administrator: bool = False

    @property
    def author(self) -> Author:
        """The actor as the audit log names them."""
        return Author(
            self.company.company_id,
            self.company.name,
            self.user_id,
            self.name,
            self.via,
            self.client_id,
            self.request_id,
        )


def administrators_only(actor: Actor) -> None:
    """Refuse (403) whoever may not change what holds for the whole company."""
    if not actor.administrator:
        raise Refusal(codes.ADMINISTRATORS_ONLY, status=403)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at a screen, and since when."""

    user: User
    since: datetime
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A PFID and a password shown at one of the doors; perhaps only people of one company may come in."""

    pfid: str
    password: str
    address: str
    via: Via
    client_id: str | None = None
    request_id: str | None = None
    company_id: int | None = None
    device: bytes | None = None
    """The hash of the mark by which a browser is known, if it has one."""
    action: str | None = None
    """What is recorded when the password is right, where that is all it takes."""

    def may_be(self, user: User) -> bool:
        """Whether this person may come in here."""
        return self.company_id is None or self.company_id == user.company.company_id


@dataclass(frozen=True, slots=True)
class Wrong:
    """The PFID or the password is wrong; which of them is not told."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The way in took too long, or was gone already: it begins anew with the password."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many failures: nothing is checked before this many seconds have passed."""

    seconds: int
