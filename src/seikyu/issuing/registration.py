"""Deciding a batch of registrations (contract §4.2): pure, from what was read and what was loaded.

Every fault of every element is found in one pass. A faultless invoice becomes a `Registration`; what a
faulty element would have done to the masters is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from seikyu.accounts.model import Company
from seikyu.approvals.model import NOTHING_TO_PASS, Plan, Routing
from seikyu.invoices.extract import Extract, extract
from seikyu.invoices.wire import InvoiceDocument, canonical
from seikyu.issuing.parties import (
    Place,
    banks_of,
    display_name,
    fields_of,
    issuer_of,
    publisher_of,
    shown,
)
from seikyu.issuing.register_wire import RegisterElement
from seikyu.issuing.submission import plan_for
from seikyu.kit.jst import JST
from seikyu.partners.inviting import Asked, Invite, asked
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import BANK_FIELDS, CUSTOMER_MASTER_FIELDS, PUBLISHER_FIELDS
from seikyu.partners.persons import Person, person_of, unknown_person
from seikyu.partners.rules import (
    Complete,
    delete_bank,
    delete_customer,
    delete_publisher,
    settle_customer,
)
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

DELETE = "1"


@dataclass(frozen=True, slots=True)
class Registration:
    """What is stored of one faultless invoice; `send_date` only where it is still to come."""

    index: int
    customer_id: UUID
    customer_name: str | None
    customer_code: str | None
    send_date: date | None
    extract: Extract
    content: bytes
    plan: Plan | None = None
    invite: Invite | None = None
    layout_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored.

    `masters_done` are the places of the faultless elements that were about masters alone.
    """

    registrations: list[Registration]
    masters_done: list[int]
    faults: list[Fault]
    invites: list[Invite]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the batch speaks of, as it stands: masters, how many employees match, the bank master's names.

    `routing` is the approval that its invoices pass; `layouts` are those it names, by their codes.
    """

    ledger: Ledger
    employees: Mapping[Person, int]
    complete_bank: Complete
    routing: Routing = NOTHING_TO_PASS
    layouts: Mapping[str, UUID] = field(default_factory=dict)


def decide(elements: Sequence[RegisterElement], loaded: Loaded, company: Company, now: datetime) -> Decision:
    """Decide each element of the batch in the order of the request."""
    decision = Decision([], [], [], [])
    for element in elements:
        mark = loaded.ledger.mark()
        place = Place(f"invoices[{element.index}]", {fault.path for fault in element.faults}, now)
        if element.document is None:
            registration = None
            found, invite = _settle_masters(element, place, loaded)
        else:
            found, registration = _register(element, element.document, place, loaded, company)
            invite = None if registration is None else registration.invite
        # What the reader found wrong with a value is not found missing a second time.
        faults = [*element.faults, *(fault for fault in found if fault.path not in place.broken)]
        if faults:
            loaded.ledger.go_back(mark)
            decision.faults.extend(replace(fault, index=element.index) for fault in faults)
            continue
        if registration is None:
            decision.masters_done.append(element.index)
        else:
            decision.registrations.append(registration)
        if invite is not None:
            decision.invites.append(replace(invite, index=element.index))
    return decision


def persons(elements: Sequence[RegisterElement]) -> set[Person]:
    """The persons in charge that a batch names."""
    named = (person_of(element.customer) for element in elements if element.customer is not None)
    return {person for person in named if person is not None}


def deletes(element: RegisterElement) -> bool:
    """Whether an element deletes a master."""
    parties = (element.publisher, element.customer, *element.banks)
    return any(party is not None and _is_deleted(party) for party in parties)


def _register(
    element: RegisterElement, document: InvoiceDocument, place: Place, loaded: Loaded, company: Company
) -> tuple[list[Fault], Registration | None]:
    faults = _refused_deletions(element, place) + _wishes(element, place, loaded.layouts)
    ledger = loaded.ledger
    publisher = publisher_of(element.publisher, place, ledger)
    banks = banks_of(enumerate(element.banks), place, ledger, loaded.complete_bank)
    faults += [*publisher.faults, *banks.faults]
    if element.customer is None:
        return faults, None  # the reader has said that it is required
    faults += unknown_person(element.customer, f"{place.path}.customer", place.broken, loaded.employees)
    path = f"{place.path}.customer"
    given = fields_of(element.customer, CUSTOMER_MASTER_FIELDS)
    customer = settle_customer(ledger.customers, given, path, place.now, place.broken)
    lacking, invite = asked(element.customer, customer, path)
    faults += [*customer.faults, *lacking]
    if faults or element.faults or customer.master_id is None:
        return faults, None
    _note_uses(ledger, customer.master_id, publisher.master_id, banks.master_ids)
    whole = document | {
        "publisher": publisher.shown,
        "customer": shown(customer.shown),
        "banks": banks.shown,
        "issuer": issuer_of(company),
    }
    plan, faults = plan_for(whole, place.path, loaded.routing, customer.master_id)
    if faults:
        return faults, None
    today = place.now.astimezone(JST).date()
    future = element.send_date is not None and element.send_date > today
    registration = Registration(
        element.index,
        customer.master_id,
        display_name({**customer.shown}),
        customer.shown["private_cust_cd"],
        element.send_date if future else None,
        extract(whole),
        canonical(whole),
        plan,
        invite,
        None if element.layout is None else loaded.layouts[element.layout],
    )
    return [], registration


def _settle_masters(element: RegisterElement, place: Place, loaded: Loaded) -> Asked:
    """Register, update or delete the masters of an element that is about nothing else."""
    ledger, path = loaded.ledger, place.path
    faults: list[Fault] = []
    invite = None
    if element.publisher is not None:
        if _is_deleted(element.publisher):
            given = fields_of(element.publisher, PUBLISHER_FIELDS)
            faults += delete_publisher(ledger.publishers, given, f"{path}.publisher")
        else:
            faults += publisher_of(element.publisher, place, ledger).faults
    if element.customer is not None:
        given, customer_path = fields_of(element.customer, CUSTOMER_MASTER_FIELDS), f"{path}.customer"
        if _is_deleted(element.customer):
            faults += delete_customer(ledger.customers, given, customer_path, place.broken)
        else:
            faults += unknown_person(
                element.customer, f"{place.path}.customer", place.broken, loaded.employees
            )
            settled = settle_customer(ledger.customers, given, customer_path, place.now, place.broken)
            lacking, invite = asked(element.customer, settled, customer_path)
            faults += [*settled.faults, *lacking]
    kept = []
    for position, bank in enumerate(element.banks):
        if _is_deleted(bank):
            given, bank_path = fields_of(bank, BANK_FIELDS), f"{path}.banks[{position}]"
            faults += delete_bank(ledger.banks, given, bank_path, place.broken)
        else:
            kept.append((position, bank))
    return [*faults, *banks_of(kept, place, ledger, loaded.complete_bank).faults], invite


def _refused_deletions(element: RegisterElement, place: Place) -> list[Fault]:
    """An invoice and the deletion of its master in one element contradict each other."""
    parties = [
        ("publisher", "発行元", element.publisher),
        ("customer", "発行先", element.customer),
        *((f"banks[{n}]", "振込先口座", bank) for n, bank in enumerate(element.banks)),
    ]
    return [
        Fault(f"{place.path}.{name}.delete_flg", codes.DELETED_WITH_INVOICE, {"label": label})
        for name, label, party in parties
        if party is not None and _is_deleted(party)
    ]


def _wishes(element: RegisterElement, place: Place, layouts: Mapping[str, UUID]) -> list[Fault]:
    """What is wrong with the day and the layout that are asked for."""
    faults = []
    if element.send_date is not None and element.send_date < place.now.astimezone(JST).date():
        faults.append(Fault(f"{place.path}.send_date", codes.SEND_DATE_PAST, {"label": "発行日"}))
    if element.layout is not None and element.layout not in layouts:
        faults.append(Fault(f"{place.path}.invoice_setting_code", codes.LAYOUT_UNKNOWN))
    return faults


def _note_uses(ledger: Ledger, customer: UUID, publisher: UUID | None, banks: Sequence[UUID]) -> None:
    ledger.customers.use(customer)
    if publisher is not None:
        ledger.publishers.use(publisher)
    for bank in banks:
        ledger.banks.use(bank)


def _is_deleted(party: Node) -> bool:
    return text(party, "delete_flg") == DELETE
