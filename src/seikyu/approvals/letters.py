"""The mails about approvals, in plain Japanese text."""

from collections.abc import Sequence

from seikyu.accounts.model import User
from seikyu.approvals.model import RunState
from seikyu.approvals.store import ToAsk, ToReport
from seikyu.mail.store import Mail

MOST_NAMED = 20
"""So many are named in one mail; of the others their number is told."""


def asking(reader: User, waiting: Sequence[ToAsk], base_url: str, *, again: bool) -> Mail:
    """Asks an approver for a decision on all that has come to wait for them together, or still does."""
    count, side = len(waiting), waiting[0].side
    what = "次の請求書が、まだ承認を待っています。" if again else "次の請求書の承認をお願いします。"
    named = [f"・{one.title}（{one.step_name}、申請: {one.maker_name or 'API'}）" for one in waiting]
    lines = [
        *_greeting(reader),
        what,
        "",
        *_cut(named),
        "",
        "確認と承認はこちら：",
        f"{base_url}/{side}/approvals",
        *_ending(),
    ]
    subject = f"【{'承認依頼・再通知' if again else '承認依頼'}】請求書 {count}件の承認をお願いします"
    return Mail(reader.email, subject, "\n".join(lines))


def ended(reader: User, done: Sequence[ToReport], base_url: str) -> list[Mail]:
    """Tells a submitter what was approved wholly, in one mail, and what was sent back, in one each."""
    approved = [one for one in done if one.state is RunState.APPROVED]
    mails = [_sent_back(reader, one, base_url) for one in done if one.state is RunState.SENT_BACK]
    return [*([_approved(reader, approved, base_url)] if approved else []), *mails]


def _approved(reader: User, done: Sequence[ToReport], base_url: str) -> Mail:
    lines = [
        *_greeting(reader),
        "申請した次の請求書が、すべての段階で承認されました。",
        "",
        *_cut([f"・{one.title}" for one in done]),
        "",
        "内容の確認はこちら：",
        f"{base_url}/{done[0].side}/invoices" + (f"/{done[0].number}" if len(done) == 1 else ""),
        *_ending(),
    ]
    return Mail(reader.email, f"【承認完了】請求書 {len(done)}件が承認されました", "\n".join(lines))


def _sent_back(reader: User, one: ToReport, base_url: str) -> Mail:
    lines = [
        *_greeting(reader),
        f"申請した請求書が、承認者 {one.by} により差戻しされました。",
        "",
        f"・{one.title}",
        "差戻し理由：",
        one.reason or "",
        "",
        "内容の確認と修正はこちら：",
        f"{base_url}/{one.side}/invoices/{one.number}",
        *_ending(),
    ]
    return Mail(reader.email, "【差戻し】申請した請求書が承認者から差戻しされました", "\n".join(lines))


def _greeting(reader: User) -> list[str]:
    return [reader.company.name, f"{reader.name} 様", ""]


def _cut(named: list[str]) -> list[str]:
    more = len(named) - MOST_NAMED
    return [*named[:MOST_NAMED], f"ほか{more}件"] if more > 0 else named


def _ending() -> list[str]:
    return ["", "このメールは送信専用です。"]
