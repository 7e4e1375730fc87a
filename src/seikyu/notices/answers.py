"""Notices as answers tell them."""

from seikyu.kit.jst import wire_time
from seikyu.notices.model import Notice, ReceivedNotice
from seikyu.notices.rules import Kept
from seikyu.wire.values import Value


def told(notice: Notice) -> dict[str, Value]:
    """The buyer's record."""
    return {
        **_common(notice),
        "payee_code": notice.payee_code,
        "payee_name": notice.payee_name,
        "supplier_company_id": None
        if notice.supplier_company_id is None
        else str(notice.supplier_company_id),
    }


def told_received(notice: ReceivedNotice) -> dict[str, Value]:
    """The supplier's record."""
    return {
        **_common(notice),
        "buyer_company_id": str(notice.buyer_company_id),
        "buyer_name": notice.buyer_name,
    }


def told_kept(kept: Kept) -> dict[str, Value]:
    """What became of a notice of a request."""
    version = kept.version
    return {
        "index": kept.index,
        "payment_notice_num": str(version.payment_notice_num),
        "notice_no": version.notice_no,
        "version": version.version,
        "pay_amount": version.pay_amount,
    }


def _common(notice: Notice | ReceivedNotice) -> dict[str, Value]:
    return {
        "payment_notice_num": str(notice.payment_notice_num),
        "version": notice.version,
        "state": notice.state.value,
        "notice_no": notice.notice_no,
        "notice_name": notice.notice_name,
        "pay_date": notice.pay_date.isoformat(),
        "pay_amount": notice.pay_amount,
        "answer_by": None if notice.answer_by is None else notice.answer_by.isoformat(),
        "objection": notice.objection,
        "updated_at": wire_time(notice.updated_at),
    }
