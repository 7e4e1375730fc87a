"""The editor's form and the tree of a request: which input is which field, read and shown.

A line's inputs are named `details-<n>-<name>`. Fields of a line that have no input travel in `rest`, so that
moving lines about loses nothing of an invoice that came by API.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from seikyu.drafting import written
from seikyu.drafting.model import Content
from seikyu.drafting.stated import AMOUNTS, keep_stated, worked_out_otherwise
from seikyu.http.forms import Fields, first
from seikyu.invoices.amounts import BY_HAND, HOLDS_TAX
from seikyu.invoices.totals import TaxClass, tax_class
from seikyu.wire import json
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Node, Value

MOST_LINES = 1000
TEXTS = (
    "inv_no",
    "invoice_title",
    "inv_name",
    "invoice_amount_title",
    "remarks",
    "contact",
    "customer_code1",
    "customer_code2",
    "edi_info",
    "inv_free_txt1",
    "inv_free_txt2",
    "inv_free_txt3",
    "payment_method",
    "unit_tax_calc_sec",
    "inv_coop_post_use_type",
    "private_print_flg",
    "invoice_setting_code",
)
DAYS = ("close_date", "pay_due_date", "send_date")
NUMBERS = (
    "prev_inv_amount",
    "payment",
    "adjustment",
    "carryover_new",
    *(f"inv_free_num{n}" for n in range(1, 8)),
)
LINE_TEXTS = (
    "item_slip_no",
    "item_prod_code",
    "item_name",
    "item_unit",
    "item_sec_code",
    "item_sec_name",
    "detail_remarks",
)
LINE_NUMBERS = ("item_qty", "item_price", "item_tax")
TAXES = ("tax_type", "tax_rate_sec", "reduced_tax_flg")
MODES = ("0", "1", "2")
CLASSES: Mapping[str, tuple[str, int | None, str | None]] = {
    TaxClass.TR10.value: ("0", 10, "0"),
    TaxClass.TR8_REDUCED.value: ("0", 8, "1"),
    TaxClass.TR8.value: ("0", 8, "0"),
    TaxClass.TR5.value: ("0", 5, "0"),
    TaxClass.TR0.value: ("0", 0, "0"),
    TaxClass.FREE.value: ("1", None, None),
    TaxClass.EXEMPTION.value: ("2", None, None),
    TaxClass.NON.value: ("3", None, None),
}
KEPT_CLASS = "kept"
"""Stands for tax fields that name no class together: they stay as they are until another is chosen."""
OWN_PUBLISHER = "own"
"""Stands for a publisher that is no master but of this invoice alone."""
NEW_LINE: Node = {"tax_type": "0", "tax_rate_sec": 10, "reduced_tax_flg": "0", "input_tax_type": "0"}

_LINE = re.compile(r"details-([0-9]{1,4})-[a-z_0-9]+")
_SHOWN = frozenset(
    {*LINE_TEXTS, *LINE_NUMBERS, *AMOUNTS, "item_slip_date", "input_tax_type", "sum_exempt_flg"}
)


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line as its inputs hold it; `amount` is by hand where quantity or price is missing."""

    values: Mapping[str, str]
    tax_class: str
    mode: str
    outside: bool
    by_hand: bool
    rest: str
    otherwise: str = ""
    """What quantity times price makes, where the amount is another that the invoice stated."""


def read_content(fields: Fields, kept: Node, today: date) -> Content:
    """What a form holds; `kept` is the tree as it was, for what the form has no inputs for."""
    tree: Node = {
        name: value
        for name, value in kept.items()
        if name not in {*TEXTS, *DAYS, *NUMBERS, "details", "publisher"}
    }
    tree |= {name: written.text(first(fields, name)) for name in TEXTS}
    tree |= {name: written.day(first(fields, name), today) for name in DAYS}
    tree |= {name: written.number(first(fields, name)) for name in NUMBERS}
    tree["details"] = [*_lines(fields, today)]
    publisher = first(fields, "publisher")
    if publisher == OWN_PUBLISHER and "publisher" in kept:
        tree["publisher"] = kept["publisher"]
    return Content(
        {name: value for name, value in tree.items() if value is not None},
        id_in(first(fields, "customer")),
        id_in(publisher),
        tuple(found for given in fields.get("banks", []) if (found := id_in(given))),
    )


def id_in(given: str) -> UUID | None:
    """The id of a master in an input, if it is one."""
    try:
        return UUID(given)
    except ValueError:
        return None


def shown_line(line: Node) -> LineShown:
    """The inputs of a line."""
    values = {name: written.shown_text(line.get(name)) for name in (*LINE_TEXTS, "item_slip_date")}
    values |= {name: written.shown_number(line.get(name)) for name in LINE_NUMBERS}
    mode = line.get("input_tax_type")
    stated = [line.get(name) for name in (reversed(AMOUNTS) if mode == HOLDS_TAX else AMOUNTS)]
    values["amount"] = written.shown_number(next((each for each in stated if each is not None), None))
    chosen = _class_of(line)
    rest: Node = {name: value for name, value in line.items() if name not in _SHOWN and value is not None}
    if chosen != KEPT_CLASS:
        rest = {name: value for name, value in rest.items() if name not in TAXES}
    return LineShown(
        values,
        chosen,
        mode if isinstance(mode, str) and mode in MODES else "0",
        line.get("sum_exempt_flg") == "1",
        not (values["item_qty"] and values["item_price"]),
        json.write(rest).decode() if rest else "",
        worked_out_otherwise(line),
    )


def _lines(fields: Fields, today: date) -> list[Value]:
    found = {int(match[1]) for name in fields if (match := _LINE.fullmatch(name))}
    return [_line(fields, f"details-{at}-", today) for at in sorted(found)[:MOST_LINES]]


def _line(fields: Fields, prefix: str, today: date) -> Node:
    def given(name: str) -> str:
        return first(fields, prefix + name)

    line: Node = {name: written.text(given(name)) for name in LINE_TEXTS}
    line |= {name: written.number(given(name)) for name in LINE_NUMBERS}
    line["item_slip_date"] = written.day(given("item_slip_date"), today)
    mode = given("mode")
    line["input_tax_type"] = mode if mode in MODES else None
    line["sum_exempt_flg"] = "1" if given("outside") else None
    if not (line["item_qty"] and line["item_price"]):
        line[AMOUNTS[mode == HOLDS_TAX]] = written.number(given("amount"))
    if mode != BY_HAND:
        line["item_tax"] = None
    rest, chosen = _rest(given("rest")), given("tax_class")
    if chosen != KEPT_CLASS:
        rest = {name: value for name, value in rest.items() if name not in TAXES}
        line |= dict(zip(TAXES, CLASSES.get(chosen, (None, None, None)), strict=True))
    read: Node = {name: value for name, value in {**rest, **line}.items() if value is not None}
    keep_stated(read)
    return read


def _rest(given: str) -> Node:
    if not given:
        return {}
    try:
        read = json.read(given.encode())
    except Refusal:
        return {}
    return (
        {name: value for name, value in read.items() if name not in _SHOWN} if isinstance(read, dict) else {}
    )


def _class_of(line: Node) -> str:
    tax_type, rate, reduced = (line.get(name) for name in TAXES)
    if tax_type is None and rate is None and reduced is None:
        return ""
    if isinstance(rate, str) and rate.isascii() and rate.isdigit() and len(rate) < 4:  # noqa: PLR2004 -- as published
        rate = int(rate)
    found = tax_class(
        tax_type if isinstance(tax_type, str) else None,
        rate if isinstance(rate, int) else None,
        reduced if isinstance(reduced, str) else None,
    )
    return KEPT_CLASS if found is None else found.value
