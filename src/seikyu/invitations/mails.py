"""The mails of inviting and of invoices for customers that are not linked, in plain Japanese text."""

from datetime import datetime

from seikyu.accounts.model import User
from seikyu.issuing.ways import Delivery
from seikyu.kit.jst import JST
from seikyu.mail.store import Mail

FOOT = ("", "このメールは送信専用です。")


def invited(recipient: str, name: str, inviter: str, link: str, until: datetime) -> Mail:
    """Invites a customer to receive the seller's invoices here."""
    lines = (
        f"{name} 御中",
        "",
        f"{inviter} より、請求書を電子データでお受け取りいただくためのご招待です。",
        "次のページで内容をご確認のうえ、ご登録（無料）、ご利用中の企業との連携、または辞退をお選びください。",
        "",
        link,
        "",
        f"有効期限： {_day(until)}",
        "このリンクは一度だけ使えます。ほかの方に転送しないでください。",
        "お心当たりがない場合は、このメールを破棄してください。",
        *FOOT,
    )
    return Mail(recipient, f"【ご招待】{inviter} からの請求書の電子受取", "\n".join(lines), confidential=True)


def invited_to_issue(recipient: str, name: str, inviter: str, link: str, until: datetime) -> Mail:
    """Invites a supplier to issue its invoices here."""
    lines = (
        f"{name} 御中",
        "",
        f"{inviter} より、請求書を電子データでご発行いただくためのご招待です。",
        "次のページで内容をご確認のうえ、ご登録（無料）、ご利用中の企業との連携、または辞退をお選びください。",
        "",
        link,
        "",
        f"有効期限： {_day(until)}",
        "このリンクは一度だけ使えます。ほかの方に転送しないでください。",
        "お心当たりがない場合は、このメールを破棄してください。",
        *FOOT,
    )
    return Mail(recipient, f"【ご招待】{inviter} への請求書の電子発行", "\n".join(lines), confidential=True)


def supplier_accepted(reader: User, partner: str, company: str, page: str) -> Mail:
    """Tells a person of the inviting company that the invited supplier has accepted, and as whom."""
    lines = (
        *_to(reader),
        f"{partner} が招待を承諾し、{company} として連携されました。",
        "この企業から届く請求書は、この支払先の請求書になります。",
        "",
        page,
        *FOOT,
    )
    return Mail(reader.email, f"【招待承諾】{partner} と連携されました", "\n".join(lines))


def accepted(reader: User, partner: str, company: str, base_url: str, invitation: str) -> Mail:
    """Tells a person of the inviting company that the invited has accepted, and as whom."""
    lines = (
        *_to(reader),
        f"{partner} が招待を承諾し、{company} として連携されました。",
        "これから発行する請求書は、相手先の受信箱に直接届きます。",
        "",
        f"{base_url}/seller/invitations/{invitation}",
        *FOOT,
    )
    return Mail(reader.email, f"【招待承諾】{partner} と連携されました", "\n".join(lines))


def declined(reader: User, partner: str, reason: str | None, page: str) -> Mail:
    """Tells a person of the inviting company that the invited has declined."""
    lines = (
        *_to(reader),
        f"{partner} が招待を辞退しました。",
        *(("辞退の理由：", reason) if reason else ()),
        "",
        page,
        *FOOT,
    )
    return Mail(reader.email, f"【招待辞退】{partner} が招待を辞退しました", "\n".join(lines))


def invoice(recipient: str, name: str | None, delivery: Delivery, link: str, invitation: str | None) -> Mail:
    """Tells a customer that is not linked where to read an invoice."""
    extract, seller = delivery.extract, delivery.seller.name
    again = "（再発行）" if delivery.reissued else ""
    lines = (
        *((f"{name} 御中", "") if name else ()),
        f"{seller} より請求書{again}をお届けします。",
        "",
        *([f"請求書番号： {extract.inv_no}"] if extract.inv_no else []),
        *([f"件名： {extract.inv_name}"] if extract.inv_name else []),
        f"ご請求金額： {extract.inv_show_amount:,}円",
        *([f"お支払期限： {extract.pay_due_date:%Y年%m月%d日}"] if extract.pay_due_date else []),
        "",
        "次のページで確認コードを受け取り、請求書をご覧ください（90日間有効）。",
        link,
        *(
            (
                "",
                "次回から請求書を受信箱で直接受け取るには、こちらからご登録ください（無料）。",
                invitation,
            )
            if invitation
            else ()
        ),
        *FOOT,
    )
    subject = f"【請求書】{seller} より請求書{again}が届きました"
    return Mail(recipient, subject, "\n".join(lines), confidential=True)


def one_time_code(recipient: str, seller: str, code: str) -> Mail:
    """Carries the code that a protected page asks for."""
    lines = (
        f"{seller} からの請求書を表示するための確認コードです。",
        "",
        f"確認コード： {code}",
        "",
        "15分以内に、請求書のページで入力してください。",
        "お心当たりがない場合は、このメールを破棄してください。",
        *FOOT,
    )
    return Mail(recipient, "【請求書】確認コードのお知らせ", "\n".join(lines), confidential=True)


def _to(reader: User) -> tuple[str, ...]:
    return reader.company.name, f"{reader.name} 様", ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(JST):%Y年%m月%d日}"
