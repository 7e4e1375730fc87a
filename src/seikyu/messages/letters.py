"""The mail that tells of a new message, in plain Japanese text."""

from seikyu.accounts.model import User
from seikyu.issuing.letters import AUTOMATIC, facts
from seikyu.issuing.model import SellerInvoice
from seikyu.mail.store import Mail
from seikyu.messages.model import Message, Party


def told(reader: User, side: Party, invoice: SellerInvoice, message: Message, base_url: str) -> Mail:
    """Tells a user of the other side, which is `side`, what was written."""
    lines = [
        f"{reader.company.name}",
        f"{reader.name} 様",
        "",
        f"{message.company_name} {message.user_name} 様より、請求書について質問・回答が届きました。",
        "",
        *facts(invoice),
        "",
        "内容：",
        message.text,
        "",
        "確認と返信はこちら：",
        f"{base_url}/{side}/invoices/{invoice.invoice_mng_num}/messages",
        "",
        AUTOMATIC,
    ]
    subject = f"【質問・回答】{message.company_name} より請求書について届きました"
    return Mail(reader.email, subject, "\n".join(lines))
