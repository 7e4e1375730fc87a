"""Files that arrived, who may send them, and what they are called."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from seikyu.wire import codes
from seikyu.wire.faults import Refusal

FILE_NAME = re.compile(r"[^\W_][\w\-. ()（）]{0,94}\.csv", re.IGNORECASE)
RESULT = ".result.csv"
MOST_ACCOUNTS = 20


class Door(StrEnum):
    """How a file came."""

    SFTP = "sftp"
    FTPS = "ftps"
    SCREEN = "screen"


class ClosedError(Exception):
    """Nobody is let in at the moment; the message says why."""


class FileState(StrEnum):
    """Where a file is: stored and waiting, worked off with a result, or given up."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who came in at the file server, for which company."""

    account: str
    company_id: int


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A file and how far it has come: so many notices of it are worked off, good and bad."""

    file_id: UUID
    name: str
    sha256: bytes
    size: int
    door: Door
    sender: str
    state: FileState
    taken: int
    good: int
    bad: int
    result_sha256: bytes | None
    result_size: int | None
    received_at: datetime
    updated_at: datetime

    @property
    def result_name(self) -> str:
        """The name of the file that says what became of it."""
        return self.name[: -len(".csv")] + RESULT


@dataclass(frozen=True, slots=True)
class FileAccount:
    """A way in at the file server; a password for FTPS, keys for SFTP, of which only hashes are kept."""

    account: str
    has_password: bool
    key_names: tuple[str, ...]
    made_by: str
    made_at: datetime
    used_at: datetime | None


def fitting_name(given: str) -> str:
    """The name a file is kept under; raise Refusal for one that is no plain name of a CSV file."""
    name = unicodedata.normalize("NFC", given)
    if not FILE_NAME.fullmatch(name) or name.lower().endswith(RESULT):
        raise Refusal(codes.FILE_NAME_UNFIT, status=400)
    return name
