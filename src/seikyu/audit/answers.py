"""How the log is told by API (contract §8)."""

from collections.abc import Sequence

from seikyu.audit.model import Recorded
from seikyu.kit.jst import wire_time
from seikyu.wire.values import Value


def told(events: Sequence[Recorded]) -> list[Value]:
    """Who did what and when, oldest first."""
    return [_line(recorded) for recorded in events]


def _line(recorded: Recorded) -> Value:
    author, event = recorded.author, recorded.event
    return {
        "at": wire_time(recorded.at),
        "action": event.action,
        "company_name": author.company_name,
        "user_name": author.name,
        "via": author.via,
        "from_status": None if event.from_status is None else str(event.from_status),
        "to_status": None if event.to_status is None else str(event.to_status),
        "version": event.version,
        "comment": event.comment,
    }
