"""What the screens of exports show."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.ledgers.actions.prepare import Prepared
from seikyu.ledgers.model import Export, Format
from seikyu.ledgers.web.asking import Asked
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words

MOST_SHOWN = 50
KIBI = 1024


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is made."""

    format: str
    invoices: str
    rows: str
    exported_before: str
    unconfirmed: str
    unconfirmed_numbers: Sequence[int]
    problems: Sequence[str]
    more: str
    action: str
    ready: bool


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form of a new export, and the preview of what it asks for."""

    asked: Asked
    formats: Sequence[tuple[str, str]]
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export in the list."""

    href: str
    made_at: When | None
    format: str
    asked: str
    invoices: str
    rows: str
    left_out: str
    made_by: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class ExportPage:
    """One export."""

    row: ExportRow
    size: str
    sha256: str
    cancelled: str
    cancelled_at: When | None
    numbers: Sequence[int]
    more: str
    may: bool


def new_page(asked: Asked, prepared: Prepared | None, words: Words) -> NewPage:
    """The page of a new export."""
    formats = [(one.value, words(f"ledgers.format.{one.value}")) for one in Format]
    preview = None if prepared is None or asked.wish is None else _preview(asked, prepared, words)
    return NewPage(asked, formats, preview)


def _preview(asked: Asked, prepared: Prepared, words: Words) -> Preview:
    found = [fault.detail(words.language) for fault in prepared.troubles]
    rest = len(found) - MOST_SHOWN
    format_ = "" if asked.wish is None else asked.wish.format.value
    return Preview(
        words(f"ledgers.format.{format_}"),
        f"{len(prepared.items):,}",
        f"{prepared.rows:,}",
        f"{prepared.exported_before:,}",
        f"{len(prepared.unconfirmed):,}",
        prepared.unconfirmed[:MOST_SHOWN],
        found[:MOST_SHOWN],
        words("ledgers.new.more", count=f"{rest:,}") if rest > 0 else "",
        f"/buyer/exports{asked.query}",
        bool(prepared.items) and not found,
    )


def export_row(export: Export, words: Words) -> ExportRow:
    """An export in the list."""
    state = "made" if export.cancelled_at is None else "cancelled"
    return ExportRow(
        f"/buyer/exports/{export.export_id}",
        moment(export.made_at),
        words(f"ledgers.format.{export.format.value}"),
        export.asked or words("ledgers.past.everything"),
        f"{export.invoices:,}",
        f"{export.rows:,}",
        f"{export.left_out:,}",
        export.made_by,
        words(f"ledgers.state.{state}"),
        "done" if state == "made" else "quiet",
    )


def export_page(export: Export, numbers: Sequence[int], words: Words, *, may: bool) -> ExportPage:
    """The page of one export."""
    rest = export.invoices - len(numbers)
    return ExportPage(
        export_row(export, words),
        f"{-(-export.size // KIBI):,} KB",
        export.file_sha256.hex(),
        export.cancelled_by or "",
        moment(export.cancelled_at),
        numbers,
        words("ledgers.new.more", count=f"{rest:,}") if rest > 0 else "",
        may and export.cancelled_at is None,
    )
