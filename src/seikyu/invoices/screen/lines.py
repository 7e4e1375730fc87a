"""明細 as the screens show it: the columns that are used, the rest of a line as notes below its name."""

from collections.abc import Sequence

from seikyu.invoices.screen.tables import Column, Table, table_of
from seikyu.ui.format import figure
from seikyu.ui.words import Words
from seikyu.wire.values import Node, day, decimal, text, whole

FREE_TEXTS = (*(f"item_free_txt{number}" for number in range(1, 11)), "item_free_txt_l")


def lines_table(lines: Sequence[Node], words: Words) -> Table | None:
    """The table of lines, or none when the invoice has no lines."""
    if not lines:
        return None
    columns = (
        Column(words("invoices.line.date"), "center", _date),
        Column(words("invoices.line.slip"), "text", lambda line: text(line, "item_slip_no") or ""),
        Column(words("invoices.line.code"), "text", lambda line: text(line, "item_prod_code") or ""),
        Column(words("invoices.line.name"), "name", _name),
        Column(words("invoices.line.quantity"), "number", lambda line: figure(decimal(line, "item_qty"))),
        Column(words("invoices.line.unit"), "center", lambda line: text(line, "item_unit") or ""),
        Column(words("invoices.line.price"), "number", lambda line: figure(decimal(line, "item_price"))),
        Column(words("invoices.line.rate"), "center", lambda line: _rate(line, words)),
        Column(
            words("invoices.line.without_tax"), "number", lambda line: figure(whole(line, "item_without_tax"))
        ),
        Column(words("invoices.line.tax"), "number", lambda line: figure(whole(line, "item_tax"))),
        Column(words("invoices.line.with_tax"), "number", lambda line: figure(whole(line, "item_amount"))),
    )
    return table_of(
        words("invoices.line.caption"), columns, lines, lambda line: _notes(line, words), _is_outside_totals
    )


def legend(document: Node, lines: Sequence[Node], words: Words) -> list[str]:
    """What the marks in the table mean, and by which unit the tax was reckoned."""
    reduced = any(text(line, "reduced_tax_flg") == "1" for line in lines)
    reduced = reduced or bool(whole(document, "inv_amount_tr8_reduced"))
    notes = [words("invoices.legend.reduced")] if reduced else []
    if any(text(line, "input_tax_type") == "1" for line in lines):
        notes.append(words("invoices.legend.within"))
    if unit := text(document, "unit_tax_calc_sec"):
        notes.append(words("invoices.legend.unit", unit=words(f"invoices.tax_unit.{unit}")))
    return notes


def _date(line: Node) -> str:
    found = day(line, "item_slip_date")
    return "" if found is None else f"{found:%Y/%m/%d}"


def _name(line: Node) -> str:
    name = text(line, "item_name") or ""
    return f"{name} ※" if text(line, "reduced_tax_flg") == "1" else name


def _rate(line: Node, words: Words) -> str:
    kind, rate = text(line, "tax_type"), whole(line, "tax_rate_sec")
    told = (
        words(f"invoices.untaxed.{kind}") if kind in {"1", "2", "3"} else "" if rate is None else f"{rate}%"
    )
    return words("invoices.line.within", rate=told) if told and text(line, "input_tax_type") == "1" else told


def _is_outside_totals(line: Node) -> bool:
    return text(line, "sum_exempt_flg") == "1"


def _notes(line: Node, words: Words) -> list[str]:
    section = " ".join(filter(None, (text(line, "item_sec_code"), text(line, "item_sec_name"))))
    notes = [words("invoices.line.outside_totals")] if _is_outside_totals(line) else []
    notes += [words("invoices.line.section", section=section)] if section else []
    notes += [remark] if (remark := text(line, "detail_remarks")) else []
    return notes + [free for name in FREE_TEXTS if (free := text(line, name))]
