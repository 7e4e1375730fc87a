"""Bringing the parties given with an invoice together with the masters: the same for every way it comes in.

Pure. What the reader found wrong with a value is not found missing a second time: callers leave out faults
at paths that are broken already.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Company
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import BANK_FIELDS, CUSTOMER_FIELDS, PUBLISHER_FIELDS, Fields
from seikyu.partners.rules import Complete, settle_bank, settle_publisher
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value, text

Person = tuple[str | None, str | None]
"""An employee code and a name, either of which may be left out, not both."""


PERSON_FIELDS = ("private_user_employee_no", "private_user_name")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an invoice stands in its request, and which of its values could not be read."""

    path: str
    broken: AbstractSet[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of an invoice as it shows it, and the master behind it."""

    shown: Value
    master_id: UUID | None
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Banks:
    """The bank accounts of an invoice as it shows them, and the masters behind them."""

    shown: list[Value]
    master_ids: list[UUID]
    faults: Sequence[Fault]


def publisher_of(given: Node | None, place: Place, ledger: Ledger) -> Publisher:
    """Register or update the publisher given with an invoice."""
    if given is None:
        return Publisher(None, None, ())
    fields, path = fields_of(given, PUBLISHER_FIELDS), f"{place.path}.publisher"
    settled = settle_publisher(ledger.publishers, fields, path, place.now, place.broken)
    return Publisher(shown(settled.shown, PUBLISHER_FIELDS), settled.master_id, settled.faults)


def banks_of(
    given: Iterable[tuple[int, Node]], place: Place, ledger: Ledger, complete: Complete | None = None
) -> Banks:
    """Register or update the bank accounts given with an invoice, each with its place in the array."""
    banks: list[Value] = []
    master_ids: list[UUID] = []
    faults: list[Fault] = []
    for position, bank in given:
        fields, path = fields_of(bank, BANK_FIELDS), f"{place.path}.banks[{position}]"
        settled = settle_bank(ledger.banks, fields, path, place.now, place.broken, complete)
        banks.append(shown(settled.shown, BANK_FIELDS))
        faults.extend(settled.faults)
        if settled.master_id is not None:
            master_ids.append(settled.master_id)
    return Banks(banks, master_ids, faults)


def fields_of(given: Node, names: Sequence[str]) -> Fields:
    """The fields of a publisher, customer or bank account as masters keep them."""
    return {name: text(given, name) for name in names}


def shown(fields: Mapping[str, Value], names: Sequence[str] = CUSTOMER_FIELDS) -> Value:
    """A party as the document shows it: the published fields in published order."""
    return {name: fields[name] for name in names}


def issuer_of(company: Company) -> Node:
    """The issuing company, fixed in the document at the time of the version."""
    return {"company_name": company.name, "registration_number": company.registration_number}


def display_name(customer: Node) -> str | None:
    """A customer as lists show it: company and office."""
    parts = (text(customer, "company_name_org"), text(customer, "base_name"))
    return " ".join(part for part in parts if part) or None
