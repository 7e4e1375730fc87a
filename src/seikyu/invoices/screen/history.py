"""Who did what when, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seikyu.audit.model import Recorded
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words

Status = Callable[[int], tuple[str, str]]
"""A status's word and the kind that colours it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the history."""

    at: When | None
    what: str
    who: str
    company: str
    via: str
    from_status: str
    to_status: str
    kind: str
    version: str
    comment: str


def history_view(events: Sequence[Recorded], status: Status, words: Words) -> list[Step]:
    """The log as the screens tell it."""
    return [_step(recorded, status, words) for recorded in reversed(events)]


def _step(recorded: Recorded, status: Status, words: Words) -> Step:
    event, author = recorded.event, recorded.author
    to_word, kind = ("", "quiet") if event.to_status is None else status(event.to_status)
    return Step(
        at=moment(recorded.at),
        what=_what(event.action, words),
        who=words("invoices.history.system") if author.via == "system" else author.name,
        company=author.company_name or "",
        via="" if author.via == "system" else words(f"invoices.via.{author.via}"),
        from_status="" if event.from_status is None else status(event.from_status)[0],
        to_status=to_word,
        kind=kind,
        version="" if event.version is None else words("invoices.version.number", number=event.version),
        comment=event.comment or "",
    )


def _what(action: str, words: Words) -> str:
    path = f"invoices.event.{action.removeprefix('invoice.')}"
    # Later parts of the program log actions that have no word here yet: they are shown as they are.
    return words(path) if path in words else action
