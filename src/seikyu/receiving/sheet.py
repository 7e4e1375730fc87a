"""The buyer's list as a table for spreadsheets: its heads, and an invoice's row."""

from datetime import date, datetime

from seikyu.kit.csv_text import harmless
from seikyu.kit.jst import wire_time
from seikyu.receiving.model import ReceivedInvoice

HEADS = (
    "請求書管理番号",
    "ステータスコード",
    "ステータス",
    "発行元",
    "請求書番号",
    "件名",
    "保存方式",
    "発行日",
    "受取日時",
    "締日",
    "支払期限",
    "請求金額",
    "今回請求金額(税込)",
    "消費税額",
    "版",
    "開封日時",
    "差戻し・取消し日時",
    "差戻し・取消し理由",
    "更新日時",
)


def row(invoice: ReceivedInvoice, *, workflow: bool) -> list[str]:
    """One line, in the order of the heads; no text in it is taken for a formula."""
    return [
        str(invoice.invoice_mng_num),
        str(int(invoice.status)),
        _status(invoice, workflow=workflow),
        harmless(invoice.seller_name),
        harmless(invoice.inv_no or ""),
        harmless(invoice.inv_name or ""),
        str(invoice.invoice_type),
        _day(invoice.send_date),
        _moment(invoice.received_at),
        _day(invoice.close_date),
        _day(invoice.pay_due_date),
        str(invoice.inv_show_amount),
        _figure(invoice.inv_amount),
        _figure(invoice.inv_tax),
        str(invoice.version),
        _moment(invoice.opened_at),
        _moment(invoice.sent_back_at),
        harmless(invoice.return_reason or ""),
        _moment(invoice.updated_at),
    ]


def _status(invoice: ReceivedInvoice, *, workflow: bool) -> str:
    if invoice.sent_back_at is not None:
        return "取消済" if invoice.withdrawn else "差戻済"
    return invoice.status.label(workflow=workflow)


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return wire_time(value) or ""
