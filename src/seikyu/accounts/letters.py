"""The mails about accounts, in plain Japanese text."""

from datetime import datetime

from seikyu.accounts.links import LASTS
from seikyu.kit.jst import JST
from seikyu.mail.store import Mail


def set_password(company: str, name: str, pfid: str, email: str, address: str) -> Mail:
    """Leads a person to where they set their password."""
    lines = [
        company,
        f"{name} 様",
        "",
        "Seikyuのパスワードを設定してください。",
        "",
        f"PFID（ログインID）： {pfid}",
        "",
        "パスワードの設定はこちら：",
        address,
        "",
        f"このリンクは{LASTS.days}日間有効で、1回だけ使用できます。",
        "心当たりのない場合は、このメールを破棄してください。",
        "",
        "このメールは送信専用です。",
    ]
    return Mail(email, "【Seikyu】パスワードの設定のお願い", "\n".join(lines))


def new_device(recipient: str, company: str, name: str, device: str, address: str, now: datetime) -> Mail:
    """Tells a person of a login from a browser that was not theirs before."""
    told = [f"端末： {device or '不明'}", f"接続元： {address}"]
    return _about_oneself(
        recipient,
        company,
        name,
        now,
        "新しい端末からのログイン",
        "新しい端末からログインがありました。",
        told,
    )


def factors_changed(recipient: str, company: str, name: str, what: str, now: datetime) -> Mail:
    """Tells a person that how they log in was changed; `what` is a whole sentence."""
    return _about_oneself(recipient, company, name, now, "ログイン方法の変更", what, [])


def _about_oneself(
    recipient: str, company: str, name: str, now: datetime, subject: str, what: str, told: list[str]
) -> Mail:
    lines = [
        company,
        f"{name} 様",
        "",
        what,
        "",
        f"日時： {now.astimezone(JST):%Y/%m/%d %H:%M}",
        *told,
        "",
        "ご本人の操作であれば、何もする必要はありません。",
        "心当たりのない場合は、Seikyuの「設定」→「ログインとセキュリティ」でほかのログインを終了し、",
        "パスワードを変更のうえ、自社の管理者に連絡してください。",
        "",
        "このメールは送信専用です。",
    ]
    return Mail(recipient, f"【Seikyu】{subject}", "\n".join(lines))
