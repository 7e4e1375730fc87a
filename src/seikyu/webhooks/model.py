"""A webhook, what it is told, and how the telling went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST = 20
"""Webhooks a company may have."""
MOST_EVENTS = 50
URL_LENGTH = 500
OVERLAP = timedelta(hours=24)
"""After its secret was changed, what is sent is signed with the old one too for so long."""
KEPT = timedelta(days=30)
"""How long deliveries can be looked at and sent again."""
PATIENCE = timedelta(days=5)
"""A webhook that took nothing for so long is stopped."""
ANSWER_LENGTH = 1000
MOST_SHOWN = 20
"""Attempts of a delivery that are shown; all are kept."""

SEND = "webhooks.send"
"""Sends what is due to one webhook."""


class Stop(StrEnum):
    """Why the platform itself has stopped sending to a webhook."""

    GONE = "gone"
    FAILING = "failing"


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Problem(StrEnum):
    """Why no answer came."""

    ADDRESS_REFUSED = "address_refused"
    NAME_UNKNOWN = "name_unknown"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMED_OUT = "timed_out"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a company wants of a webhook."""

    url: str
    events: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook of one application; `old_until` is set while its former secret still signs."""

    webhook_id: UUID
    client_id: str
    client_name: str
    url: str
    events: tuple[str, ...]
    enabled: bool
    stopped: Stop | None
    old_until: datetime | None
    failing_since: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: the answer's status and beginning, or why there is none."""

    status: int | None
    problem: Problem | None
    answer: str
    took_ms: int
    retry_after: str | None = None
    """When the receiver wants to be asked again, as it said it."""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004 -- 2xx

    @property
    def gone(self) -> bool:
        """Whether the receiver wants nothing more, ever."""
        return self.status == 410  # noqa: PLR2004 -- 410 Gone


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a delivery, and what came of it."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one webhook: how often it was sent, when next, and what the last attempt brought.

    `tries` are the newest of all attempts, oldest first; those before a sending again count too.
    """

    event_id: UUID
    event: str
    occurred_at: datetime
    state: State
    attempts: int
    next_at: datetime | None
    attempted_at: datetime | None
    last: Outcome | None
    body: str
    tries: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """An event about to be told to a webhook."""

    webhook_id: UUID
    event_id: UUID
    event: str
    occurred_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery to be sent now."""

    event_id: UUID
    event: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Held:
    """A webhook that one worker sends to for a while: no other does meanwhile."""

    webhook_id: UUID
    holder: UUID
    url: str
    secret: bytes
    old_secret: bytes | None
    """Sealed, as they are stored; the old one only while it still signs."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is to be written down of an attempt; `next_at` is None when it was the last."""

    due: Due
    state: State
    next_at: datetime | None
    outcome: Outcome
