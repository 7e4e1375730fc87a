"""The log on screen: what was asked for, and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from starlette.requests import Request

from seikyu.audit.model import Subject
from seikyu.oversight.model import Entry, Filter, Verification
from seikyu.ui import lists
from seikyu.ui.format import When, moment
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Paging
from seikyu.ui.words import Words

FIELDS = ("at_from", "at_to", "person", "action", "subject_kind", "subject_id")
MOST = 100 * lists.PAGE_SIZE
"""So many entries can be paged through; whoever wants older ones says of when."""
ACTIONS = "oversight.action."
HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    address: Address
    filter: Filter
    number: int
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry."""

    at: When | None
    who: str
    company: str
    via: str
    what: str
    action: str
    subject: str
    subject_id: str
    moved: str
    comment: str
    chain_no: str
    hash: str
    short: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The last verification."""

    kind: str
    state: str
    sentence: str
    asked: str
    advice: str
    hash: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """The whole page."""

    given: Mapping[str, str]
    actions: Sequence[tuple[str, str]]
    subjects: Sequence[tuple[str, str]]
    problems: Sequence[str]
    chips: Sequence[Chip]
    clear: str
    query: str
    rows: Sequence[Row]
    paging: Paging
    more: bool
    verified: Verified | None
    under_way: bool


def read_log(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read does not count and is told."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    wanted = Filter(
        inputs.day("at_from", "oversight.column.at"),
        inputs.day("at_to", "oversight.column.at"),
        inputs.text("person"),
        inputs.text("action"),
        inputs.text("subject_kind"),
        inputs.text("subject_id"),
    )
    return Asked(address, wanted, lists.read_page(address), inputs.problems)


def log_page(
    asked: Asked,
    words: Words,
    statuses: Mapping[str, str],
    total: int,
    entries: Sequence[Entry],
    last: Verification | None,
) -> LogPage:
    """The page for what was found."""
    address = asked.address
    return LogPage(
        given={name: address.given.get(name, "") for name in FIELDS},
        actions=_actions(words),
        subjects=[(kind, subject_word(kind, words)) for kind in get_args(Subject)],
        problems=asked.problems,
        chips=_chips(asked, words),
        clear=address.link(**dict.fromkeys(FIELDS)),
        query=address.link().removeprefix(address.path),
        rows=[_row(entry, words, statuses) for entry in entries],
        paging=lists.paging(address, words, min(asked.number, lists.last_page(total)), total),
        more=total >= MOST,
        verified=None if last is None else _verified(last, words),
        under_way=last is not None and last.done_at is None,
    )


def subject_word(kind: str, words: Words) -> str:
    """What kind of thing something was done to."""
    path = f"oversight.subject.{kind}"
    return words(path) if path in words else kind


def action_word(action: str, words: Words) -> str:
    """What was done."""
    for path in (f"{ACTIONS}{action}", f"audit.event.{action.rpartition('.')[2]}"):
        if path in words:
            return words(path)
    return action


def _actions(words: Words) -> list[tuple[str, str]]:
    named = [
        (path.removeprefix(ACTIONS), word)
        for path, word in words.sentences.items()
        if path.startswith(ACTIONS)
    ]
    return sorted(named, key=lambda one: one[1])


def _chips(asked: Asked, words: Words) -> list[Chip]:
    address = asked.address
    return [
        Chip(words(f"oversight.chip.{name}", value=_told(name, address.given[name], words)), link)
        for name in FIELDS
        if name in address.given
        for link in (address.link(**{name: None}),)
    ]


def _told(name: str, value: str, words: Words) -> str:
    match name:
        case "action":
            return action_word(value, words)
        case "subject_kind":
            return subject_word(value, words)
        case "at_from" | "at_to":
            return value.replace("-", "/")
        case _:
            return value


def _row(entry: Entry, words: Words, statuses: Mapping[str, str]) -> Row:
    author, event = entry.recorded.author, entry.recorded.event
    system = author.via == "system"
    known = statuses.get(event.subject, "")
    moved = [
        _status_word(status, known, words)
        for status in (event.from_status, event.to_status)
        if status is not None
    ]
    written = "" if entry.hash is None else entry.hash.hex()
    return Row(
        at=moment(entry.recorded.at),
        who=words("audit.via.system") if system else author.name,
        company=author.company_name or "",
        via="" if system else words(f"audit.via.{author.via}"),
        what=action_word(event.action, words),
        action=event.action,
        subject=subject_word(event.subject, words),
        subject_id=event.subject_id,
        moved=" → ".join(moved),
        comment=event.comment or "",
        chain_no="" if entry.chain_no is None else f"{entry.chain_no:,}",
        hash=written,
        short=written[:HASH_SHOWN],
    )


def _status_word(status: int, known: str, words: Words) -> str:
    path = f"{known}.{status}"
    return words(path) if path in words else str(status)


def _verified(last: Verification, words: Words) -> Verified:
    asked_at = moment(last.asked_at)
    asked = words(
        "oversight.verified.asked", at="" if asked_at is None else asked_at.shown, who=last.asked_by
    )
    if last.done_at is None:
        return Verified("waiting", words("oversight.verified.under_way"), "", asked, "", "")
    if last.failed:
        return Verified(
            "attention",
            words("oversight.verified.failed"),
            "",
            asked,
            words("oversight.verified.failed_advice"),
            "",
        )
    if last.broken is not None:
        number = "–" if last.broken_no is None else f"{last.broken_no:,}"
        sentence = words(f"oversight.wrong.{last.broken}", number=number, event=last.broken_event or "–")
        advice = words("oversight.verified.broken_advice")
        return Verified("attention", words("oversight.verified.broken"), sentence, asked, advice, "")
    sentence = words("oversight.verified.entries", count=f"{last.last_no or 0:,}")
    if last.removed:
        sentence += words("oversight.verified.removed", count=f"{last.removed:,}")
    written = "" if last.last_hash is None else last.last_hash.hex()
    return Verified("done", words("oversight.verified.whole"), sentence, asked, "", written)
