"""What is kept until when, what holds it, and what a company takes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

YEARS = (7, 10)
MOST_EXTENSION = 4
WAITING = timedelta(days=30)
"""How long a release can be called off; the database asks for the same (migration 0029)."""
TELL_BEFORE = timedelta(days=31)
"""How long before their time is over administrators are told of papers."""
EXPORT_LASTS = timedelta(days=7)


class Kind(StrEnum):
    """What is kept as one paper."""

    INVOICE = "invoice"
    NOTICE = "notice"
    PAYMENT_RUN = "payment_run"
    LEDGER_EXPORT = "ledger_export"
    UPLOAD = "upload"
    OWN_UPLOAD = "own_upload"
    NOTICE_FILE = "notice_file"
    PRINT_BATCH = "print_batch"


NUMBERED = frozenset({Kind.INVOICE, Kind.NOTICE, Kind.PRINT_BATCH})
"""Papers whose key is a number; that of the others is an id."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a company keeps papers; `extension` is by how many months it may file later than others."""

    years: int = 7
    fiscal_month: int = 3
    extension: int = 0


@dataclass(frozen=True, slots=True)
class NewHold:
    """What a hold is to cover: what is empty covers all."""

    name: str
    reason: str
    from_day: date | None = None
    to_day: date | None = None
    partner: str | None = None
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold リーガルホールド, under way or ended."""

    hold_id: UUID
    what: NewHold
    set_by: str
    set_at: datetime
    ended_by: str | None
    ended_at: datetime | None
    end_reason: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and the last day on which it is kept."""

    kind: Kind
    key: str
    side: str
    title: str | None
    partner: str | None
    amount: int | None
    day: date
    kept_until: date
    held: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of a fiscal year."""

    ends: date
    kept_until: date
    papers: int
    held: int


@dataclass(frozen=True, slots=True)
class Release:
    """What an administrator has released for removal, and what has become of it."""

    release_id: UUID
    released_by: str
    released_at: datetime
    papers: int
    called_off_by: str | None
    called_off_at: datetime | None
    done_at: datetime | None
    removed: int | None
    spared: int | None

    @property
    def removes_from(self) -> datetime:
        """When removing begins."""
        return self.released_at + WAITING

    @property
    def is_open(self) -> bool:
        """Whether it still waits or is being worked on."""
        return self.called_off_at is None and self.done_at is None


class ExportState(StrEnum):
    """How far an export has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of a company in one file."""

    export_id: UUID
    asked_by: str
    asked_at: datetime
    state: ExportState
    turn: UUID | None
    files: int | None
    size: int | None
    sha256: bytes | None
    done_at: datetime | None
