"""明細: the table of lines, only with columns that are used; the rest of a line runs below it as a note."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seikyu.invoices.printing.fit import NAME, Wanted, fit
from seikyu.invoices.printing.page import WIDTH, Align, Table
from seikyu.invoices.printing.ruled import Cells, ruled
from seikyu.invoices.printing.words import figure, given, short_date, yen
from seikyu.invoices.wire import TAX_TYPES
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, day, whole

TAXED = "0"
EXEMPT = "1"


def lines_table(lines: Sequence[Node], press: Press) -> Table | None:
    """The table, or none when the invoice has no lines."""
    if not lines:
        return None
    said = {source.key: [source.read(line) for line in lines] for source in _SOURCES}
    said[NUMBER.key] = [str(number) for number in range(1, len(lines) + 1)]
    used = {key: values for key, values in said.items() if key == NAME or any(values)}
    wanted = [
        Wanted(source.key, source.label, used[source.key], source.align, source.limit)
        for source in (NUMBER, *_SOURCES)
        if source.key in used
    ]
    fitted = fit(wanted, press)
    rows = [_row(line, at, used, fitted.keys) for at, line in enumerate(lines)]
    return ruled(fitted.columns, rows, fitted.size, press)


def _row(line: Node, at: int, used: Mapping[str, Sequence[str]], keys: Sequence[str]) -> Cells:
    exempt = given(line, "sum_exempt_flg") == EXEMPT
    without_room = [
        (source.label, used[source.key][at])
        for source in _SOURCES
        if source.key in used and source.key not in keys
    ]
    parts = [f"{label}: {value}" for label, value in (*without_room, *_besides(line)) if value]
    note = "　".join(["合計対象外", *parts] if exempt else parts)
    return Cells([used[key][at] for key in keys], note, faint=exempt)


def _besides(line: Node) -> list[tuple[str, str]]:
    """What is only ever said in the note."""
    section = filter(None, (given(line, "item_sec_code"), given(line, "item_sec_name")))
    return [
        ("部門", " ".join(section)),
        ("備考", given(line, "detail_remarks")),
        *((f"自由項目{number}", given(line, f"item_free_txt{number}")) for number in range(1, 11)),
        ("自由項目11", given(line, "item_free_txt_l")),
    ]


def _name(line: Node) -> str:
    name = given(line, "item_name")
    return f"{name} ※" if given(line, "reduced_tax_flg") == "1" else name


def _rate(line: Node) -> str:
    """The rate of a taxed line, or why a line is not taxed."""
    tax_type = given(line, "tax_type")
    rate = whole(line, "tax_rate_sec")
    stated = "" if rate is None else f"{rate}%"
    told = stated if tax_type in {"", TAXED} else TAX_TYPES.get(tax_type, "")
    return f"{told}(内)" if told and given(line, "input_tax_type") == "1" else told


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a column comes from; its text may be wrapped at `limit` points."""

    key: str
    label: str
    read: Callable[[Node], str]
    align: Align = "left"
    limit: float = WIDTH


NUMBER = _Source("no", "No.", lambda _: "", "center")

_SOURCES = (
    _Source("date", "日付", lambda line: short_date(day(line, "item_slip_date")), "center"),
    _Source("slip", "伝票番号", lambda line: given(line, "item_slip_no"), limit=78),
    _Source("code", "商品コード", lambda line: given(line, "item_prod_code"), limit=78),
    _Source(NAME, "品名", _name),
    _Source("quantity", "数量", lambda line: figure(line, "item_qty"), "right"),
    _Source("unit", "単位", lambda line: given(line, "item_unit"), "center", limit=40),
    _Source("price", "単価", lambda line: figure(line, "item_price"), "right"),
    _Source("rate", "税率", _rate, "center"),
    _Source("without_tax", "金額(税抜)", lambda line: yen(line, "item_without_tax"), "right"),
    _Source("tax", "消費税額", lambda line: yen(line, "item_tax"), "right"),
    _Source("with_tax", "金額(税込)", lambda line: yen(line, "item_amount"), "right"),
)
