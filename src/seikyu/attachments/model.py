"""What a file belongs to, and how much of it there may be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MEGABYTE = 1024 * 1024
MOST_FILES = 10
MOST_BYTES = 10 * MEGABYTE
MOST_BYTES_TOGETHER = 30 * MEGABYTE
NAME_LENGTH = 100


class SubjectKind(StrEnum):
    """What may carry files."""

    INVOICE = "invoice"
    RECEIVED_INVOICE = "received_invoice"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that carries files; `subject_id` is its number or id as text."""

    kind: SubjectKind
    subject_id: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found sound: a name fit for any system, what it is, what is in it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it is kept; its content lies with the stored objects, by its SHA-256."""

    attachment_id: UUID
    name: str
    media_type: str
    size: int
    sha256: bytes
    added_at: datetime


def of_invoice(invoice_mng_num: int) -> Subject:
    """A seller's invoice."""
    return Subject(SubjectKind.INVOICE, str(invoice_mng_num))


def of_received(invoice_mng_num: int) -> Subject:
    """A buyer's received invoice."""
    return Subject(SubjectKind.RECEIVED_INVOICE, str(invoice_mng_num))


def of_draft(draft_id: UUID) -> Subject:
    """A draft."""
    return Subject(SubjectKind.DRAFT, str(draft_id))
