"""Totals per tax class, and the accounts to pay to."""

from collections.abc import Mapping, Sequence

from seikyu.invoices.printing.page import WIDTH, Table
from seikyu.invoices.printing.ruled import PADDING, Cells, Column, ruled
from seikyu.invoices.printing.sheet import Sheet
from seikyu.invoices.printing.words import given, yen
from seikyu.invoices.totals import TaxClass, tax_class
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, nodes, text, whole

SIZE = 8.0
AMOUNTS = ("inv_without_tax", "inv_tax", "inv_amount")


def totals_table(document: Node, sheet: Sheet) -> Table | None:
    """What the document states per tax class and in all; nothing is computed (law 2.1: 4 and 5)."""
    words = sheet.words
    on_lines = {_class_of(line) for line in nodes(document, "details")}
    rows = [
        Cells((words.tax_classes[each], *(yen(document, f"{name}_{each.value}", words) for name in AMOUNTS)))
        for each in TaxClass
        if _stated(document, each, on_lines)
    ]
    total = (words("total"), *(yen(document, name, words) for name in AMOUNTS))
    if not rows and not any(total[1:]):
        return None
    shown = [*(row.values for row in rows), total]
    labels = [words(name) for name in ("total_without_tax", "total_tax", "total_with_tax")]
    amounts = [
        Column(label, max(66.0, _widest(shown, at, sheet.press) * SIZE + PADDING), "right")
        for at, label in enumerate(labels, start=1)
    ]
    columns = [Column(words("tax_class"), 84.0), *amounts]
    return ruled(columns, rows, SIZE, sheet.press, total if any(total[1:]) else ())


def banks_table(banks: Sequence[Node], sheet: Sheet) -> Table | None:
    """振込先, one account a row."""
    if not banks:
        return None
    words = sheet.words
    columns = (
        Column(words("bank"), 128.0),
        Column(words("branch"), 112.0),
        Column(words("deposit"), 46.0, "center"),
        Column(words("account"), 52.0, "center"),
        Column(words("holder"), WIDTH - 338.0),
    )
    return ruled(columns, [Cells(_bank(bank, words.deposits)) for bank in banks], SIZE, sheet.press)


def _widest(rows: Sequence[Sequence[str]], at: int, press: Press) -> float:
    return max(press.table_width(row[at]) for row in rows)


def _class_of(line: Node) -> TaxClass | None:
    return tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))


def _stated(document: Node, each: TaxClass, on_lines: set[TaxClass | None]) -> bool:
    """A class is shown when its triple says something: a figure, or a nought for lines that are there."""
    stated = [whole(document, f"{name}_{each.value}") for name in AMOUNTS]
    return any(stated) or (each in on_lines and any(amount is not None for amount in stated))


def _bank(bank: Node, deposits: Mapping[str, str]) -> tuple[str, ...]:
    return (
        _coded(given(bank, "fncl_inst_name"), given(bank, "fncl_inst_code")),
        _coded(given(bank, "branch_name"), given(bank, "branch_code")),
        deposits.get(given(bank, "deposit_sec"), ""),
        given(bank, "account_num"),
        "\n".join(filter(None, (given(bank, "depositor_name"), given(bank, "depositor_kana")))),
    )


def _coded(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name
