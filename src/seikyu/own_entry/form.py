"""The form of an own invoice and the tree it stands for: which input is which field, read and shown."""

from dataclasses import dataclass
from datetime import date

from seikyu.drafting import written
from seikyu.drafting.entry import NEW_LINE, read_content
from seikyu.drafting.request import Asked
from seikyu.drafting.rules import is_blank
from seikyu.http.forms import Fields, first
from seikyu.invoices.amounts import fill_in
from seikyu.invoices.totals import TaxClass
from seikyu.kit.yen import Rounding
from seikyu.masters.model import Key
from seikyu.own_entry.rules import PARTS, sums_of
from seikyu.own_entry.wire import HEAD
from seikyu.wire.values import Node, Value, nodes, text

NEW_PAYEE = "new"
"""Stands for a payee that is to be registered with the invoice."""
DAYS = ("send_date", "close_date", "pay_due_date", "own_due_date")
TEXTS = (
    "supplier_name",
    "registration_number",
    "inv_no",
    "inv_name",
    "department_code",
    "payment_method",
    "unit_tax_calc_sec",
    "remarks",
)
LINES = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds: the tree as it will be read, its lines as typed, and the payee to register."""

    tree: Node
    asked: Asked
    lines: list[Node]
    payee: Key
    new_code: str = ""
    new_name: str = ""
    front: str = ""
    """おもての請求金額 as it was typed, for papers that tell no taxes."""


def read_typed(fields: Fields, today: date) -> Typed:
    """Read a form; totals follow from its lines, else from the sums of its tax classes."""
    content = read_content(fields, {}, today).tree
    given = content.get("details")
    lines = [line for line in given if isinstance(line, dict)] if isinstance(given, list) else []
    payee, new_code = first(fields, "payee"), first(fields, "new_payee_code").strip()
    head: Node = {name: written.text(first(fields, name)) for name in TEXTS}
    head |= {name: written.day(first(fields, name), today) for name in DAYS}
    head["payee_code"] = (new_code if payee == NEW_PAYEE else payee) or None
    head |= sums_of({each: _sums(fields, each) for each in TaxClass})
    head["inv_show_amount"] = written.number(first(fields, "inv_show_amount"))
    places = [at for at, line in enumerate(lines) if not is_blank(line)]
    details: list[Value] = [dict(lines[at]) for at in places]
    head["details"] = details
    tree: Node = {name: value for name, value in head.items() if value is not None}
    if details:
        tree.setdefault("unit_tax_calc_sec", "0")
        fill_in(tree, Rounding.DOWN)
    elif "inv_show_amount" not in tree and "inv_amount" in tree:
        tree["inv_show_amount"] = tree["inv_amount"]
    name, front = first(fields, "new_payee_name").strip(), first(fields, "inv_show_amount")
    return Typed(tree, Asked(tree, places), lines, payee, new_code, name, front)


def typed_of(head: Node, document: Node) -> Typed:
    """The form of an invoice that was entered before."""
    lines = nodes(document, "details")
    tree: Node = {**document, **{name: head.get(name) for name in (field.name for field in HEAD.fields)}}
    payee = text(head, "payee_code") or ""
    front = written.shown_number(tree["inv_show_amount"]) if tree["inv_amount"] is None else ""
    return Typed(tree, Asked(tree, range(len(lines))), lines, payee, front=front)


def new_typed(today: date) -> Typed:
    """An empty form: the paper is of today until another day is typed."""
    tree: Node = {"send_date": today.isoformat(), "payment_method": "0"}
    return Typed(tree, Asked(tree, ()), [dict(NEW_LINE) for _ in range(LINES)], "")


def sum_input(each: TaxClass, part: str) -> str:
    """The input of a part of a class's sum."""
    return f"inv_{part}_{each.value}"


def _sums(fields: Fields, each: TaxClass) -> tuple[str | None, str | None, str | None]:
    without, tax, amount = (written.number(first(fields, sum_input(each, part))) for part in PARTS)
    return without, tax, amount
