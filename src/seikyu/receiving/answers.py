"""What the buyer's API tells of a received invoice beside its document (contract §5, §8)."""

from seikyu.kit.jst import wire_date, wire_time
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire.values import Value


def head(received: ReceivedInvoice) -> dict[str, Value]:
    """The facts that lead a document in lists and single answers."""
    return {
        "invoice_mng_num": str(received.invoice_mng_num),
        "wf_status": str(int(received.status)),
        "version": received.version,
        "invoice_type": str(received.invoice_type),
        "seller_company_name": received.seller_name,
        "send_date": received.send_date.isoformat(),
        "reception_date": wire_date(received.received_at),
        "open_date": wire_date(received.opened_at),
        "return_reason": received.return_reason,
        "return_date": wire_date(received.sent_back_at),
        "origin": received.origin,
        "withdrawn_flg": "1" if received.withdrawn else "0",
        "pay_due_date_s": received.pay_due_date and received.pay_due_date.isoformat(),
        "updated_at": wire_time(received.updated_at),
    }
