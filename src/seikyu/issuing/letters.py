"""The mails of the seller's side to its customers, in plain Japanese text."""

from datetime import date

from seikyu.accounts.model import User
from seikyu.issuing.model import SellerInvoice
from seikyu.mail.store import Mail

AUTOMATIC = "このメールは送信専用です。"


def reminder(reader: User, invoice: SellerInvoice, seller: str, day: date, base_url: str) -> Mail:
    """Reminds a user of the buyer of an invoice in its inbox."""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        *_why(invoice, seller, day),
        "",
        *facts(invoice),
        "",
        "内容の確認はこちら：",
        f"{base_url}/buyer/invoices/{invoice.invoice_mng_num}",
        "",
        "行き違いでご確認・お手続き済みの場合は、ご容赦ください。",
        AUTOMATIC,
    ]
    return Mail(reader.email, _subject(seller), "\n".join(lines))


def reminder_by_address(address: str, invoice: SellerInvoice, seller: str, day: date) -> Mail:
    """Reminds a customer that is no member here; the way to the document stands in the mail it came with."""
    lines = [
        f"{invoice.customer_name or ''} 御中".strip(),
        "",
        *_why(invoice, seller, day),
        "",
        *facts(invoice),
        "",
        "請求書は、発行時にお送りしたメールに記載のページからご確認いただけます。",
        "",
        "行き違いでご確認・お手続き済みの場合は、ご容赦ください。",
        AUTOMATIC,
    ]
    return Mail(address, _subject(seller), "\n".join(lines))


def deleted(address: str, invoice: SellerInvoice, seller: str, reason: str | None) -> Mail:
    """Tells a customer that is no member here that an invoice does not hold any more."""
    lines = [
        f"{invoice.customer_name or ''} 御中".strip(),
        "",
        f"{seller} が、お送りした請求書を取り消しました。",
        "この請求書によるお支払いは不要です。",
        "",
        *facts(invoice),
        *(["取消し理由：", reason] if reason else []),
        "",
        AUTOMATIC,
    ]
    return Mail(address, f"【取り消し】{seller} が請求書を取り消しました", "\n".join(lines))


def facts(invoice: SellerInvoice) -> list[str]:
    """What tells an invoice from others."""
    return [
        f"請求書管理番号： {invoice.invoice_mng_num}",
        *([f"請求書番号： {invoice.inv_no}"] if invoice.inv_no else []),
        *([f"件名： {invoice.inv_name}"] if invoice.inv_name else []),
        f"ご請求金額： {invoice.inv_show_amount:,}円",
        *([f"お支払期限： {invoice.pay_due_date:%Y年%m月%d日}"] if invoice.pay_due_date else []),
    ]


def _why(invoice: SellerInvoice, seller: str, day: date) -> list[str]:
    due = invoice.pay_due_date
    if invoice.opened_at is None:
        return [f"{seller} よりお送りした請求書が、まだ開封されていません。", "ご確認をお願いいたします。"]
    if due is not None and due < day:
        return [f"{seller} よりお送りした請求書のお支払期限が過ぎています。", "ご確認をお願いいたします。"]
    return [f"{seller} よりお送りした請求書のお支払期限が近づいています。"]


def _subject(seller: str) -> str:
    return f"【ご確認のお願い】{seller} からの請求書"
