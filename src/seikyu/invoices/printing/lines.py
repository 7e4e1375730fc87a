"""明細: the table of lines, only with columns that are used; the rest of a line runs below it as a note."""

from collections.abc import Callable, Mapping, Sequence

from seikyu.invoices.printing.fit import NAME, Wanted, fit
from seikyu.invoices.printing.page import Table
from seikyu.invoices.printing.ruled import Cells, ruled
from seikyu.invoices.printing.words import UNTAXED, figure, given, short_date, yen
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, day, whole


def lines_table(lines: Sequence[Node], press: Press) -> Table | None:
    """The table, or none when the invoice has no lines."""
    if not lines:
        return None
    values = {key: [read(line) for line in lines] for key, (_, read) in _COLUMNS.items()}
    values["no"] = [str(number) for number in range(1, len(lines) + 1)]
    used = {key: column for key, column in values.items() if key == NAME or any(column)}
    fitted = fit([_wanted(key, used[key]) for key in _ORDER if key in used], press)
    rows = [_row(line, at, used, fitted.keys) for at, line in enumerate(lines)]
    return ruled(fitted.columns, rows, fitted.size, press)


def _wanted(key: str, values: Sequence[str]) -> Wanted:
    label = _COLUMNS[key][0] if key in _COLUMNS else "No."
    match key:
        case "slip" | "code":
            return Wanted(key, label, values, limit=78)
        case "unit":
            return Wanted(key, label, values, "center", limit=40)
        case "name":
            return Wanted(key, label, values)
        case "no" | "date" | "rate":
            return Wanted(key, label, values, "center")
        case _:
            return Wanted(key, label, values, "right")


def _row(line: Node, at: int, used: Mapping[str, Sequence[str]], keys: Sequence[str]) -> Cells:
    without_room = {key: column[at] for key, column in used.items() if key not in keys}
    exempt = given(line, "sum_exempt_flg") == "1"
    return Cells([used[key][at] for key in keys], _note(line, without_room), faint=exempt)


def _note(line: Node, without_room: Mapping[str, str]) -> str:
    parts = ["合計対象外"] if given(line, "sum_exempt_flg") == "1" else []
    parts += [f"{_COLUMNS[key][0]}: {value}" for key, value in without_room.items() if value]
    section = " ".join(filter(None, (given(line, "item_sec_code"), given(line, "item_sec_name"))))
    parts += [f"{label}: {value}" for label, value in (("部門", section), *_free(line)) if value]
    return "　".join(parts)


def _free(line: Node) -> list[tuple[str, str]]:
    names = [(f"自由項目{number}", f"item_free_txt{number}") for number in range(1, 11)]
    return [
        ("備考", given(line, "detail_remarks")),
        *((label, given(line, name)) for label, name in names),
        ("自由項目11", given(line, "item_free_txt_l")),
    ]


def _name(line: Node) -> str:
    name = given(line, "item_name")
    return f"{name} ※" if given(line, "reduced_tax_flg") == "1" else name


def _rate(line: Node) -> str:
    rate = whole(line, "tax_rate_sec")
    told = UNTAXED.get(given(line, "tax_type"), "" if rate is None else f"{rate}%")
    return f"{told}(内)" if told and given(line, "input_tax_type") == "1" else told


_COLUMNS: dict[str, tuple[str, Callable[[Node], str]]] = {
    "date": ("日付", lambda line: short_date(day(line, "item_slip_date"))),
    "slip": ("伝票番号", lambda line: given(line, "item_slip_no")),
    "code": ("商品コード", lambda line: given(line, "item_prod_code")),
    "name": ("品名", _name),
    "quantity": ("数量", lambda line: figure(line, "item_qty")),
    "unit": ("単位", lambda line: given(line, "item_unit")),
    "price": ("単価", lambda line: figure(line, "item_price")),
    "rate": ("税率", _rate),
    "without_tax": ("金額(税抜)", lambda line: yen(line, "item_without_tax")),
    "tax": ("消費税額", lambda line: yen(line, "item_tax")),
    "with_tax": ("金額(税込)", lambda line: yen(line, "item_amount")),
}

_ORDER = ("no", *_COLUMNS)
