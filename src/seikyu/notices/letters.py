"""The mails about payment notices, in plain Japanese text."""

from collections.abc import Sequence

from seikyu.accounts.model import User
from seikyu.mail.store import Mail
from seikyu.notices.model import Notice, ReceivedNotice

AUTOMATIC = "このメールは送信専用です。"
MOST_NAMED = 10


def arrival(reader: User, buyer: str, notices: Sequence[Notice], base_url: str) -> Mail:
    """Tells the supplier of notices that have come, many in one mail."""
    named = [
        f"・{notice.notice_no or notice.payment_notice_num}　支払日 {notice.pay_date:%Y/%m/%d}　"
        f"{notice.pay_amount:,}円"
        for notice in notices[:MOST_NAMED]
    ]
    more = [f"ほか{len(notices) - MOST_NAMED}件"] if len(notices) > MOST_NAMED else []
    until = min(day for notice in notices if (day := notice.answer_by) is not None)
    lines = [
        *_to(reader),
        f"{buyer} より支払通知書が届きました。",
        "",
        *named,
        *more,
        "",
        f"内容をご確認のうえ、{until:%Y/%m/%d} までに確認または異議の連絡をお願いいたします。",
        "期限までに連絡がない場合は、確認されたものとして扱われます。",
        "",
        "内容の確認はこちら：",
        f"{base_url}/seller/notices",
        "",
        AUTOMATIC,
    ]
    return Mail(reader.email, f"【支払通知書】{buyer} より{len(notices)}件届きました", "\n".join(lines))


def answered(reader: User, supplier: str, notice: ReceivedNotice, reason: str | None, base_url: str) -> Mail:
    """Tells the buyer what the supplier says."""
    said = "支払通知書を確認しました" if reason is None else "支払通知書に異議があります"
    lines = [
        *_to(reader),
        f"{supplier} より回答がありました：{said}。",
        "",
        *_facts(notice),
        *(["異議の内容：", reason] if reason else []),
        "",
        "内容の確認はこちら：",
        f"{base_url}/buyer/notices/{notice.payment_notice_num}",
        "",
        AUTOMATIC,
    ]
    title = "確認" if reason is None else "異議"
    return Mail(reader.email, f"【支払通知書：{title}】{supplier} より回答がありました", "\n".join(lines))


def cancelled(reader: User, buyer: str, notice: Notice) -> Mail:
    """Tells the supplier that a notice does not hold any more."""
    lines = [
        *_to(reader),
        f"{buyer} が、お送りした支払通知書を取り消しました。",
        "",
        *_facts(notice),
        "",
        AUTOMATIC,
    ]
    return Mail(reader.email, f"【支払通知書：取消】{buyer} より", "\n".join(lines))


def _to(reader: User) -> list[str]:
    return [reader.company.name, f"{reader.name} 様", ""]


def _facts(notice: Notice | ReceivedNotice) -> list[str]:
    return [
        f"支払通知書管理番号： {notice.payment_notice_num}",
        *([f"支払通知番号： {notice.notice_no}"] if notice.notice_no else []),
        f"支払日： {notice.pay_date:%Y/%m/%d}",
        f"支払金額： {notice.pay_amount:,}円",
    ]
