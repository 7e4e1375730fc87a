"""An upload and how it moves: read, checked as the API checks, registered in the background."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from seikyu.accounts.model import Actor, User, Via
from seikyu.jobs.queue import Job
from seikyu.kit.csv_text import Encoding
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.reading import Kind

CHECK = "uploads.check"
REGISTER = "uploads.register"

CHUNK = 200
"""Invoices that are registered in one transaction."""
MAX_ERRORS = 50_000
"""So many errors are kept of a file at most."""


class State(StrEnum):
    """Where an upload is."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    REGISTERING = "registering"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_working(self) -> bool:
        """Whether a worker is to do something about it."""
        return self in {State.CHECKING, State.REGISTERING}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded, and how far it has come.

    `next_row` and `next_position` are where registering goes on; `amount` is the sum of the good invoices.
    """

    upload_id: UUID
    file_name: str
    kind: Kind
    encoding: Encoding | None
    sha256: bytes
    header: tuple[str, ...]
    rows: int
    mapping: Mapping | None
    mapping_name: str | None
    state: State
    invoices: int
    faulty: int
    errors: int
    warnings: int
    amount: int
    next_row: int
    next_position: int
    registered: int
    user_id: int
    user_name: str
    created_at: datetime
    updated_at: datetime

    @property
    def good(self) -> int:
        """How many invoices can be registered."""
        return self.invoices - self.faulty

    @property
    def is_open(self) -> bool:
        """Whether another mapping may still be chosen."""
        return not self.state.is_working and not self.has_begun

    @property
    def has_begun(self) -> bool:
        """Whether registering was begun, so that what is left can be taken up again."""
        return self.next_row > 0


@dataclass(frozen=True, slots=True)
class NewUpload:
    """A file that has just been read."""

    upload_id: UUID
    file_name: str
    kind: Kind
    encoding: Encoding | None
    sha256: bytes
    header: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Error:
    """A sentence about a cell, or a row where there is no column; with a warning all is registered."""

    position: int
    row: int
    column: int | None
    code: str
    ja: str
    en: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking found."""

    invoices: int
    amount: int
    errors: tuple[Error, ...]
    faulty_rows: MappingOf[int, int]
    """The rows of the invoices that cannot be registered, each with the place of its invoice."""
    faulty: int


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping that a company keeps under a name, for files with these heads."""

    mapping_id: UUID
    name: str
    signature: bytes
    heads: tuple[str, ...]
    mapping: Mapping
    updated_at: datetime


def actor_of(user: User, upload: UUID) -> Actor:
    """Whoever uploaded the file, at work through it: the log names the upload in place of a request."""
    return Actor(
        user.company,
        user.user_id,
        user.name,
        Via.SCREEN,
        request_id=f"upload-{upload}",
        administrator=user.administrator,
    )


def check_job(owner: int, upload: UUID) -> Job:
    """The work of checking an upload."""
    return Job(CHECK, {"company_id": owner, "upload_id": str(upload)})


def register_job(owner: int, upload: UUID) -> Job:
    """The work of registering an upload, or what is left of it."""
    return Job(REGISTER, {"company_id": owner, "upload_id": str(upload)})
