"""The log of something that has no statuses, as screens tell it: newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.audit.model import Recorded
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One entry."""

    at: When | None
    what: str
    who: str
    via: str
    comment: str


def steps(events: Sequence[Recorded], words: Words) -> list[Step]:
    """The entries."""
    return [_step(recorded, words) for recorded in reversed(events)]


def _step(recorded: Recorded, words: Words) -> Step:
    author, path = recorded.author, f"audit.event.{recorded.event.action.rpartition('.')[2]}"
    system = author.via == "system"
    return Step(
        at=moment(recorded.at),
        what=words(path) if path in words else recorded.event.action,
        who=words("audit.via.system") if system else author.name,
        via="" if system else words(f"audit.via.{author.via}"),
        comment=recorded.event.comment or "",
    )
