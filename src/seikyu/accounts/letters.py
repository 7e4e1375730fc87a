"""The mails about accounts, in plain Japanese text."""

from seikyu.accounts.links import LASTS
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
