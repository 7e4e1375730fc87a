"""明細: the table of lines, only with columns that are used; the rest of a line runs below it as a note."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seikyu.invoices.layout import title_of
from seikyu.invoices.printing.fit import NAME, Wanted, fit
from seikyu.invoices.printing.page import WIDTH, Align, Table
from seikyu.invoices.printing.ruled import Cells, ruled
from seikyu.invoices.printing.sheet import Sheet
from seikyu.invoices.printing.wording import Wording
from seikyu.invoices.printing.words import figure, given, short_date, yen
from seikyu.wire.values import Node, day, whole

TAXED = "0"
EXEMPT = "1"
NUMBER = "no"
AMOUNTS = ("without_tax", "with_tax")


def lines_table(lines: Sequence[Node], sheet: Sheet) -> Table | None:
    """The table, or none when the invoice has no lines."""
    if not lines:
        return None
    layout, words = sheet.layout, sheet.words
    read = dict.fromkeys((*layout.columns, *layout.notes, *AMOUNTS))
    said = {key: [_SOURCES[key].read(line, words) for line in lines] for key in read}
    if NUMBER in said:
        said[NUMBER] = [str(number) for number in range(1, len(lines) + 1)]
    used = _with_an_amount([key for key in layout.columns if key == NAME or any(said[key])], said)
    wanted = [
        Wanted(key, _label(key, sheet), said[key], _SOURCES[key].align, _SOURCES[key].limit) for key in used
    ]
    fitted = fit(wanted, sheet.press)
    below = [key for key in used if key not in fitted.keys]
    noted = [
        (_label(key, sheet), said[key]) for key in (*below, *(key for key in layout.notes if key not in used))
    ]
    rows = [_row(line, at, said, fitted.keys, noted, words) for at, line in enumerate(lines)]
    indent = fitted.columns[0].width if fitted.keys[0] == NUMBER else 0.0
    return ruled(fitted.columns, rows, fitted.size, sheet.press, indent=indent)


def _with_an_amount(used: list[str], said: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns, with the amount that lines do have where they lack the one the layout shows."""
    if any(key in used for key in AMOUNTS):
        return used
    return [*used, *[key for key in AMOUNTS if any(said[key])][:1]]


def _row(
    line: Node,
    at: int,
    said: Mapping[str, Sequence[str]],
    keys: Sequence[str],
    noted: Sequence[tuple[str, Sequence[str]]],
    words: Wording,
) -> Cells:
    exempt = given(line, "sum_exempt_flg") == EXEMPT
    parts = [f"{label}: {values[at]}" for label, values in noted if values[at]]
    note = "　".join([words("exempt"), *parts] if exempt else parts)
    return Cells([said[key][at] for key in keys], note, faint=exempt)


def _label(key: str, sheet: Sheet) -> str:
    ordinary = (
        sheet.words("free", at=key.removeprefix("free")) if key.startswith("free") else sheet.words(key)
    )
    return title_of(sheet.layout, key, ordinary)


def _name(line: Node, words: Wording) -> str:
    name = given(line, "item_name")
    return f"{name} {words.reduced}" if given(line, "reduced_tax_flg") == "1" else name


def _rate(line: Node, words: Wording) -> str:
    """The rate of a taxed line, or why a line is not taxed."""
    tax_type = given(line, "tax_type")
    rate = whole(line, "tax_rate_sec")
    stated = "" if rate is None else f"{rate}%"
    told = stated if tax_type in {"", TAXED} else words.tax_types.get(tax_type, "")
    return f"{told}{words('within')}" if told and given(line, "input_tax_type") == "1" else told


def _section(line: Node, _: Wording) -> str:
    return " ".join(filter(None, (given(line, "item_sec_code"), given(line, "item_sec_name"))))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a column comes from; its text may be wrapped at `limit` points."""

    read: Callable[[Node, Wording], str]
    align: Align = "left"
    limit: float = WIDTH


def _plain(name: str, align: Align = "left", limit: float = WIDTH) -> _Source:
    return _Source(lambda line, _: given(line, name), align, limit)


def _amount(name: str) -> _Source:
    return _Source(lambda line, words: yen(line, name, words), "right")


def _figure(name: str) -> _Source:
    return _Source(lambda line, words: figure(line, name, words), "right")


_SOURCES = {
    NUMBER: _Source(lambda *_: "", "center"),
    "date": _Source(lambda line, words: short_date(day(line, "item_slip_date"), words), "center"),
    "slip": _plain("item_slip_no", limit=78),
    "code": _plain("item_prod_code", limit=78),
    NAME: _Source(_name),
    "quantity": _figure("item_qty"),
    "unit": _plain("item_unit", "center", limit=40),
    "price": _figure("item_price"),
    "rate": _Source(_rate, "center"),
    "without_tax": _amount("item_without_tax"),
    "tax": _amount("item_tax"),
    "with_tax": _amount("item_amount"),
    "section": _Source(_section, limit=70),
    "remarks": _plain("detail_remarks", limit=90),
    **{f"free{at}": _plain(f"item_free_txt{at}", limit=64) for at in range(1, 11)},
    "free11": _plain("item_free_txt_l", limit=90),
}
