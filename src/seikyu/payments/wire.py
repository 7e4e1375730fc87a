"""Payment runs on the wire: names of ours, on new paths (contract §7, §8)."""

from collections.abc import Sequence

from seikyu.kit.jst import wire_time
from seikyu.payments.model import Run, Wish
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record, array, choice, day, digits, text, whole
from seikyu.wire.values import Value, nodes
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of

CHOSEN = Record(
    "ChosenInvoice", "請求書", (digits("invoice_mng_num", "請求書管理番号", 10, mark="○", added=True),)
)
SPLITS = {"0": "支払先ごとにまとめる", "1": "請求書ごと"}
RUN_REQUEST = Record(
    "PaymentRunRequest",
    "支払データ作成",
    (
        choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson"),
        text("paying_account_code", "振込元口座コード", 15, mark="○", added=True),
        day("pay_date", "支払日", mark="○", note="銀行営業日", added=True),
        choice("per_invoice_flg", "請求書ごとの振込", SPLITS, added=True),
        array("invoices", "請求書", CHOSEN, mark="○", added=True),
    ),
)
STATES = {"made": "ファイル作成済", "sent": "銀行送信済", "cancelled": "取消"}
RUN = Record(
    "PaymentRun",
    "支払データ",
    (
        text("payment_run_id", "支払データID", 36, added=True),
        choice("state", "状態", STATES, added=True),
        text("paying_account_code", "振込元口座コード", 15, added=True),
        day("pay_date", "支払日", added=True),
        whole("transfer_count", "振込件数", 6, added=True),
        whole("total_amount", "振込合計金額", 12, added=True),
        whole("fee_amount", "差引手数料", 12, added=True),
        text("made_by", "作成者", 200, added=True),
        text("made_at", "作成日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True),
    ),
)


def read_wish(tree: Value) -> tuple[Wish | None, Sequence[Fault]]:
    """What a run is to pay, with every fault of the request."""
    node, faults = RUN_REQUEST.read(tree)
    pay_day = day_of(node, "pay_date")
    if faults or pay_day is None:
        return None, faults
    chosen = (int(text_of(one, "invoice_mng_num") or 0) for one in nodes(node, "invoices"))
    account = text_of(node, "paying_account_code") or ""
    return Wish(tuple(dict.fromkeys(chosen)), account, pay_day, text_of(node, "per_invoice_flg") == "1"), ()


def told(run: Run) -> dict[str, Value]:
    """A run as answers tell it."""
    return {
        "payment_run_id": str(run.run_id),
        "state": run.state.value,
        "paying_account_code": run.account_code,
        "pay_date": run.pay_day.isoformat(),
        "transfer_count": run.transfers,
        "total_amount": run.total,
        "fee_amount": run.fees,
        "made_by": run.made_by,
        "made_at": wire_time(run.made_at),
    }
