"""The mails about asking for access, in plain Japanese text."""

from seikyu.applications.model import Access
from seikyu.mail.store import Mail

WHAT = {Access.API: "APIオプション", Access.SANDBOX: "サンドボックス環境の利用"}


def granted(email: str, company: str, name: str, access: Access, told: str | None) -> Mail:
    """Tells whoever applied that the company has what it asked for."""
    then = {
        Access.API: "「設定」→「API連携」で、アプリケーションを登録してください。",
        Access.SANDBOX: "サンドボックス環境へのログイン方法は、運営者からのご連絡をご確認ください。",
    }
    lines = [f"{WHAT[access]}の申請が承認されました。", then[access]]
    return _mail(
        email, company, name, f"{WHAT[access]}の申請が承認されました", [*lines, *_answer("運営者から", told)]
    )


def refused(email: str, company: str, name: str, access: Access, reason: str) -> Mail:
    """Tells whoever applied that the company does not get what it asked for, and why."""
    lines = [f"{WHAT[access]}の申請は、今回は承認されませんでした。", *_answer("理由", reason)]
    lines += ["", "内容を改めて、もう一度申請できます。"]
    return _mail(email, company, name, f"{WHAT[access]}の申請について", lines)


def _answer(head: str, told: str | None) -> list[str]:
    return ["", f"{head}：", told] if told else []


def _mail(email: str, company: str, name: str, subject: str, lines: list[str]) -> Mail:
    body = [company, f"{name} 様", "", *lines, "", "このメールは送信専用です。"]
    return Mail(email, f"【Seikyu】{subject}", "\n".join(body))
