"""Asking for access, programs and what they called, as they are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST_PROGRAMS = 50
MOST_SECRETS = 2
OVERLAPS = {
    "now": timedelta(0),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
"""For how long the old secret may go on beside a new one."""
BODIES_FOR = timedelta(hours=24)
"""Bodies are kept for so long after they were switched on, so that nobody forgets it."""
CALLS_KEPT = timedelta(days=30)
BODIES_KEPT = timedelta(days=7)
MOST_BODY_BYTES = 8 * 1024
MOST_CODES = 20


class Access(StrEnum):
    """What a company may ask for."""

    API = "api"
    SANDBOX = "sandbox"


class Status(StrEnum):
    """How asking for access goes on: decided by the operator, or taken back."""

    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A company has asked for access, and perhaps has its answer."""

    request_id: UUID
    company_id: int
    access: Access
    purpose: str
    contact: str
    status: Status
    applied_at: datetime
    user_id: int
    applicant: str
    decided_at: datetime | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """What is stated about a program; without an id of its own choice it is allotted one."""

    name: str
    client_id: str | None = None
    redirect_uris: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a program, as its company sees it; the id holds the time."""

    company_id: int
    client_id: str
    call_id: UUID
    at: datetime
    method: str
    path: str
    status: int
    ms: int
    request_id: str
    error_codes: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Bodies:
    """What was sent and answered, without what nobody but the two should see, and not beyond a few KB."""

    request: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls are asked for; `before` is the id of the last one already seen."""

    hundred: int | None = None
    code: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None


def first_id(at: datetime) -> UUID:
    """The lowest id that something of this moment can have (kit.ids)."""
    return UUID(int=(int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80)
