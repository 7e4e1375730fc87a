"""The mails about webhooks, in plain Japanese text."""

from seikyu.accounts.model import User
from seikyu.mail.store import Mail
from seikyu.webhooks.model import PATIENCE, Stop, Webhook

WHY = {
    Stop.GONE: "受信先が「410 Gone」を返したため、送信を停止しました。",
    Stop.FAILING: f"{PATIENCE.days}日間一度も受信されなかったため、送信を停止しました。",
}


def given_up(reader: User, webhook: Webhook, base_url: str) -> Mail:
    """Tells that an event could not be sent for a day; further ones are not told of."""
    what = "24時間送信を繰り返しましたが、受信されなかった通知があります。"
    advice = "受信先の状態をご確認ください。受信されなかった通知は、送信記録から再送できます。"
    return _mail(reader, webhook, base_url, "通知を送信できませんでした", what, advice)


def stopped(reader: User, webhook: Webhook, why: Stop, base_url: str) -> Mail:
    """Tells that nothing is sent any more."""
    advice = "受信先を直したあと、設定画面で送信を再開できます。"
    return _mail(reader, webhook, base_url, "送信を停止しました", WHY[why], advice)


def _mail(reader: User, webhook: Webhook, base_url: str, title: str, what: str, advice: str) -> Mail:
    lines = [
        reader.company.name,
        f"{reader.name} 様",
        "",
        what,
        "",
        f"アプリケーション： {webhook.client_name}",
        f"受信先： {webhook.url}",
        "",
        advice,
        f"{base_url}/settings/webhooks/{webhook.webhook_id}",
        "",
        "このメールは送信専用です。",
    ]
    return Mail(reader.email, f"【Webhook】{title}", "\n".join(lines))
