"""From the rows of an invoice to the tree that a program would send. Pure."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf

from seikyu.invoices.amounts import fill_in
from seikyu.kit.yen import Rounding
from seikyu.uploads.cells import Cell, Found, Placed, cell_of, shown_row
from seikyu.uploads.grouping import Group
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.targets import TARGETS, Target
from seikyu.uploads.values import RATE, is_reduced, value_of
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value

RoundingOf = Callable[[Node], Rounding]
"""How fractions of a yen go on invoices to this customer."""

NUMBERED = frozenset({"custom_detail_headers", "custom_detail_values"})
STATED = ("item_without_tax", "item_amount")
LINE_AMOUNTS = (*STATED, "item_tax")
TOTAL = re.compile(r"inv_(without_tax|tax|amount)(_\w+)?|inv_show_amount")


def place(
    group: Group, mapping: Mapping, rounding_of: RoundingOf, targets: MappingOf[str, Target] = TARGETS
) -> Placed:
    """Read the rows of an invoice; amounts that are not stated are worked out from the lines."""
    placed = Placed(group)
    columns = [(column, targets[path]) for path, column in mapping.column_of.items()]
    heads = [(column, target) for column, target in columns if not target.by_row]
    by_row = [(column, target) for column, target in columns if target.by_row]
    always = [(targets[path], value_of(targets[path], text)) for path, text in mapping.constants.items()]
    for target, value in always:
        if value and not target.by_row:
            _put(placed.tree, target.path, value)
    same_lines = [(target.path, value) for target, value in always if value and target.by_row]
    for row, cells in group.rows:
        if len(cells) > len(mapping.columns):
            placed.found.append(Found(Cell(row, None), Fault("", codes.ROW_TOO_LONG)))
        _read_head(placed, row, cells, heads)
        _read_line(placed, row, cells, by_row, same_lines)
    if group.apart_from is not None:
        fault = Fault("inv_no", codes.ROWS_APART, {"row": shown_row(group.apart_from)})
        placed.found.append(Found(Cell(group.rows[0][0], mapping.key[0]), fault))
    _close_ranks(placed)
    _work_out(placed, mapping, rounding_of)
    return placed


def _read_head(placed: Placed, row: int, cells: Sequence[str], heads: Sequence[tuple[int, Target]]) -> None:
    """Values of the head may be repeated, but not changed, on the rows below."""
    for column, target in heads:
        value = value_of(target, cells[column]) if cells[column] else ""
        if not value:
            continue
        if target.path not in placed.heads:
            placed.heads[target.path] = row
            _put(placed.tree, target.path, value)
        elif _get(placed.tree, target.path) != value:
            values = {"label": target.label, "row": shown_row(placed.heads[target.path])}
            fault = Fault(target.path, codes.HEADER_CONTRADICTS, values)
            placed.found.append(Found(Cell(row, column), fault))


def _read_line(
    placed: Placed,
    row: int,
    cells: Sequence[str],
    columns: Sequence[tuple[int, Target]],
    same: Sequence[tuple[str, str]],
) -> None:
    """A row in which no column of the lines is filled adds no line."""
    line: Node = {}
    for column, target in columns:
        if cells[column] and (value := value_of(target, cells[column])):
            _put(line, target.path, value)
            if target.path == RATE and is_reduced(cells[column]):
                _put(line, "details.reduced_tax_flg", "1")
    if not line:
        return
    for path, value in same:
        if _get(line, path) is None:
            _put(line, path, value)
    placed.lines.append(row)
    for name in ("details", "custom_details"):
        if name == "details" or name in line or name in placed.tree:
            elements = placed.tree.setdefault(name, [{} for _ in placed.lines[:-1]])
            assert isinstance(elements, list)  # noqa: S101 -- made one line above
            elements.append(line.get(name, {}))


def _close_ranks(placed: Placed) -> None:
    """An account that this invoice leaves out is none, though another follows it."""
    banks = placed.tree.get("banks")
    if isinstance(banks, list):
        placed.banks = [index for index, bank in enumerate(banks) if bank]
        placed.tree["banks"] = [banks[index] for index in placed.banks]


def _work_out(placed: Placed, mapping: Mapping, rounding_of: RoundingOf) -> None:
    tree, lines = placed.tree, _lines(placed.tree)
    if not any(_has_amount(line) for line in lines):
        return
    worked_out: Node = {**tree, "details": [_without_price(line) for line in lines]}
    customer = tree.get("customer")
    fill_in(worked_out, rounding_of(customer if isinstance(customer, dict) else {}))
    for line, full in zip(lines, _lines(worked_out), strict=True):
        for name in LINE_AMOUNTS:
            if name in full:
                line.setdefault(name, full[name])
    for name, value in worked_out.items():
        if not TOTAL.fullmatch(name):
            continue
        if name not in tree:
            tree[name] = value
        elif _differs(tree[name], value):
            values = {"label": TARGETS[name].label, "expected": f"{value:,}"}
            fault = Fault(name, codes.TOTAL_DIFFERS, values)
            placed.found.append(Found(cell_of(placed, mapping, name), fault, is_error=False))


def _has_amount(line: Node) -> bool:
    return any(name in line for name in STATED) or ("item_qty" in line and "item_price" in line)


def _without_price(line: Node) -> Node:
    """What a line states is not worked out anew from quantity and price."""
    if any(name in line for name in STATED):
        return {name: value for name, value in line.items() if name not in {"item_qty", "item_price"}}
    return dict(line)


def _differs(stated: Value, worked_out: Value) -> bool:
    written = stated.removeprefix("-") if isinstance(stated, str) else ""
    return isinstance(stated, str) and written.isdecimal() and int(stated) != worked_out


def _lines(tree: Node) -> list[Node]:
    details = tree.get("details")
    return [line for line in details if isinstance(line, dict)] if isinstance(details, list) else []


def _put(tree: Node, path: str, value: str) -> None:
    *way, last = path.split(".")
    here = tree
    for step in way:
        name, index = _step(step)
        if index is None:
            below = here.setdefault(name, {})
        else:
            elements = here.setdefault(name, [])
            assert isinstance(elements, list)  # noqa: S101 -- paths come from one declaration
            elements += [{} for _ in range(index + 1 - len(elements))]
            below = elements[index]
        assert isinstance(below, dict)  # noqa: S101 -- paths come from one declaration
        if name in NUMBERED and index is not None:
            below["field_seq"] = index + 1
        here = below
    here[last] = value


def _get(tree: Node, path: str) -> Value:
    *way, last = path.split(".")
    here: Value = tree
    for step in way:
        name, index = _step(step)
        here = here.get(name) if isinstance(here, dict) else None
        if index is not None:
            here = here[index] if isinstance(here, list) and index < len(here) else None
    return here.get(last) if isinstance(here, dict) else None


def _step(step: str) -> tuple[str, int | None]:
    name, bracket, index = step.partition("[")
    return name, int(index[:-1]) if bracket else None
