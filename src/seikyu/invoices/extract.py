"""What is searched, sorted or summed, taken out of a document into typed columns beside it."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from seikyu.invoices.totals import tax_class
from seikyu.wire.values import Node, day, node, nodes, text, whole


class InvoiceType(IntEnum):
    """保存方式, as the list answers and filters it (contract §4.3)."""

    INVOICE = 0
    CLASSIFIED = 1
    FREE_FORMAT = 2
    QUALIFIED = 3
    QUALIFIED_BY_LINE = 4


@dataclass(frozen=True, slots=True)
class Extract:
    """The searchable part of a document; amounts in whole yen."""

    inv_no: str | None
    inv_name: str | None
    close_date: date | None
    pay_due_date: date | None
    inv_show_amount: int
    inv_amount: int | None
    inv_tax: int | None
    invoice_type: InvoiceType


COLUMNS = (
    "inv_no",
    "inv_name",
    "close_date",
    "pay_due_date",
    "inv_show_amount",
    "inv_amount",
    "inv_tax",
    "invoice_type",
)
COLUMN_TYPES = ("text", "text", "date", "date", "bigint", "bigint", "bigint", "smallint")


def extract(document: Node) -> Extract:
    """Take the searchable part out of a document that was read without fault."""
    return Extract(
        inv_no=text(document, "inv_no"),
        inv_name=text(document, "inv_name"),
        close_date=day(document, "close_date"),
        pay_due_date=day(document, "pay_due_date"),
        inv_show_amount=whole(document, "inv_show_amount") or 0,
        inv_amount=whole(document, "inv_amount"),
        inv_tax=whole(document, "inv_tax"),
        invoice_type=invoice_type(document),
    )


def invoice_type(document: Node) -> InvoiceType:
    """Which kind of invoice the law sees in a document (law 2.1; the values are published).

    Qualified: the issuer has a registration number and every line tells its tax class, a taxed line its
    rate too. Without the number but with the rates: classified. Neither lines nor tax stated: free format.
    """
    lines = nodes(document, "details")
    if not lines:
        return InvoiceType.FREE_FORMAT if node(document, "custom_header") else InvoiceType.INVOICE
    if not all(_tells_its_tax(line) for line in lines):
        return InvoiceType.INVOICE
    issuer = node(document, "issuer")
    if issuer is None or text(issuer, "registration_number") is None:
        return InvoiceType.CLASSIFIED
    by_line = text(document, "unit_tax_calc_sec") == "1"
    return InvoiceType.QUALIFIED_BY_LINE if by_line else InvoiceType.QUALIFIED


def _tells_its_tax(line: Node) -> bool:
    rate = tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))
    return rate is not None


def columns(extracts: list[Extract]) -> list[list[object]]:
    """One array per column of `COLUMNS`, ready for `unnest`."""
    return [[getattr(extract, name) for extract in extracts] for name in COLUMNS]
