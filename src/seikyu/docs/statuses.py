# ruff: noqa: E501 -- tables
"""The page of the docs that tells every `wf_status`: what it means and where it leads (contract §6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from seikyu.issuing.model import SellerStatus as S
from seikyu.receiving.model import BuyerStatus as B

HEAD = """# ステータス · Statuses

`wf_status`は請求書が今どこにあるかを示します。発行側と受取側は、それぞれ別のステータスを持ちます。動きは必ず、いつ・誰が・何をしたかとともに履歴に残ります。同時に2人が同じ請求書を動かした場合、一方だけが成功し、もう一方は409になります。 · `wf_status` tells where an invoice stands. Seller and buyer have one each. Every move is kept in the history with who did what and when. When two people move one invoice at once, one wins and the other is told with 409.
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one status to another: how it comes about, and the operation that does it where there is one."""

    source: int | None
    target: int | None
    ja: str
    en: str
    operation: str | None = None


SELLER: dict[S, tuple[str, str]] = {
    S.DRAFT: ("画面で作成中。APIには現れません。", "Being written on screen; not in the API."),
    S.IN_APPROVAL: ("社内の承認者を待っています。", "Waits for an approver inside the seller."),
    S.SENT_BACK: (
        "差し戻されました。訂正できるのはこのステータスのみです。",
        "Sent back: the one status in which it can be corrected.",
    ),
    S.ISSUE_APPROVAL: ("発行の最終承認を待っています。", "Waits for the last approval before it is issued."),
    S.QUEUED: (
        "発行を待っています。発行日が先の場合はその日まで。",
        "Waits to be issued; until its day, if that is to come.",
    ),
    S.ISSUED: ("発行され、受取側に届いています。", "Issued, and with the buyer."),
    S.DELETED: ("発行後、開封前に取り消されました。", "Taken back after issue, before it was opened."),
    S.ISSUE_ERROR: (
        "発行できませんでした。理由はissue_errorにあります。",
        "Could not be issued; issue_error says why.",
    ),
}
SELLER_MOVES = (
    Move(None, S.QUEUED, "APIで登録", "registered by API", "registerInvoices"),
    Move(
        None,
        S.IN_APPROVAL,
        "登録（会社がAPIの請求書も承認を通す設定の場合）",
        "registered, where the company has API invoices approved",
        "registerInvoices",
    ),
    Move(S.DRAFT, S.IN_APPROVAL, "画面で申請", "submitted on screen"),
    Move(S.DRAFT, S.QUEUED, "画面で発行（ワークフローなし）", "issued on screen, without workflow"),
    Move(S.IN_APPROVAL, S.ISSUE_APPROVAL, "承認", "approved", "approveInvoice"),
    Move(S.ISSUE_APPROVAL, S.QUEUED, "最終承認", "approved for issue", "approveInvoice"),
    Move(S.IN_APPROVAL, S.SENT_BACK, "承認者が差戻し", "sent back by an approver", "returnInvoice"),
    Move(S.ISSUE_APPROVAL, S.SENT_BACK, "承認者が差戻し", "sent back by an approver", "returnInvoice"),
    Move(S.QUEUED, S.ISSUED, "発行", "issued"),
    Move(S.QUEUED, S.ISSUE_ERROR, "発行に失敗", "could not be issued"),
    Move(S.ISSUE_ERROR, S.QUEUED, "再発行", "tried again", "retryInvoice"),
    Move(S.QUEUED, S.SENT_BACK, "発行予約の取りやめ", "called off before its day", "callOffInvoice"),
    Move(S.ISSUED, S.SENT_BACK, "受取側が差戻し", "sent back by the buyer", "returnReceivedInvoice"),
    Move(S.SENT_BACK, S.QUEUED, "訂正して再発行", "corrected and issued again", "updateInvoices"),
    Move(
        S.ISSUED,
        S.DELETED,
        "取消し（受取側が開封する前のみ）",
        "taken back, only while unopened",
        "deleteInvoice",
    ),
)
BUYER: dict[B, tuple[str, str]] = {
    B.UNAPPROVED: ("届いたままで、まだ誰も承認していません。", "Arrived; nobody has approved it."),
    B.IN_APPROVAL: ("部門の承認者を待っています。", "Waits for an approver of the department."),
    B.SENT_BACK_INSIDE: (
        "部門の承認者が社内で差し戻しました。",
        "Sent back inside by an approver of the department.",
    ),
    B.ACCOUNTING: ("経理の承認を待っています。", "Waits for accounting."),
    B.ACCOUNTING_SENT_BACK: ("経理が社内で差し戻しました。", "Sent back inside by accounting."),
    B.FINAL_ACCOUNTING: ("経理の最終承認を待っています。", "Waits for the last approval of accounting."),
    B.DONE: ("完了。支払の対象になります。", "Done: due for payment."),
}
BUYER_MOVES = (
    Move(None, B.UNAPPROVED, "発行側が発行", "issued by the seller"),
    Move(
        B.UNAPPROVED,
        B.DONE,
        "処理済にする（ワークフローなし）",
        "marked as done, without workflow",
        "approveReceivedInvoice",
    ),
    Move(B.UNAPPROVED, B.IN_APPROVAL, "一次承認", "first approval", "approveReceivedInvoice"),
    Move(B.IN_APPROVAL, B.ACCOUNTING, "承認", "approved", "approveReceivedInvoice"),
    Move(B.ACCOUNTING, B.FINAL_ACCOUNTING, "承認", "approved", "approveReceivedInvoice"),
    Move(B.FINAL_ACCOUNTING, B.DONE, "最終承認", "approved for the last time", "approveReceivedInvoice"),
    Move(
        B.IN_APPROVAL, B.SENT_BACK_INSIDE, "社内で差戻し", "sent back inside", "returnReceivedInvoiceInside"
    ),
    Move(B.SENT_BACK_INSIDE, B.IN_APPROVAL, "再申請", "submitted again", "approveReceivedInvoice"),
    Move(
        B.ACCOUNTING,
        B.ACCOUNTING_SENT_BACK,
        "社内で差戻し",
        "sent back inside",
        "returnReceivedInvoiceInside",
    ),
    Move(
        B.FINAL_ACCOUNTING,
        B.ACCOUNTING_SENT_BACK,
        "社内で差戻し",
        "sent back inside",
        "returnReceivedInvoiceInside",
    ),
    Move(B.ACCOUNTING_SENT_BACK, B.ACCOUNTING, "再申請", "submitted again", "approveReceivedInvoice"),
    *(
        Move(
            status,
            None,
            "発行側に差戻し（受取一覧から外れ、発行側は19に）",
            "sent back to the seller: it leaves the inbox, and is 19 there",
            "returnReceivedInvoice",
        )
        for status in B
        if status.returnable
    ),
)


def statuses_page() -> str:
    """All statuses and moves of both sides, as Markdown."""
    seller = ((status, status.label, *SELLER[status]) for status in S)
    buyer = ((status, _buyer_label(status), *BUYER[status]) for status in B)
    return "\n".join(
        (
            HEAD,
            "## Seller · 発行側\n",
            _statuses(seller),
            "### Moves of the seller · 発行側の動き\n",
            _moves(SELLER_MOVES),
            "## Buyer · 受取側\n",
            _statuses(buyer),
            "### Moves of the buyer · 受取側の動き\n",
            _moves(BUYER_MOVES),
        )
    )


def _buyer_label(status: B) -> str:
    labels = (status.label(workflow=False), status.label(workflow=True))
    return " / ".join(dict.fromkeys(labels))


def _statuses(rows: Iterable[tuple[int, str, str, str]]) -> str:
    lines = ["| wf_status | 名称 | 意味 | Meaning |", "|---|---|---|---|"]
    lines += [f"| `{int(status)}` | {label} | {ja} | {en} |" for status, label, ja, en in rows]
    return "\n".join(lines) + "\n"


def _moves(moves: Iterable[Move]) -> str:
    lines = ["| 前 | 後 | きっかけ | What moves it | API |", "|---|---|---|---|---|"]
    for move in moves:
        operation = "" if move.operation is None else f"[{move.operation}](api/{move.operation}.md)"
        source, target = (_shown(status) for status in (move.source, move.target))
        lines.append(f"| {source} | {target} | {move.ja} | {move.en} | {operation} |")
    return "\n".join(lines) + "\n"


def _shown(status: int | None) -> str:
    return "–" if status is None else f"`{int(status)}`"
