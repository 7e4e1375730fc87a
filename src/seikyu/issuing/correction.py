"""Deciding a batch of corrections (contract §4.1): pure, from what was read and what was loaded.

Every fault of every invoice is found in one pass. A faultless invoice becomes a `Correction`; what a
faulty one would have done to the masters is taken back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from seikyu.accounts.model import Company
from seikyu.invoices.extract import Extract, extract
from seikyu.invoices.store import Version
from seikyu.invoices.wire import InvoiceRead, canonical
from seikyu.issuing.model import SentBack
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import BANK_FIELDS, BANK_KEY, CUSTOMER_FIELDS, PUBLISHER_FIELDS, Fields
from seikyu.partners.rules import settle_bank, settle_customer, settle_publisher
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value, node, nodes, text

BANK_TRANSFER = "0"

Person = tuple[str | None, str | None]
"""An employee code and a name, either of which may be left out, not both."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is stored of one faultless invoice."""

    invoice_mng_num: int
    version: Version
    extract: Extract
    customer_name: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored."""

    corrections: list[Correction]
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the batch speaks of, as it stands: locked invoices, masters, and how many employees match.

    `sources` holds the documents of those invoices that keep something of theirs.
    """

    sent_back: Mapping[int, SentBack]
    sources: Mapping[int, bytes]
    ledger: Ledger
    employees: Mapping[Person, int]


def decide(reads: Sequence[InvoiceRead], loaded: Loaded, company: Company, now: datetime) -> Decision:
    """Decide each invoice of the batch in the order of the request."""
    decision = Decision([], [])
    seen: set[int] = set()
    for read in reads:
        mark = loaded.ledger.mark()
        faults = list(read.faults)
        target = None
        if read.number is not None:
            path = f"invoices[{read.index}].invoice_mng_num"
            target = loaded.sent_back.get(read.number)
            if read.number in seen:
                faults.append(Fault(path, codes.INVOICE_REPEATED))
            elif target is None:
                faults.append(Fault(path, codes.NOT_SENT_BACK))
            seen.add(read.number)
        document = dict(read.document)
        faults += _settle_parties(document, read, target, loaded, now)
        if faults or target is None:
            loaded.ledger.go_back(mark)
            number = None if read.number is None else str(read.number)
            decision.faults.extend(
                replace(fault, index=read.index, invoice_mng_num=number) for fault in faults
            )
        else:
            decision.corrections.append(_correction(document, target, company))
    return decision


def persons(reads: Sequence[InvoiceRead]) -> set[Person]:
    """The persons in charge that a batch names."""
    named = set()
    for read in reads:
        customer = node(read.document, "customer")
        if customer is not None:
            person = text(customer, "private_user_employee_no"), text(customer, "private_user_name")
            if person != (None, None):
                named.add(person)
    return named


def keeping(reads: Sequence[InvoiceRead], sent_back: Mapping[int, SentBack]) -> list[SentBack]:
    """The invoices that keep something of their source, because the batch leaves it out."""
    numbers = {read.number for read in reads if read.number and not read.given.issuperset(KEPT)}
    return [target for number, target in sent_back.items() if number in numbers]


def fields_of(given: Node, names: Sequence[str]) -> Fields:
    """The published fields of a publisher, customer or bank account."""
    return {name: text(given, name) for name in names}


def _correction(document: Node, target: SentBack, company: Company) -> Correction:
    document["issuer"] = {
        "company_name": company.name,
        "registration_number": company.registration_number,
    }
    content = canonical(document)
    customer = node(document, "customer")
    return Correction(
        target.invoice_mng_num,
        Version(target.invoice_mng_num, target.version + 1, content, hashlib.sha256(content).digest()),
        extract(document),
        None if customer is None else display_name(customer),
    )


def display_name(customer: Node) -> str | None:
    """A customer as lists show it: company and office."""
    parts = (text(customer, "company_name_org"), text(customer, "base_name"))
    return " ".join(part for part in parts if part) or None


class _Kept(msgspec.Struct):
    """What an invoice keeps of its source when the request leaves it out."""

    publisher: dict[str, str | None] | None
    customer: dict[str, str | None] | None
    banks: list[dict[str, str | None]]
    unit_tax_calc_sec: str | None


_kept_reader = msgspec.json.Decoder(_Kept)
KEPT = ("publisher", "customer", "banks", "unit_tax_calc_sec")


def _settle_parties(
    document: Node, read: InvoiceRead, target: SentBack | None, loaded: Loaded, now: datetime
) -> list[Fault]:
    """Bring publisher, customer and banks of the document together with the masters or the source."""
    path = f"invoices[{read.index}]"
    broken = {fault.path for fault in read.faults}
    found: list[Fault] = []

    publisher = node(document, "publisher")
    if publisher is not None and f"{path}.publisher.publisher_mng_num" not in broken:
        shown, faults = settle_publisher(
            loaded.ledger.publishers, fields_of(publisher, PUBLISHER_FIELDS), f"{path}.publisher", now
        )
        document["publisher"] = _as_value(shown)
        found += faults

    customer = node(document, "customer")
    if customer is not None:
        given = fields_of(customer, CUSTOMER_FIELDS)
        found += _unknown_person(given, f"{path}.customer", loaded.employees)
        if target is not None and target.customer_id is not None:
            document["customer"] = _as_value(
                settle_customer(loaded.ledger.customers, target.customer_id, given)
            )

    banks: list[Value] = []
    for position, bank in enumerate(nodes(document, "banks")):
        bank_path = f"{path}.banks[{position}]"
        if not any(f"{bank_path}.{name}" in broken for name in ("transfer_code", *BANK_KEY)):
            shown, faults = settle_bank(loaded.ledger.banks, fields_of(bank, BANK_FIELDS), bank_path, now)
            banks.append(_as_value(shown))
            found += faults
    document["banks"] = banks

    if target is not None and not read.given.issuperset(KEPT):
        _keep_from_source(document, read, loaded.sources[target.invoice_mng_num])
    # What the reader found wrong with a value is not found missing a second time.
    return [fault for fault in found if fault.path not in broken]


def _keep_from_source(document: Node, read: InvoiceRead, source: bytes) -> None:
    kept = _kept_reader.decode(source)
    if "publisher" not in read.given:
        document["publisher"] = _as_value(kept.publisher)
    if "customer" not in read.given:
        document["customer"] = _as_value(kept.customer)
    if "unit_tax_calc_sec" not in read.given:
        document["unit_tax_calc_sec"] = kept.unit_tax_calc_sec
    if "banks" not in read.given:
        # Bank accounts go with bank transfer alone; a correction to another method drops them.
        transfer = document["payment_method"] in {None, BANK_TRANSFER}
        document["banks"] = [_as_value(bank) for bank in kept.banks] if transfer else []


def _unknown_person(given: Fields, path: str, employees: Mapping[Person, int]) -> list[Fault]:
    code, name = given["private_user_employee_no"], given["private_user_name"]
    if code is None and name is None:
        return []
    matching = employees.get((code, name), 0)
    if matching == 1:
        return []
    field = "private_user_name" if code is None else "private_user_employee_no"
    return [Fault(f"{path}.{field}", codes.PERSON_AMBIGUOUS if matching else codes.PERSON_UNKNOWN)]


def _as_value(fields: Fields | None) -> Value:
    return None if fields is None else dict(fields)
