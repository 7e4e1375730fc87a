"""What a webhook may be told of, and from which entries of the log it follows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

import msgspec

from seikyu.audit.followers import Followed
from seikyu.audit.model import Subject
from seikyu.kit.jst import wire_time

Kind = tuple[Subject, str]

PING = "ping"
FIRST_TIME, AGAIN = False, True


@dataclass(frozen=True, slots=True)
class Source:
    """Entries of one kind; perhaps only those that enter a status, or that are the first of their kind."""

    kind: Kind
    to_status: int | None = None
    again: bool | None = None

    def covers(self, entry: Followed) -> bool:
        """Whether an entry is one of them."""
        event = entry.event
        return (
            (event.subject, event.action) == self.kind
            and self.to_status in {None, event.to_status}
            and self.again in {None, entry.again}
        )


QUEUED, DONE = 21, 71

EVENTS: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {
        "invoice.issued": (Source(("invoice", "invoice.issued"), again=FIRST_TIME),),
        "invoice.reissued": (Source(("invoice", "invoice.issued"), again=AGAIN),),
        "invoice.opened": (Source(("invoice", "invoice.opened")),),
        "invoice.returned": (
            Source(("invoice", "invoice.sent_back")),
            Source(("invoice", "invoice.sent_back_inside")),
        ),
        "invoice.approved": (Source(("invoice", "invoice.approved"), to_status=QUEUED),),
        "invoice.issue_failed": (Source(("invoice", "invoice.issue_failed")),),
        "invoice.deleted": (Source(("invoice", "invoice.deleted")),),
        "invitation.accepted": (Source(("invitation", "invitation.accepted")),),
        "received_invoice.arrived": (Source(("received_invoice", "invoice.received")),),
        "received_invoice.approved": (
            Source(("received_invoice", "invoice.approved"), to_status=DONE),
            Source(("received_invoice", "invoice.done"), to_status=DONE),
        ),
        "received_invoice.returned": (Source(("received_invoice", "invoice.sent_back")),),
        "received_invoice.withdrawn": (Source(("received_invoice", "invoice.withdrawn")),),
        "payment_notice.arrived": (Source(("payment_notice", "payment_notice.received")),),
        "payment_notice.confirmed": (
            Source(("payment_notice", "payment_notice.confirmed")),
            Source(("payment_notice", "payment_notice.deemed")),
        ),
        "payment_notice.objected": (Source(("payment_notice", "payment_notice.objected")),),
        "payment_notice.cancelled": (Source(("payment_notice", "payment_notice.cancelled")),),
    }
)
"""Every event by its name. The name and what it says never change; new ones may come."""

NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "invoice": "invoice_mng_num",
        "received_invoice": "invoice_mng_num",
        "payment_notice": "payment_notice_num",
        "invitation": "invitation_id",
    }
)
"""Under which name the body tells the subject's number."""


def kinds_of(events: Collection[str]) -> set[Kind]:
    """The entries of the log that these events follow from."""
    return {source.kind for name in events for source in EVENTS.get(name, ())}


def name_of(entry: Followed) -> str | None:
    """The event that an entry of the log is, if it is one."""
    return next(
        (name for name, sources in EVENTS.items() if any(source.covers(entry) for source in sources)), None
    )


def body_of(owner: int, name: str, entry: Followed) -> bytes:
    """What is sent: thin, so that whoever wants more asks the API, which checks who may know (docs)."""
    event = entry.event
    numbers = dict.fromkeys(NUMBERS.values())
    return _written(
        entry.event_id,
        name,
        entry.at,
        owner,
        {
            **numbers,
            NUMBERS[event.subject]: event.subject_id,
            "wf_status": None if event.to_status is None else str(event.to_status),
            "version": event.version,
        },
    )


def ping(owner: int, event_id: UUID, now: datetime) -> bytes:
    """What a trial sends."""
    nothing = dict.fromkeys([*NUMBERS.values(), "wf_status", "version"])
    return _written(event_id, PING, now, owner, nothing)


def _written(
    event_id: UUID, name: str, at: datetime, owner: int, facts: Mapping[str, str | int | None]
) -> bytes:
    return msgspec.json.encode(
        {
            "event_id": str(event_id),
            "event": name,
            "occurred_at": wire_time(at),
            "company_id": str(owner),
            **facts,
        }
    )
