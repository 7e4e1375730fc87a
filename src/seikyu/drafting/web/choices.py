"""What the editor offers to choose from, and how each choice is called."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.drafting.entry import CLASSES, KEPT_CLASS, OWN_PUBLISHER, LineShown
from seikyu.drafting.masters import Party
from seikyu.partners.model import Fields
from seikyu.ui.words import Words
from seikyu.wire.values import Node

Pair = tuple[str, str]
"""A value and its label."""


@dataclass(frozen=True, slots=True)
class Masters:
    """What there is to choose from."""

    customers: Sequence[Party]
    publishers: Sequence[Party]
    banks: Sequence[Party]
    layouts: Sequence[Pair] = ()


def customer_label(one: Party, words: Words) -> str:
    """Name, office, code, and whether its invoices arrive on the platform."""
    fields = one.fields
    names = (fields["company_name_org"], fields["base_name"])
    code = fields["private_cust_cd"]
    label = " ".join(name for name in names if name) + (f" [{code}]" if code else "")
    return f"{label} - {words('drafting.linked.yes' if one.linked else 'drafting.linked.no')}"


def bank_label(fields: Fields) -> str:
    """Bank, branch, number and code."""
    parts = (
        fields["fncl_inst_name"],
        fields["branch_name"],
        fields["account_num"],
        fields["depositor_name"],
    )
    code = fields["transfer_code"]
    return " ".join(part for part in parts if part) + (f" [{code}]" if code else "")


def publishers(tree: Node, masters: Masters, words: Words) -> list[Pair]:
    """The publishers, and before them the one that an invoice brought along."""
    own = [(OWN_PUBLISHER, words("drafting.choose.own_publisher"))] if "publisher" in tree else []
    return own + [(str(one.master_id), _publisher_label(one.fields)) for one in masters.publishers]


def classes(lines: Sequence[LineShown], words: Words) -> list[Pair]:
    """The tax classes, with one that is offered only where a line has it."""
    kept = any(line.tax_class == KEPT_CLASS for line in lines)
    choices = [*CLASSES, ""] + ([KEPT_CLASS] if kept else [])
    return [(each, words(f"drafting.class.{each or 'none'}")) for each in choices]


def layouts(chosen: str, masters: Masters, words: Words) -> list[Pair]:
    """The layouts, and the one that is chosen even where it is gone."""
    known = [("", words("drafting.choose.usual_layout")), *masters.layouts]
    return known if chosen in dict(known) else [*known, (chosen, chosen)]


def _publisher_label(fields: Fields) -> str:
    names = (fields["publisher_company_name"], fields["publisher_section"])
    return " ".join(name for name in names if name) + f" [{fields['publisher_mng_num']}]"
