"""What the tables of these screens show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from seikyu.kit.yen import grouped
from seikyu.retention.model import Export, ExportState, Hold, Kind, Paper, Release, Year
from seikyu.ui import format as shown
from seikyu.ui.format import When, day, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class YearRow:
    """A fiscal year."""

    ends: When | None
    papers: str
    until: When | None
    over: bool
    held: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold."""

    hold_id: UUID
    name: str
    reason: str
    covers: Sequence[str]
    set_: str
    ended: str
    state: str
    kind: str
    open_: bool


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release."""

    release_id: UUID
    papers: str
    who: str
    at: When | None
    state: str
    kind: str
    detail: str
    open_: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper whose time is over, or nearly."""

    kind: str
    title: str
    key: str
    href: str
    partner: str
    amount: str
    day: When | None
    until: When | None
    state: str
    state_kind: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export."""

    export_id: UUID
    who: str
    at: When | None
    state: str
    kind: str
    detail: str
    sha256: str
    ready: bool


def year_row(one: Year, today: date, words: Words) -> YearRow:
    """How much is kept of a year."""
    held = words("retention.held_count", count=grouped(one.held)) if one.held else ""
    return YearRow(day(one.ends), grouped(one.papers), day(one.kept_until), one.kept_until < today, held)


def hold_row(one: Hold, words: Words) -> HoldRow:
    """A hold and what it covers."""
    what, covers = one.what, []
    if what.from_day is not None or what.to_day is not None:
        ends = (f"{end:%Y/%m/%d}" if end else "" for end in (what.from_day, what.to_day))
        covers.append(" ～ ".join(ends).strip())
    if what.partner:
        covers.append(words("retention.hold.of_partner", partner=what.partner))
    if what.numbers:
        covers.append(words("retention.hold.of_numbers", numbers=", ".join(map(str, what.numbers))))
    ended = ""
    if one.ended_at is not None:
        at = moment(one.ended_at)
        ended = words(
            "retention.hold.ended_by",
            at=at.shown if at else "",
            who=one.ended_by or "",
            why=one.end_reason or "",
        )
    set_at = moment(one.set_at)
    return HoldRow(
        one.hold_id,
        what.name,
        what.reason,
        covers or [words("retention.hold.all")],
        words("retention.hold.set_by", at=set_at.shown if set_at else "", who=one.set_by),
        ended,
        words("retention.hold.open" if one.ended_at is None else "retention.hold.ended"),
        "attention" if one.ended_at is None else "quiet",
        one.ended_at is None,
    )


def release_row(one: Release, now: datetime, words: Words) -> ReleaseRow:
    """A release and what becomes of it."""
    kind, state, detail = "waiting", "waiting", ""
    if one.called_off_at is not None:
        kind, state = "quiet", "called_off"
        detail = words("retention.release.called_off_by", who=one.called_off_by or "")
    elif one.done_at is not None:
        kind, state = "done", "done"
        detail = words(
            "retention.release.result", removed=grouped(one.removed or 0), spared=grouped(one.spared or 0)
        )
    elif now >= one.removes_from:
        state = "under_way"
    else:
        begins = moment(one.removes_from)
        detail = words("retention.release.begins", at=begins.shown if begins else "")
    word = words(f"retention.release.{state}")
    at = moment(one.released_at)
    return ReleaseRow(
        one.release_id, grouped(one.papers), one.released_by, at, word, kind, detail, one.is_open
    )


def paper_row(one: Paper, today: date, words: Words) -> PaperRow:
    """A paper and whether it can go."""
    state, kind = ("over", "waiting") if one.kept_until < today else ("soon", "quiet")
    if one.held:
        state, kind = "held", "attention"
    href = f"/{one.side}/invoices/{one.key}" if one.kind is Kind.INVOICE else ""
    return PaperRow(
        words(f"retention.kind.{one.kind}"),
        one.title or one.key,
        one.key,
        href,
        one.partner or "",
        shown.yen(one.amount),
        day(one.day),
        day(one.kept_until),
        words(f"retention.paper.{state}"),
        kind,
    )


def export_row(one: Export, lasts: timedelta, words: Words) -> ExportRow:
    """An export and how far it has come."""
    kinds = {ExportState.WAITING: "waiting", ExportState.DONE: "done", ExportState.FAILED: "attention"}
    detail = ""
    if one.state is ExportState.DONE and one.done_at is not None:
        until = moment(one.done_at + lasts)
        detail = words(
            "retention.export.detail",
            files=grouped(one.files or 0),
            size=shown.size(one.size or 0),
            until=until.shown if until else "",
        )
    ready = one.state is ExportState.DONE
    return ExportRow(
        one.export_id,
        one.asked_by,
        moment(one.asked_at),
        words(f"retention.export.{one.state}"),
        kinds.get(one.state, "quiet"),
        detail,
        one.sha256.hex() if ready and one.sha256 else "",
        ready,
    )
