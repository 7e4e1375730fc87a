"""The mails about tokens, in plain Japanese text."""

from datetime import datetime

from seikyu.kit.jst import JST
from seikyu.mail.store import Mail
from seikyu.oauth.model import Ended, EndReason

WHAT_HAPPENED = {
    EndReason.CODE_USED_TWICE: "認可コードが2回使用されました。",
    EndReason.REFRESH_TOKEN_USED_TWICE: "使用済みのリフレッシュトークンがもう一度使用されました。",
}
"""The ends that somebody else may be behind; others the company brought about itself."""


def used_twice(recipient: str, company: str, ended: Ended, reason: EndReason, now: datetime) -> Mail:
    """Tells an administrator that a token was shown twice, and what was done about it."""
    lines = [
        company,
        "管理者様",
        "",
        "API連携で使用しているトークンについて、お知らせします。",
        "",
        WHAT_HAPPENED[reason],
        "第三者がトークンを入手した可能性があるため、この連携のトークンをすべて無効にしました。",
        "",
        f"日時： {now.astimezone(JST):%Y/%m/%d %H:%M:%S}",
        f"アプリケーション： {ended.client_name}（クライアントID {ended.client_id}）",
        f"利用者： {ended.user_name}",
        "",
        "連携を続けるには、アプリケーションからもう一度ログインと許可の操作をしてください。",
        "アプリケーションが同じトークンを二重に使用しただけのこともあります。心当たりのない場合は、",
        "クライアントのシークレットと利用者のパスワードを変更し、アプリケーションの提供元に確認してください。",
        "",
        "このメールは送信専用です。",
    ]
    return Mail(recipient, "【Seikyu】API連携のトークンを無効にしました", "\n".join(lines))
