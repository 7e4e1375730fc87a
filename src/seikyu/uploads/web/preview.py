"""One upload on screen: how far it is, what it amounts to, and its rows with every error in its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.issuing.model import SellerInvoice
from seikyu.ui.format import When, moment, yen
from seikyu.ui.lists import Address, Paging, Tab
from seikyu.ui.words import Words
from seikyu.uploads.blocks import Row as Cells
from seikyu.uploads.cells import shown_row
from seikyu.uploads.mapping import STANDARD_MAPPING
from seikyu.uploads.model import Error, State, Upload
from seikyu.uploads.reading import ENCODING_NAMES
from seikyu.uploads.web.editor import letters, targets_of
from seikyu.uploads.web.finding import KINDS, path_of

ERRORS_ONLY = "errors"
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about a cell or row."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what is to be told about it."""

    value: str
    notes: Sequence[Note]
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file."""

    number: str
    notes: Sequence[Note]
    kind: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: as it is called in the file, and what it fills."""

    letter: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what the upload amounts to."""

    label: str
    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The bar; without a value it only tells that work is being done."""

    label: str
    value: str
    now: int | None
    most: int


@dataclass(frozen=True, slots=True)
class Made:
    """An invoice that came of the upload."""

    href: str
    number: str
    customer: str
    inv_no: str
    amount: str


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier upload of the same file."""

    href: str
    name: str
    at: When | None
    registered: str


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The whole page."""

    path: str
    here: str
    name: str
    state: str
    state_word: str
    kind: str
    told: str
    facts: Sequence[Fact]
    progress: Progress | None
    before: Sequence[Before]
    may_register: bool
    register: str
    may_map: bool
    may_cancel: bool
    may_take_up: bool
    faulty: bool
    made: Sequence[Made]
    more_made: str
    tabs: Sequence[Tab]
    heads: Sequence[Head]
    rows: Sequence[Row]
    caption: str
    paging: Paging | None
    empty: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was looked up for the page: the rows of it with their errors, and what came of the upload."""

    rows: Sequence[tuple[int, Cells]]
    errors: Sequence[Error]
    rows_with_errors: int
    made: Sequence[SellerInvoice]
    before: Sequence[Upload]


def upload_view(
    upload: Upload, contents: Contents, address: Address, paging: Paging | None, words: Words
) -> UploadPage:
    """The page."""
    only = address.given.get("rows") == ERRORS_ONLY
    checked = upload.state is State.CHECKED
    return UploadPage(
        path=path_of(upload),
        here=address.link(page=address.given.get("page")),
        name=upload.file_name,
        state=upload.state,
        state_word=words(f"uploads.state.{upload.state}"),
        kind="attention" if checked and upload.faulty else KINDS[upload.state],
        told=_told(upload, words),
        facts=_facts(upload, words),
        progress=_progress(upload, words),
        before=[_before(one) for one in contents.before] if checked else [],
        may_register=checked and upload.good > 0,
        register=words("uploads.one.register", count=f"{upload.good:,}"),
        may_map=upload.is_open,
        may_cancel=upload.state not in {State.DONE, State.CANCELLED},
        may_take_up=upload.state in {State.CANCELLED, State.FAILED} and upload.has_begun,
        faulty=bool(upload.faulty) and not upload.state.is_working,
        made=[_made(invoice, words) for invoice in contents.made],
        more_made=_more(upload.registered - len(contents.made), words),
        tabs=_tabs(upload, contents.rows_with_errors, address, words, only=only),
        heads=_heads(upload, words),
        rows=_rows(upload, contents, words),
        caption=words("uploads.one.caption"),
        paging=paging,
        empty=words("uploads.one.no_errors"),
    )


def _told(upload: Upload, words: Words) -> str:
    if upload.state is State.CHECKED:
        which = "all_good" if not upload.faulty else "none_good" if not upload.good else "some_good"
        return words(f"uploads.told.{which}", good=f"{upload.good:,}", faulty=f"{upload.faulty:,}")
    if upload.state is State.CANCELLED and upload.has_begun:
        return words("uploads.told.stopped")
    if upload.state is State.DONE and upload.faulty:
        return words("uploads.told.done_with_errors", faulty=f"{upload.faulty:,}")
    return words(f"uploads.told.{upload.state}")


def _facts(upload: Upload, words: Words) -> list[Fact]:
    facts = []
    if upload.invoices:
        facts += [
            Fact(words("uploads.fact.good"), f"{upload.good:,}"),
            Fact(words("uploads.fact.faulty"), f"{upload.faulty:,}", "attention" if upload.faulty else ""),
            Fact(words("uploads.fact.amount"), yen(upload.amount)),
        ]
    if upload.registered:
        facts.append(Fact(words("uploads.fact.registered"), f"{upload.registered:,}"))
    if upload.warnings:
        facts.append(Fact(words("uploads.fact.warnings"), f"{upload.warnings:,}", "waiting"))
    read = "Excel" if upload.encoding is None else f"CSV ({ENCODING_NAMES[upload.encoding]})"
    which = "unmapped" if upload.mapping is None else "own"
    if upload.mapping == STANDARD_MAPPING:
        which = "standard"
    return [
        *facts,
        Fact(words("uploads.fact.rows"), f"{upload.rows:,}"),
        Fact(words("uploads.fact.format"), read),
        Fact(words("uploads.fact.mapping"), upload.mapping_name or words(f"uploads.mapped.{which}")),
    ]


def _progress(upload: Upload, words: Words) -> Progress | None:
    if upload.state is State.CHECKING:
        return Progress(words("uploads.state.checking"), "", None, PERCENT)
    if upload.state is not State.REGISTERING:
        return None
    told = words("uploads.one.progress", done=f"{upload.next_position:,}", total=f"{upload.invoices:,}")
    percent = PERCENT * upload.next_row // max(upload.rows, 1)
    return Progress(words("uploads.state.registering"), told, percent, PERCENT)


def _tabs(upload: Upload, with_errors: int, address: Address, words: Words, *, only: bool) -> list[Tab]:
    kind = "attention" if upload.errors else "waiting"
    return [
        Tab(
            "all",
            words("uploads.one.all_rows"),
            f"{upload.rows:,}",
            "plain",
            address.link(rows=None),
            not only,
        ),
        Tab(
            "errors",
            words("uploads.one.error_rows"),
            f"{with_errors:,}",
            kind if with_errors else "plain",
            address.link(rows=ERRORS_ONLY),
            only,
        ),
    ]


def _heads(upload: Upload, words: Words) -> list[Head]:
    targets = targets_of(upload.mapping, words.language == "en")
    return [
        Head(letters(index), head or letters(index), targets.get(index, ""))
        for index, head in enumerate(upload.header)
    ]


def _rows(upload: Upload, contents: Contents, words: Words) -> list[Row]:
    notes: dict[tuple[int, int | None], list[Note]] = {}
    for error in contents.errors:
        sentence = error.en if words.language == "en" else error.ja
        note = Note(f"{sentence} ({error.code})", "waiting" if error.warning else "attention")
        notes.setdefault((error.row, error.column), []).append(note)
    return [_row(index, cells, len(upload.header), notes) for index, cells in contents.rows]


def _row(index: int, cells: Cells, width: int, notes: Mapping[tuple[int, int | None], Sequence[Note]]) -> Row:
    own = notes.get((index, None), ())
    return Row(
        f"{shown_row(index):,}",
        own,
        _kind(own),
        [
            Cell(cells[column], found := notes.get((index, column), ()), _kind(found))
            for column in range(min(width, len(cells)))
        ],
    )


def _kind(notes: Sequence[Note]) -> str:
    kinds = {note.kind for note in notes}
    return "attention" if "attention" in kinds else "waiting" if kinds else ""


def _made(invoice: SellerInvoice, words: Words) -> Made:
    return Made(
        f"/seller/invoices/{invoice.invoice_mng_num}",
        str(invoice.invoice_mng_num),
        invoice.customer_name or words("issuing.no_customer"),
        invoice.inv_no or "",
        yen(invoice.inv_show_amount),
    )


def _more(count: int, words: Words) -> str:
    return words("uploads.one.more_made", count=f"{count:,}") if count > 0 else ""


def _before(upload: Upload) -> Before:
    return Before(path_of(upload), upload.file_name, moment(upload.created_at), f"{upload.registered:,}")
