"""A received invoice as the one who journalises sees it: its lines, its supplier, its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.journals.deduction import deductible_percent
from seikyu.journals.lines import Line, amount_of, lines_of
from seikyu.payees.model import Payee
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire.values import Node, node, text


@dataclass(frozen=True, slots=True)
class Paper:
    """What a slip is made from; `amount` is what it has to amount to."""

    invoice: ReceivedInvoice
    document: Node
    lines: Sequence[Line]
    amount: int
    partner: str
    registration_number: str | None
    department: str | None
    lapsed: frozenset[date] = frozenset()
    """Days on which the public list says that the number was not registered, or not any more."""

    @property
    def day(self) -> date:
        """取引日 where a line has none of its own: the closing day, else the day it was sent."""
        return self.invoice.close_date or self.invoice.send_date

    def day_of(self, number: int | None) -> date:
        """The day of purchase of a line, by its number."""
        return next((line.day for line in self.lines if line.number == number and line.day), self.day)

    def registered(self, number: int | None) -> bool:
        """Whether the supplier was registered on the day of purchase of a line."""
        return self.registration_number is not None and self.day_of(number) not in self.lapsed

    def percent_of(self, number: int | None) -> int:
        """What of the tax of a line may be deducted, by the supplier's status and the day of purchase."""
        return deductible_percent(self.day_of(number), registered=self.registered(number))

    @property
    def days(self) -> set[date]:
        """Every day on which something was bought."""
        return {self.day, *(line.day for line in self.lines if line.day is not None)}


def paper_of(invoice: ReceivedInvoice, document: Node, payee: Payee | None) -> Paper:
    """The paper of an invoice; its supplier's number stands on the document or on the payee's record."""
    amount = amount_of(invoice.inv_amount, invoice.inv_show_amount)
    issuer = node(document, "issuer") or {}
    payee_fields: Node = {} if payee is None else payee.fields
    return Paper(
        invoice=invoice,
        document=document,
        lines=lines_of(document, amount),
        amount=amount,
        partner=_partner(invoice),
        registration_number=(
            text(issuer, "registration_number") or text(payee_fields, "registration_number")
        ),
        department=text(payee_fields, "department_code") or invoice.department_code,
    )


def _partner(invoice: ReceivedInvoice) -> str:
    """What is learned is learned for this supplier: a member, else a payee, else a name."""
    if invoice.seller_company_id is not None:
        return f"company:{invoice.seller_company_id}"
    return f"payee:{invoice.payee_id}" if invoice.payee_id else f"name:{invoice.seller_name}"
