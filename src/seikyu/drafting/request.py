"""From a draft to the request a seller's system would send for it, and back to the inputs of its faults."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.drafting.masters import Chosen
from seikyu.drafting.model import Content, Summary
from seikyu.drafting.rules import is_blank
from seikyu.drafting.stated import take_factors
from seikyu.invoices.amounts import fill_in
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value

_LINE_FAULT = re.compile(r"details\[([0-9]+)\](?:\.([a-z_0-9]+))?")
_SHOWN_AS = {
    "item_without_tax": "amount",
    "item_amount": "amount",
    "tax_type": "tax_class",
    "tax_rate_sec": "tax_class",
    "reduced_tax_flg": "tax_class",
    "input_tax_type": "mode",
    "sum_exempt_flg": "outside",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The tree of one invoice with its amounts, and where in the editor each of its lines stands."""

    tree: Node
    places: Sequence[int]

    def input_of(self, fault: Fault) -> str:
        """The input that a fault of `invoices[0]` is about."""
        path = fault.path.removeprefix("invoices[0]").removeprefix(".")
        found = _LINE_FAULT.match(path)
        if found is None:
            return re.split(r"[.\[]", path)[0]
        at = int(found[1])
        place = self.places[at] if at < len(self.places) else at
        name = found[2] or "item_name"
        return f"details-{place}-{_SHOWN_AS.get(name, name)}"


def asked_of(content: Content, chosen: Chosen, corrects: int | None = None) -> Asked:
    """The invoice as it will be asked for: masters as they stand now, blank lines left out, all amounts.

    A correction leaves out the parties it does not change (contract §4.1); its customer stays who it is.
    """
    given = content.tree.get("details")
    lines = [dict(line) for line in given if isinstance(line, dict)] if isinstance(given, list) else []
    places = [place for place, line in enumerate(lines) if not is_blank(line)]
    details: list[Value] = [lines[place] for place in places]
    tree: Node = {**content.tree, "details": details}
    if chosen.publisher is not None:
        tree["publisher"] = {**chosen.publisher}
    if chosen.banks:
        tree["banks"] = [{**bank} for bank in chosen.banks]
    if corrects is not None:
        tree["invoice_mng_num"] = str(corrects)
        tree.pop("send_date", None)
        tree.pop("invoice_setting_code", None)
    elif chosen.customer is not None:
        tree["customer"] = {**chosen.customer}
    factors = [take_factors(lines[place]) for place in places]
    fill_in(tree, chosen.rounding)
    for place, taken in zip(places, factors, strict=True):
        lines[place].update(taken)
    return Asked(tree, places)


def summary_of(asked: Asked, chosen: Chosen) -> Summary:
    """What the list will say."""
    customer = chosen.customer or {}
    names = (customer.get("company_name_org"), customer.get("base_name"))
    amount = asked.tree.get("inv_show_amount")
    fits = isinstance(amount, int) and abs(amount) < 10**18
    return Summary(
        " ".join(name for name in names if name) or None,
        _text(asked.tree.get("inv_name")),
        _text(asked.tree.get("inv_no")),
        amount if fits and isinstance(amount, int) else None,
    )


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
