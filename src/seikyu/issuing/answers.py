"""What the seller's API tells of an invoice beside its document (contract §4.3, §8)."""

from collections.abc import Sequence

from seikyu.invoices.queries import VersionLine
from seikyu.invoices.store import Version
from seikyu.issuing.actions.register import Registered
from seikyu.issuing.model import SellerInvoice
from seikyu.kit.jst import wire_date, wire_time
from seikyu.wire.values import Value


def head(invoice: SellerInvoice) -> dict[str, Value]:
    """The facts that lead a document in lists and single answers."""
    return {
        "invoice_mng_num": str(invoice.invoice_mng_num),
        "wf_status": str(int(invoice.status)),
        "version": invoice.version,
        "invoice_type": str(invoice.invoice_type),
        "send_date": invoice.send_date and invoice.send_date.isoformat(),
        "seal_flg": "0" if invoice.opened_at is None else "1",
        "seal_date": wire_date(invoice.opened_at),
        "return_reason": invoice.return_reason,
        "return_date": wire_date(invoice.returned_at),
        "issue_error": invoice.issue_error,
        "updated_at": wire_time(invoice.updated_at),
    }


def versions(lines: Sequence[VersionLine]) -> list[Value]:
    """The versions of an invoice, newest first."""
    return [
        {
            "version": line.version,
            "made_at": wire_time(line.made_at),
            "send_date": line.send_date and line.send_date.isoformat(),
            "sha256": line.sha256.hex(),
        }
        for line in lines
    ]


def version_head(version: Version) -> dict[str, Value]:
    """The facts that lead an earlier version's document."""
    return {
        "invoice_mng_num": str(version.invoice_mng_num),
        "version": version.version,
        "sha256": version.sha256.hex(),
    }


def registered(done: Sequence[Registered]) -> list[Value]:
    """The elements of a registration that were done; those about masters alone have no number."""
    return [
        {
            "index": one.index,
            "invoice_mng_num": None if one.invoice_mng_num is None else str(one.invoice_mng_num),
        }
        for one in done
    ]
