"""Letters, batches and what the mail house reports about them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from seikyu.jobs.queue import Job
from seikyu.kit.jst import JST

MOST_IN_A_BATCH = 500
"""Letters of one batch: its PDF is bound in memory and has to be moved as one file."""


class Way(StrEnum):
    """Who prints a letter."""

    MAIL_HOUSE = "mail_house"
    OWN_PRINT = "own_print"


class LetterState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    CLOSED = "closed"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


REPORTED = (LetterState.PRINTED, LetterState.POSTED, LetterState.RETURNED)
"""What the mail house reports, in the order in which it happens."""


class HandoverState(StrEnum):
    """Where the files of a batch are; `ready` ones are to be downloaded, as there is nobody to hand to."""

    PRINTING = "printing"
    READY = "ready"
    QUEUED = "queued"
    HANDED_OVER = "handed_over"
    FAILED = "failed"


class Encoding(StrEnum):
    """How a manifest is written: as Excel reads UTF-8, or as older machines read Japanese."""

    UTF8 = "utf-8"
    CP932 = "cp932"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a letter goes to, as it will stand in the window."""

    zip: str | None
    address1: str | None
    address2: str | None
    name1: str | None
    name2: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One envelope, in a batch from when that is closed."""

    letter_id: UUID
    way: Way
    state: LetterState
    invoice_mng_num: int
    version: int
    recipient: Recipient
    problem: str | None
    batch_no: int | None
    sequence: int | None
    told_on: date | None
    note: str | None
    waiting_since: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that were closed together, and where their files are."""

    batch_no: int
    letters: int
    encoding: Encoding
    closed_by: str
    closed_at: datetime
    state: HandoverState
    failure: str | None
    updated_at: datetime
    pages: int | None
    pdf_sha256: bytes | None
    manifest_sha256: bytes | None

    @property
    def name(self) -> str:
        """What it is called everywhere outside."""
        return batch_name(self.batch_no)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A letter as it was closed into a batch."""

    sequence: int
    letter_id: UUID
    invoice_mng_num: int
    version: int
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Reported:
    """One row of a report, about a letter known by batch and sequence."""

    batch_no: int
    sequence: int
    state: LetterState
    day: date
    note: str | None

    @property
    def step(self) -> int:
        """How far this says the letter has come."""
        return REPORTED.index(self.state)


@dataclass(frozen=True, slots=True)
class PostingRules:
    """What a company set for its letters; `daily_at` is a time of day in Japan."""

    post_by_default: bool = False
    encoding: Encoding = Encoding.UTF8
    daily_at: time | None = None


def batch_name(batch_no: int) -> str:
    """`PB000123`."""
    return f"PB{batch_no:06}"


def letter_name(batch_no: int, sequence: int) -> str:
    """`PB000123-0045`."""
    return f"{batch_name(batch_no)}-{sequence:04}"


PRINT = "posting.print"
HAND_OVER = "posting.hand_over"
CLOSE = "posting.close"
POLL = "posting.poll"
POLL_EVERY = timedelta(minutes=5)


def print_job(owner: int, batch_no: int) -> Job:
    """Make the files of a closed batch."""
    return Job(PRINT, {"company_id": owner, "batch_no": batch_no})


def hand_over_job(owner: int, batch_no: int) -> Job:
    """Hand the files of a batch to the mail house."""
    return Job(HAND_OVER, {"company_id": owner, "batch_no": batch_no})


def close_job(owner: int, turn: int, after: timedelta) -> Job:
    """Close what waits at the set time of a day."""
    return Job(CLOSE, {"company_id": owner, "turn": turn}, after)


def poll_job(owner: int, turn: int, after: timedelta) -> Job:
    """Look for reports of the mail house."""
    return Job(POLL, {"company_id": owner, "turn": turn}, after)


def until_next(at: time, now: datetime) -> timedelta:
    """How long it is until the clock in Japan shows `at` again."""
    local = now.astimezone(JST)
    next_time = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if next_time <= local:
        next_time += timedelta(days=1)
    return next_time - local
