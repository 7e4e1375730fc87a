"""Totals per tax class, and the accounts to pay to."""

from collections.abc import Sequence

from seikyu.invoices.printing.page import WIDTH, Table
from seikyu.invoices.printing.ruled import PADDING, Cells, Column, ruled
from seikyu.invoices.printing.words import TAX_CLASSES, given, yen
from seikyu.invoices.totals import TaxClass, tax_class
from seikyu.invoices.wire import DEPOSIT_SECTIONS
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, nodes, text, whole

SIZE = 8.0
AMOUNTS = ("inv_without_tax", "inv_tax", "inv_amount")


def totals_table(document: Node, press: Press) -> Table | None:
    """What the document states per tax class and in all; nothing is computed (law 2.1: 4 and 5)."""
    on_lines = {_class_of(line) for line in nodes(document, "details")}
    rows = [
        Cells((TAX_CLASSES[each], *(yen(document, f"{name}_{each.value}") for name in AMOUNTS)))
        for each in TaxClass
        if _stated(document, each, on_lines)
    ]
    total = ("合計", *(yen(document, name) for name in AMOUNTS))
    if not rows and not any(total[1:]):
        return None
    shown = [*(row.values for row in rows), total]
    labels = ("税抜金額", "消費税額", "税込金額")
    amounts = [
        Column(label, max(66.0, _widest(shown, at, press) * SIZE + PADDING), "right")
        for at, label in enumerate(labels, start=1)
    ]
    columns = [Column("税率区分", 84.0), *amounts]
    return ruled(columns, rows, SIZE, press, total if any(total[1:]) else ())


def banks_table(banks: Sequence[Node], press: Press) -> Table | None:
    """振込先, one account a row."""
    if not banks:
        return None
    columns = (
        Column("金融機関", 128.0),
        Column("支店", 112.0),
        Column("種別", 46.0, "center"),
        Column("口座番号", 52.0, "center"),
        Column("口座名義", WIDTH - 338.0),
    )
    return ruled(columns, [Cells(_bank(bank)) for bank in banks], SIZE, press)


def _widest(rows: Sequence[Sequence[str]], at: int, press: Press) -> float:
    return max(press.table_width(row[at]) for row in rows)


def _class_of(line: Node) -> TaxClass | None:
    return tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))


def _stated(document: Node, each: TaxClass, on_lines: set[TaxClass | None]) -> bool:
    """A class is shown when its triple says something: a figure, or a nought for lines that are there."""
    stated = [whole(document, f"{name}_{each.value}") for name in AMOUNTS]
    return any(stated) or (each in on_lines and any(amount is not None for amount in stated))


def _bank(bank: Node) -> tuple[str, ...]:
    return (
        _coded(given(bank, "fncl_inst_name"), given(bank, "fncl_inst_code")),
        _coded(given(bank, "branch_name"), given(bank, "branch_code")),
        DEPOSIT_SECTIONS.get(given(bank, "deposit_sec"), ""),
        given(bank, "account_num"),
        "\n".join(filter(None, (given(bank, "depositor_name"), given(bank, "depositor_kana")))),
    )


def _coded(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name
