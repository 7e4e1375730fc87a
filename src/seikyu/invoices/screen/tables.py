"""Tables as the screens show them; columns that nobody filled in are left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from seikyu.invoices.totals import TaxClass, tax_class
from seikyu.kit.yen import grouped
from seikyu.ui.format import figure
from seikyu.ui.words import Words
from seikyu.wire.values import Node, node, nodes, text, whole

Kind = Literal["text", "name", "number", "center"]

AMOUNTS = ("inv_without_tax", "inv_tax", "inv_amount")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `label` is the head of its column."""

    text: str
    kind: Kind
    label: str
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the notes stand below its name, a faint row does not count."""

    cells: Sequence[Cell]
    notes: Sequence[str] = ()
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `total` is a last row, set apart."""

    caption: str
    columns: Sequence[Cell]
    rows: Sequence[Row]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is headed and what it reads from each line."""

    label: str
    kind: Kind
    read: Callable[[Node], str]


def table_of(
    caption: str,
    columns: Sequence[Column],
    lines: Sequence[Node],
    notes: Callable[[Node], Sequence[str]] = lambda _line: (),
    faint: Callable[[Node], bool] = lambda _line: False,
) -> Table:
    """Read every line into the columns that are used."""
    values = [[column.read(line) for line in lines] for column in columns]
    used = [at for at, column in enumerate(columns) if column.kind == "name" or any(values[at])]
    rows = [
        Row([_cell(columns[at], values[at][row]) for at in used], notes(line), faint(line))
        for row, line in enumerate(lines)
    ]
    return Table(caption, [Cell(columns[at].label, columns[at].kind, "") for at in used], rows)


def totals_table(document: Node, words: Words) -> Table | None:
    """What the document states per tax class and in all; nothing is computed (law 2.1: 4 and 5)."""
    on_lines = {_class_of(line) for line in nodes(document, "details")}
    labels = [words(f"invoices.totals.{name}") for name in ("class", "without_tax", "tax", "with_tax")]
    rows = [
        _amounts(words(f"invoices.tax_class.{each.value}"), document, f"_{each.value}", labels)
        for each in TaxClass
        if _stated(document, each, on_lines)
    ]
    total = _amounts(words("invoices.totals.total"), document, "", labels)
    stated = any(cell.text for cell in total.cells[1:])
    if not rows and not stated:
        return None
    heads = [Cell(label, "number" if at else "name", "") for at, label in enumerate(labels)]
    return Table(words("invoices.totals.caption"), heads, rows, total if stated else None)


def banks_table(banks: Sequence[Node], words: Words) -> Table | None:
    """振込先, one account a row."""
    if not banks:
        return None
    columns = (
        Column(
            words("invoices.bank.bank"), "name", lambda bank: _coded(bank, "fncl_inst_name", "fncl_inst_code")
        ),
        Column(
            words("invoices.bank.branch"), "text", lambda bank: _coded(bank, "branch_name", "branch_code")
        ),
        Column(words("invoices.bank.kind"), "text", lambda bank: _deposit(bank, words)),
        Column(words("invoices.bank.number"), "center", lambda bank: text(bank, "account_num") or ""),
        Column(words("invoices.bank.holder"), "text", lambda bank: text(bank, "depositor_name") or ""),
        Column(words("invoices.bank.holder_kana"), "text", lambda bank: text(bank, "depositor_kana") or ""),
    )
    return table_of(words("invoices.bank.caption"), columns, banks)


def custom_table(document: Node) -> Table | None:
    """The seller's own table under its own name (カスタム明細); numbers with their stated decimals."""
    header = node(document, "custom_header")
    details = nodes(document, "custom_details")
    if header is None or not details:
        return None
    heads = sorted(nodes(header, "custom_detail_headers"), key=lambda head: whole(head, "field_seq") or 0)
    columns = [_custom_column(head) for head in heads]
    return table_of(text(header, "custom_name") or "", columns, details) if columns else None


def _cell(column: Column, value: str) -> Cell:
    return Cell(value, column.kind, column.label, negative=column.kind == "number" and value.startswith("▲"))


def _amounts(label: str, document: Node, suffix: str, labels: Sequence[str]) -> Row:
    amounts = [whole(document, f"{name}{suffix}") for name in AMOUNTS]
    cells = [
        Cell(figure(amount), "number", head, negative=(amount or 0) < 0)
        for head, amount in zip(labels[1:], amounts, strict=True)
    ]
    return Row([Cell(label, "name", labels[0]), *cells])


def _class_of(line: Node) -> TaxClass | None:
    return tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))


def _stated(document: Node, each: TaxClass, on_lines: set[TaxClass | None]) -> bool:
    stated = [whole(document, f"{name}_{each.value}") for name in AMOUNTS]
    return any(stated) or (each in on_lines and any(amount is not None for amount in stated))


def _coded(bank: Node, name: str, code: str) -> str:
    parts = (text(bank, name), f"({text(bank, code)})" if text(bank, code) else None)
    return " ".join(part for part in parts if part)


def _deposit(bank: Node, words: Words) -> str:
    kind = text(bank, "deposit_sec")
    return words(f"invoices.deposit.{kind}") if kind else ""


def _custom_column(head: Node) -> Column:
    label, sequence = text(head, "field_name") or "", whole(head, "field_seq")
    number = text(head, "field_type") == "N"
    places = whole(head, "field_num_decimal_places") or 0

    def read(detail: Node) -> str:
        for value in nodes(detail, "custom_detail_values"):
            if whole(value, "field_seq") == sequence:
                given = value.get("field_value")
                shown = "" if given is None else str(given)
                return _number(shown, places) if number else shown
        return ""

    return Column(label, "number" if number else "text", read)


def _number(written: str, places: int) -> str:
    try:
        return grouped(Decimal(written), places) if written else ""
    except InvalidOperation:
        return written
