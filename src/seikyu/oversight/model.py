"""Entries as administrators see them, and what verifying found."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from seikyu.audit.model import Recorded
from seikyu.audit.verifying import Wrong


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries; what is None was not asked for."""

    at_from: date | None = None
    at_to: date | None = None
    person: str | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry and its link; one that was written moments ago has none yet."""

    event_id: UUID
    recorded: Recorded
    chain_no: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Verification:
    """A verification that was asked for; until it is done, nothing is known."""

    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    last_no: int | None
    last_hash: bytes | None
    removed: int | None
    broken: Wrong | None
    broken_no: int | None
    broken_event: UUID | None
    failed: bool
