"""What somebody typed into the table of a slip, and what its buttons do with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from seikyu.http.forms import Fields, first
from seikyu.journals.chart import Chart
from seikyu.journals.model import Entry, Leg
from seikyu.journals.wire import ENTRY, LABELS, SIDES
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node

Row: TypeAlias = dict[str, str]
"""The cells of an entry as they stand on screen, by wire name; masters as 「コード 名称」."""

CELLS = tuple(field.name for field in ENTRY.fields)
FIGURES = ("amount", "tax")
_CELL = re.compile(r"e([0-9]{1,4})-([a-z_]+)")
_DOING = re.compile(r"(split|copy|remove)-([0-9]{1,4})")
_AROUND = str.maketrans("▲△", "--", ",¥\\円")


@dataclass(frozen=True, slots=True)
class Read:
    """The rows as the wire reads them, and what was wrong with that."""

    rows: Sequence[Node]
    faults: Sequence[Fault]


def rows_in(fields: Fields) -> list[Row]:
    """The rows of the table in their order; rows in which nothing stands are left out."""
    found: dict[int, Row] = {}
    for name, values in fields.items():
        match = _CELL.fullmatch(name)
        if match and match[2] in CELLS and values[0].strip():
            found.setdefault(int(match[1]), {})[match[2]] = values[0].strip()
    return [row for _, row in sorted(found.items())]


def read(rows: Sequence[Row], chart: Chart) -> Read:
    """Rows as the API would have them sent."""
    nodes: list[Node] = []
    faults: list[Fault] = []
    for at, row in enumerate(rows):
        tree: Node = {name: _sent(name, row, chart) for name in CELLS if name in row}
        node, found = ENTRY.read(tree, f"entries[{at}]")
        nodes.append(node)
        faults += found
    return Read(nodes, faults)


def done(rows: Sequence[Row], fields: Fields) -> list[Row]:
    """The rows after the button that was pressed: one added, split, taken away, or its codes copied down."""
    changed = [dict(row) for row in rows]
    doing = first(fields, "do")
    if doing == "add":
        return [*changed, {}]
    match = _DOING.fullmatch(doing)
    if match is None or int(match[2]) >= len(changed):
        return changed
    return _DONE[match[1]](changed, int(match[2]))


def row_of(entry: Entry) -> Row:
    """An entry as it is shown."""
    row: Row = {} if entry.line is None else {"line_no": str(entry.line)}
    for side, leg in (("debit", entry.debit), ("credit", entry.credit)):
        if leg is not None:
            row |= {f"{side}_{name}": value for name, value in _cells(leg).items() if value}
    if entry.memo:
        row["memo"] = entry.memo
    return row


def labelled(code: str | None, name: str | None) -> str:
    """A master as it stands in a cell."""
    return " ".join(part for part in (code, name) if part)


def _cells(leg: Leg) -> dict[str, str]:
    return {
        "account_code": labelled(leg.account_code, leg.account_name),
        "sub_account_code": labelled(leg.sub_account_code, leg.sub_account_name),
        "department_code": labelled(leg.department_code, leg.department_name),
        "tax_category_code": labelled(leg.tax_category_code, leg.tax_category_name),
        "amount": f"{leg.amount:,}",
        "tax": f"{leg.tax:,}",
    }


def _sent(name: str, row: Row, chart: Chart) -> str:
    value = row[name]
    side, _, cell = name.partition("_")
    if side not in SIDES or cell not in LABELS:
        return value
    if cell in FIGURES:
        return unicodedata.normalize("NFKC", value).translate(_AROUND).strip()
    return _code_in(value, _known(cell, row.get(f"{side}_account_code", ""), chart))


def _known(cell: str, account: str, chart: Chart) -> Mapping[str, str]:
    match cell:
        case "account_code":
            return {code: one.name for code, one in chart.accounts.items()}
        case "sub_account_code":
            code = _code_in(account, _known("account_code", "", chart))
            return {sub: name for (of, sub), name in chart.sub_accounts.items() if of == code}
        case "department_code":
            return chart.departments
        case _:
            return {code: one.name for code, one in chart.categories.items()}


def _code_in(value: str, known: Mapping[str, str]) -> str:
    """The code in 「コード 名称」, which may also be typed alone, or the only master of that name."""
    if value in known:
        return value
    named = [code for code, name in known.items() if value in (labelled(code, name), name)]
    if len(named) == 1:
        return named[0]
    start = value.split(maxsplit=1)[0]
    return start if start in known else value


def _split(rows: list[Row], at: int) -> list[Row]:
    """A second row without figures; the tax of the first follows its amount from now on."""
    part = {name: value for name, value in rows[at].items() if not name.endswith(FIGURES)}
    first = {name: value for name, value in rows[at].items() if not name.endswith("_tax")}
    return [*rows[:at], first, part, *rows[at + 1 :]]


def _remove(rows: list[Row], at: int) -> list[Row]:
    return [*rows[:at], *rows[at + 1 :]]


def _copy(rows: list[Row], at: int) -> list[Row]:
    """Codes only; a tax category goes by the line's rate, so one that is there stays."""
    codes = {name: value for name, value in rows[at].items() if name.endswith("_code")}
    for row in rows[at + 1 :]:
        for side in SIDES:
            if any(name.startswith(side) for name in codes):
                row.pop(f"{side}_sub_account_code", None)
        row |= {n: v for n, v in codes.items() if not n.endswith("tax_category_code") or n not in row}
    return rows


_DONE: dict[str, Callable[[list[Row], int], list[Row]]] = {
    "split": _split,
    "remove": _remove,
    "copy": _copy,
}
