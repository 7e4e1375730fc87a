"""The seller's list as a table for spreadsheets: its heads, and an invoice's row."""

from datetime import date, datetime

from seikyu.issuing.model import SellerInvoice
from seikyu.kit.csv_text import harmless
from seikyu.kit.jst import wire_time

HEADS = (
    "請求書管理番号",
    "ステータスコード",
    "ステータス",
    "発行先コード",
    "発行先名",
    "請求書番号",
    "件名",
    "保存方式",
    "発行日",
    "締日",
    "入金期限",
    "請求金額",
    "今回請求金額(税込)",
    "消費税額",
    "版",
    "開封日時",
    "差戻し日時",
    "差戻し理由",
    "発行エラー",
    "登録日時",
    "更新日時",
)


def row(invoice: SellerInvoice) -> list[str]:
    """One line, in the order of the heads; no text in it is taken for a formula."""
    return [
        str(invoice.invoice_mng_num),
        str(int(invoice.status)),
        invoice.status.label,
        harmless(invoice.customer_code or ""),
        harmless(invoice.customer_name or ""),
        harmless(invoice.inv_no or ""),
        harmless(invoice.inv_name or ""),
        str(invoice.invoice_type),
        _day(invoice.send_date),
        _day(invoice.close_date),
        _day(invoice.pay_due_date),
        str(invoice.inv_show_amount),
        _figure(invoice.inv_amount),
        _figure(invoice.inv_tax),
        str(invoice.version),
        _moment(invoice.opened_at),
        _moment(invoice.returned_at),
        harmless(invoice.return_reason or ""),
        harmless(invoice.issue_error or ""),
        _moment(invoice.created_at),
        _moment(invoice.updated_at),
    ]


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return wire_time(value) or ""
