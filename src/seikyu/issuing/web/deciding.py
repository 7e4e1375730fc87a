"""The pages around a decision: why an invoice is sent back, and which of the chosen ones were left."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.approvals.model import COMMENT_LENGTH
from seikyu.invoices.screen.document import Fact
from seikyu.issuing.actions.approve import Outcome
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.web.status import KINDS, status_word
from seikyu.ui.format import long_day, yen
from seikyu.ui.words import Words
from seikyu.wire.codes import Code


@dataclass(frozen=True, slots=True)
class ReturningPage:
    """The page that asks for the reason; `problem` is empty until one was refused."""

    number: int
    facts: Sequence[Fact]
    consequences: Sequence[str]
    seen: str
    reason: str
    limit: int
    hint: str
    problem: str


def returning_view(
    invoice: SellerInvoice, seen: str, reason: str, problem: str, words: Words
) -> ReturningPage:
    """The page, with the reason as it was typed."""
    due = long_day(invoice.pay_due_date, words.language)
    facts = (
        ("customer_name", invoice.customer_name),
        ("inv_no", invoice.inv_no),
        ("inv_show_amount", yen(invoice.inv_show_amount)),
        ("pay_due_date", None if due is None else due.shown),
    )
    return ReturningPage(
        number=invoice.invoice_mng_num,
        facts=[Fact(words(f"issuing.column.{name}"), value) for name, value in facts if value],
        consequences=[words(f"issuing.returning.{name}") for name in ("leaves", "told", "kept", "anew")],
        seen=seen,
        reason=reason,
        limit=COMMENT_LENGTH,
        hint=words("issuing.returning.hint", limit=COMMENT_LENGTH),
        problem=problem,
    )


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An invoice that was not approved, as it stands now, and why."""

    href: str
    customer: str
    inv_no: str
    amount: str
    status: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftPage:
    """The whole page: how many were approved, and which were not."""

    done: str
    rows: Sequence[LeftRow]
    back: str


def left_view(outcome: Outcome, back: str, words: Words) -> LeftPage:
    """The page for an outcome of which something is left."""
    rows = [_left(invoice, code, words) for invoice, code in outcome.left]
    return LeftPage(words("issuing.left.done", count=outcome.done) if outcome.done else "", rows, back)


def _left(invoice: SellerInvoice, code: Code, words: Words) -> LeftRow:
    return LeftRow(
        href=f"/seller/invoices/{invoice.invoice_mng_num}",
        customer=invoice.customer_name or words("issuing.no_customer"),
        inv_no=invoice.inv_no or str(invoice.invoice_mng_num),
        amount=yen(invoice.inv_show_amount),
        status=status_word(invoice.status, words),
        kind=KINDS[invoice.status],
        why=code.ja if words.language == "ja" else code.en,
    )
