"""What an entry becomes: its document with the parties, the day it is paid, its totals."""

import re
from collections.abc import Mapping
from datetime import date

from seikyu.accounts.profile import Profile
from seikyu.invoices.extract import extract
from seikyu.invoices.totals import TaxClass
from seikyu.invoices.wire import CUSTOMER, PUBLISHER, InvoiceDocument, canonical
from seikyu.kit.yen import Rounding, tax_on, tax_within, whole_yen
from seikyu.own_entry.model import Entry, OwnInvoice
from seikyu.payees.model import Payee, due_date
from seikyu.wire.values import Node, day, text

PARTS = ("without_tax", "tax", "amount")
WHOLE = re.compile(r"-?[0-9]{1,13}")

OFFICE = {
    "publisher_zip": "zip",
    "publisher_address1": "address1",
    "publisher_address2": "address2",
    "publisher_phone": "phone",
}
"""Where the payee keeps what an invoice shows of its issuer."""


def own_invoice(entry: Entry, payee: Payee, buyer: Profile, today: date) -> OwnInvoice:
    """A sound entry of this payee."""
    head = entry.head
    supplier = text(head, "supplier_name") or payee.name
    number = text(head, "registration_number") or text(payee.fields, "registration_number")
    document: InvoiceDocument = entry.document | {
        "publisher": _office(payee),
        "customer": _addressee(buyer),
        "banks": [],
        "issuer": {"company_name": supplier, "registration_number": number},
    }
    return OwnInvoice(
        canonical(document),
        extract(document),
        supplier,
        day(head, "send_date") or today,
        payee.payee_id,
        text(head, "department_code") or text(payee.fields, "department_code"),
        day(head, "own_due_date") or _agreed(payee, day(document, "close_date")),
    )


def sums_of(typed: Mapping[TaxClass, tuple[str | None, str | None, str | None]]) -> Node:
    """The triples and totals of amounts that were typed per tax class; what is missing of one is worked out.

    What is no whole number stays as it was typed, for the wire to tell.
    """
    found: Node = {}
    sums = [0, 0, 0]
    for each, given in typed.items():
        if not any(given):
            continue
        broken = [value for value in given if value and not WHOLE.fullmatch(value)]
        if broken:
            found |= {
                f"inv_{part}_{each.value}": value for part, value in zip(PARTS, given, strict=True) if value
            }
            continue
        triple = _triple(each, *(int(value) if value else None for value in given))
        found |= {f"inv_{part}_{each.value}": value for part, value in zip(PARTS, triple, strict=True)}
        sums = [total + value for total, value in zip(sums, triple, strict=True)]
    if found:
        found |= {f"inv_{part}": value for part, value in zip(PARTS, sums, strict=True)}
    return found


def _triple(each: TaxClass, without: int | None, tax: int | None, amount: int | None) -> tuple[int, int, int]:
    if tax is None and without is not None and amount is not None:
        tax = amount - without
    if tax is None and without is not None:
        tax = whole_yen(tax_on(without, each.rate), Rounding.DOWN)
    if tax is None:
        tax = whole_yen(tax_within(amount or 0, each.rate), Rounding.DOWN)
    if amount is None:
        amount = (without or 0) + tax
    return (amount - tax if without is None else without), tax, amount


def _office(payee: Payee) -> Node | None:
    shown: Node = dict.fromkeys(field.name for field in PUBLISHER.fields)
    shown |= {name: text(payee.fields, kept) for name, kept in OFFICE.items()}
    return shown if any(shown.values()) else None


def _addressee(buyer: Profile) -> Node:
    shown: Node = dict.fromkeys(field.name for field in CUSTOMER.fields)
    return shown | {
        "corp_genuine_id": buyer.corporate_number,
        "company_name_org": buyer.name,
        "zip": buyer.zip,
        "address1": buyer.address1,
        "address2": buyer.address2,
        "phone": buyer.phone,
    }


def _agreed(payee: Payee, close_date: date | None) -> date | None:
    if payee.terms is None or close_date is None:
        return None
    return due_date(payee.terms, close_date)
