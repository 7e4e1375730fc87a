"""The mails of the buyer's side, in plain Japanese text."""

from seikyu.accounts.model import User
from seikyu.approvals.model import Run
from seikyu.issuing.letters import AUTOMATIC, facts
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.ways import Delivery
from seikyu.mail.store import Mail


def arrival(reader: User, delivery: Delivery, base_url: str) -> Mail:
    """Tells a user of the buyer that an invoice has come, or come again in a corrected version."""
    extract, version = delivery.extract, delivery.version
    again = "（再発行）" if delivery.reissued else ""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        f"{delivery.seller.name} より請求書{again}が届きました。",
        "",
        f"請求書管理番号： {version.invoice_mng_num}",
        *([f"請求書番号： {extract.inv_no}"] if extract.inv_no else []),
        *([f"件名： {extract.inv_name}"] if extract.inv_name else []),
        f"ご請求金額： {extract.inv_show_amount:,}円",
        *([f"お支払期限： {extract.pay_due_date:%Y年%m月%d日}"] if extract.pay_due_date else []),
        "",
        "内容の確認はこちら：",
        f"{base_url}/buyer/invoices/{version.invoice_mng_num}",
        "",
        "このメールは送信専用です。",
    ]
    subject = f"【請求書】{delivery.seller.name} より請求書{again}が届きました"
    return Mail(reader.email, subject, "\n".join(lines))


def withdrawn(reader: User, invoice: SellerInvoice, seller: str, reason: str | None) -> Mail:
    """Tells a user of the buyer that the seller has taken an invoice back before it was opened."""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        f"{seller} が、お送りした請求書を取り消しました。",
        "この請求書の処理は不要です。受取一覧からは外れています。",
        "",
        *facts(invoice),
        *(["取消し理由：", reason] if reason else []),
        "",
        AUTOMATIC,
    ]
    return Mail(reader.email, f"【取り消し】{seller} が請求書を取り消しました", "\n".join(lines))


def sent_back(reader: User, invoice: SellerInvoice, buyer_name: str, reason: str, base_url: str) -> Mail:
    """Tells a user of the seller that the buyer has sent an invoice back, and why."""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        f"{buyer_name} より請求書が差戻しされました。",
        "",
        f"請求書管理番号： {invoice.invoice_mng_num}",
        *([f"請求書番号： {invoice.inv_no}"] if invoice.inv_no else []),
        f"ご請求金額： {invoice.inv_show_amount:,}円",
        "差戻し理由：",
        reason,
        "",
        "内容の確認はこちら：",
        f"{base_url}/seller/invoices/{invoice.invoice_mng_num}",
        "",
        "このメールは送信専用です。",
    ]
    return Mail(reader.email, f"【差戻し】{buyer_name} より請求書が差戻しされました", "\n".join(lines))


def back_to_accounting(reader: User, run: Run, by: str, reason: str, base_url: str) -> Mail:
    """Tells somebody of accounting that an invoice came back to accounting."""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        f"経理で承認中の請求書が、{by} により経理へ差戻しされました。",
        "",
        f"・{run.title}",
        "差戻し理由：",
        reason,
        "",
        "確認と再申請はこちら：",
        f"{base_url}/buyer/invoices/{run.number}",
        "",
        AUTOMATIC,
    ]
    return Mail(reader.email, "【経理差戻し】請求書が経理へ差戻しされました", "\n".join(lines))
