"""What is written beside every change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Subject = Literal[
    "invoice",
    "layout",
    "invitation",
    "received_invoice",
    "publisher",
    "customer",
    "bank_account",
    "master",
    "user",
    "client",
    "company",
    "approval_route",
    "approval_group",
    "approval_settings",
    "absence",
    "draft",
    "template",
    "upload",
    "list",
    "payment_run",
    "ledger_export",
    "payment_notice",
    "notice_file",
    "file_account",
    "webhook",
    "audit_log",
    "print_batch",
    "legal_hold",
    "removal",
]


@dataclass(frozen=True, slots=True)
class Author:
    """Who did it: a person, perhaps through a program, or the system itself (`user_id` is then None)."""

    company_id: int | None
    company_name: str | None
    user_id: int | None
    name: str
    via: str
    client_id: str | None = None
    request_id: str | None = None


SYSTEM = Author(None, None, None, "システム", "system")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done to one subject, with the statuses it moved between where it moved any."""

    action: str
    subject: Subject
    subject_id: str
    from_status: int | None = None
    to_status: int | None = None
    version: int | None = None
    comment: str | None = None


REMOVED = "audit_log.removed"


def removed_through(chain_no: int) -> Event:
    """That entries up to this number of the chain may be gone, as their time was over."""
    return Event(REMOVED, "audit_log", str(chain_no))


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the log."""

    at: datetime
    author: Author
    event: Event
