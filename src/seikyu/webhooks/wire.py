# ruff: noqa: E501 -- a table: one field a line
"""Webhooks on the wire: names of ours, on new paths (contract §8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from seikyu.webhooks.events import EVENTS, PING
from seikyu.webhooks.model import (
    ANSWER_LENGTH,
    MOST_EVENTS,
    MOST_SHOWN,
    URL_LENGTH,
    Problem,
    State,
    Stop,
    Wish,
)
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record, array, choice, digits, text, whole
from seikyu.wire.values import Node, Value
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

MOMENT = "yyyy-MM-dd HH:mm:ss (JST)"
EVENT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "invoice.issued": "請求書を発行した",
        "invoice.reissued": "差戻しのあと再発行した",
        "invoice.opened": "受取側が開封した",
        "invoice.returned": "差し戻された",
        "invoice.approved": "社内承認が完了した",
        "invoice.issue_failed": "発行エラーになった",
        "invoice.deleted": "発行済の請求書を削除した",
        "invitation.accepted": "招待が承認された",
        "received_invoice.arrived": "請求書が届いた",
        "received_invoice.approved": "受取請求書の処理・承認が完了した",
        "received_invoice.returned": "受取請求書を差し戻した",
        "received_invoice.withdrawn": "発行側が請求書を削除した",
        "payment_notice.arrived": "支払通知書が届いた",
        "payment_notice.confirmed": "支払通知書が確認された(みなし確認を含む)",
        "payment_notice.objected": "支払通知書に異議があった",
        "payment_notice.cancelled": "支払通知書が取り消された",
    }
)
FLAG = {"0": "停止", "1": "送信する"}
STATES = {State.WAITING.value: "送信待ち", State.DELIVERED.value: "受信済", State.FAILED.value: "失敗"}
STOPS = {Stop.GONE.value: "受信先が410を返した", Stop.FAILING.value: "長期間受信されなかった"}
PROBLEMS = {
    Problem.ADDRESS_REFUSED.value: "送信できないアドレス",
    Problem.NAME_UNKNOWN.value: "ホスト名を解決できない",
    Problem.UNREACHABLE.value: "接続できない",
    Problem.TLS.value: "TLSを確立できない",
    Problem.TIMED_OUT.value: "10秒以内に応答がない",
    Problem.BROKEN.value: "応答が途切れた",
}

# fmt: off

RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson")
EVENT = Record("WebhookEvent", "イベント", (
    choice("event", "イベント", EVENT_NAMES, mark="○", added=True),
))
WISHED = (
    text("url", "URL", URL_LENGTH, mark="○", note="httpsのURL。公開されていないアドレスは不可", added=True),
    array("events", "イベント", EVENT, MOST_EVENTS, mark="○", added=True),
    choice("enabled_flg", "送信", FLAG, note="省略時は1", added=True),
)
REQUEST = Record("WebhookRequest", "Webhook登録", (RESPONSE_TYPE, *WISHED))
CHANGE = Record("WebhookChange", "Webhook更新", (RESPONSE_TYPE, *WISHED))
NOTHING = Record("WebhookMove", "Webhook", (RESPONSE_TYPE,))
LIST_ASKED = Record("WebhookListQuery", "Webhook一覧", (RESPONSE_TYPE,))
ONE_ASKED = Record("WebhookQuery", "Webhook取得", (RESPONSE_TYPE,))
ID = text("webhook_id", "Webhook ID", 36, added=True)
EVENT_ID = text("event_id", "イベントID", 36, note="ヘッダーwebhook-idと同じ。再送しても変わらない", added=True)
SECRET = text("secret", "シークレット", 60, note="この応答でのみ返す。Idempotency-Keyによる再応答ではnull", added=True)

WEBHOOK = Record("Webhook", "Webhook", (
    ID,
    text("url", "URL", URL_LENGTH, added=True),
    array("events", "イベント", EVENT, added=True),
    choice("enabled_flg", "送信", FLAG, added=True),
    choice("stop_reason", "停止した理由", STOPS, note="自動で停止した場合。それ以外はnull", added=True),
    text("old_secret_until", "旧シークレットの署名期限", 19, note=f"{MOMENT}。更新していない場合null", added=True),
    text("failing_since", "失敗し始めた日時", 19, note=f"{MOMENT}。最後に受信されている場合null", added=True),
    text("created_at", "登録日時", 19, note=MOMENT, added=True),
    text("updated_at", "更新日時", 19, note=MOMENT, added=True),
))
OUTCOME = (
    whole("http_status", "応答のHTTPステータス", 3, added=True),
    choice("problem", "応答がない理由", PROBLEMS, added=True),
    text("answer", "応答の先頭", ANSWER_LENGTH, lines=True, note="1000文字まで", added=True),
    whole("took_ms", "応答までのミリ秒", 6, added=True),
)
ATTEMPT = Record("WebhookAttempt", "送信", (
    text("attempted_at", "送信日時", 19, note=MOMENT, added=True),
    *OUTCOME,
))
DELIVERY = Record("WebhookDelivery", "送信記録", (
    EVENT_ID,
    choice("event", "イベント", {**EVENT_NAMES, PING: "テスト送信"}, added=True),
    text("occurred_at", "発生日時", 19, note=MOMENT, added=True),
    choice("state", "状態", STATES, added=True),
    whole("attempts", "送信回数", 3, 0, added=True),
    text("next_at", "次回送信日時", 19, note=f"{MOMENT}。送信待ち以外はnull", added=True),
    text("attempted_at", "最終送信日時", 19, note=MOMENT, added=True),
    *OUTCOME,
    array("attempt_list", "送信ごとの記録", ATTEMPT, MOST_SHOWN, note="新しい20件を、古い順に。再送前の送信も含む", added=True),
))
DELIVERIES_ASKED = Record("WebhookDeliveriesQuery", "Webhook送信記録一覧", (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
    whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1", added=True),
    choice("state", "状態", STATES, added=True),
))
BODY = Record("WebhookBody", "送信する内容", (
    EVENT_ID,
    choice("event", "イベント", {**EVENT_NAMES, PING: "テスト送信"}, added=True),
    text("occurred_at", "発生日時", 19, note=MOMENT, added=True),
    digits("company_id", "企業ID", 10, note="通知を受ける自社", added=True),
    digits("invoice_mng_num", "請求書管理番号", 10, note="invoiceとreceived_invoiceのイベント", added=True),
    digits("payment_notice_num", "支払通知書管理番号", 10, note="payment_noticeのイベント", added=True),
    text("invitation_id", "招待ID", 36, note="invitationのイベント", added=True),
    text("wf_status", "ワークフローステータス", 2, note="イベントで移った先。移動がない場合null", added=True),
    whole("version", "版", 9, added=True),
))

# fmt: on


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of deliveries is asked for."""

    state: str | None
    page: int


def read_wish(tree: Value, record: Record = REQUEST) -> tuple[Wish, Sequence[Fault]]:
    """What is wanted of a webhook, and what is wrong with it."""
    node, faults = record.read(tree)
    found = node["events"]
    events = (
        [text_of(one, "event") or "" for one in found if isinstance(one, dict)]
        if isinstance(found, list)
        else []
    )
    # In the order in which they are declared, each once, whatever order they came in.
    chosen = tuple(name for name in EVENTS if name in events)
    return Wish(text_of(node, "url") or "", chosen, text_of(node, "enabled_flg") != "0"), faults


def read_wanted(query: Value) -> tuple[Wanted, Sequence[Fault]]:
    """What a list of deliveries is asked for."""
    node: Node
    node, faults = DELIVERIES_ASKED.read(query)
    return Wanted(text_of(node, "state"), whole_of(node, "page_no") or 1), faults
