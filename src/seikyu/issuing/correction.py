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
from seikyu.approvals.model import NOTHING_TO_PASS, Plan, Routing
from seikyu.invoices.extract import Extract, extract
from seikyu.invoices.store import Version
from seikyu.invoices.wire import InvoiceRead, canonical
from seikyu.issuing.model import SentBack
from seikyu.issuing.parties import (
    Place,
    banks_of,
    display_name,
    fields_of,
    issuer_of,
    publisher_of,
    shown,
)
from seikyu.issuing.submission import plan_for
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import CUSTOMER_FIELDS, Fields
from seikyu.partners.persons import Person, person_of, unknown_person
from seikyu.partners.rules import settle_known_customer
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value, node, nodes

BANK_TRANSFER = "0"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is stored of one faultless invoice."""

    invoice_mng_num: int
    version: Version
    extract: Extract
    customer_name: str | None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored."""

    corrections: list[Correction]
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the batch speaks of, as it stands: locked invoices, masters, and how many employees match.

    `sources` holds the documents of those invoices that keep something of theirs; `routing` is the approval
    that corrected invoices pass.
    """

    sent_back: Mapping[int, SentBack]
    sources: Mapping[int, bytes]
    ledger: Ledger
    employees: Mapping[Person, int]
    routing: Routing = NOTHING_TO_PASS


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
        plan = None
        if target is not None and not faults:
            path = f"invoices[{read.index}]"
            plan, faults = plan_for(document, path, loaded.routing, target.customer_id, target.maker_user_id)
        if faults or target is None:
            loaded.ledger.go_back(mark)
            number = None if read.number is None else str(read.number)
            decision.faults.extend(
                replace(fault, index=read.index, invoice_mng_num=number) for fault in faults
            )
        else:
            decision.corrections.append(_correction(document, target, company, plan))
    return decision


def persons(reads: Sequence[InvoiceRead]) -> set[Person]:
    """The persons in charge that a batch names."""
    customers = (node(read.document, "customer") for read in reads)
    named = (person_of(customer) for customer in customers if customer is not None)
    return {person for person in named if person is not None}


def keeping(reads: Sequence[InvoiceRead], sent_back: Mapping[int, SentBack]) -> list[SentBack]:
    """The invoices that keep something of their source, because the batch leaves it out."""
    numbers = {read.number for read in reads if read.number and not read.given.issuperset(KEPT)}
    return [target for number, target in sent_back.items() if number in numbers]


def _correction(document: Node, target: SentBack, company: Company, plan: Plan | None) -> Correction:
    document["issuer"] = issuer_of(company)
    content = canonical(document)
    customer = node(document, "customer")
    return Correction(
        target.invoice_mng_num,
        Version(target.invoice_mng_num, target.version + 1, content, hashlib.sha256(content).digest()),
        extract(document),
        None if customer is None else display_name(customer),
        plan,
    )


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
    place = Place(f"invoices[{read.index}]", {fault.path for fault in read.faults}, now)

    publisher = publisher_of(node(document, "publisher"), place, loaded.ledger)
    document["publisher"] = publisher.shown
    found = [*publisher.faults]

    customer = node(document, "customer")
    if customer is not None:
        found += unknown_person(customer, f"{place.path}.customer", place.broken, loaded.employees)
        if target is not None and target.customer_id is not None:
            given = fields_of(customer, CUSTOMER_FIELDS)
            settled = settle_known_customer(loaded.ledger.customers, target.customer_id, given)
            document["customer"] = shown(settled.shown)

    banks = banks_of(enumerate(nodes(document, "banks")), place, loaded.ledger)
    document["banks"] = banks.shown
    found += banks.faults

    if target is not None and not read.given.issuperset(KEPT):
        _keep_from_source(document, read, loaded.sources[target.invoice_mng_num])
    # What the reader found wrong with a value is not found missing a second time.
    return [fault for fault in found if fault.path not in place.broken]


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


def _as_value(fields: Fields | None) -> Value:
    return None if fields is None else dict(fields)
