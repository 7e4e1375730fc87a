"""The requests of the seller's lists (contract §4.3) and what they mean as a filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.invoices.wire import INVOICE_TYPES, OPENED
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.queries import Filter, Window
from seikyu.wire import codes
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Field, Mark, Record, choice, day, text, whole
from seikyu.wire.moments import updated_since
from seikyu.wire.values import Node, Value
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

PAGE = 100

FLAG = {"0": "指定なし", "1": "該当する請求書のみ"}


def _filters(send_date: Mark) -> tuple[Field, ...]:
    return (
        day("send_date_from", "発行日(自)", mark=send_date),
        day("send_date_to", "発行日(至)", mark=send_date),
        day("pay_due_date_from", "入金期限(自)"),
        day("pay_due_date_to", "入金期限(至)"),
        day("close_date", "締日"),
        choice("invoice_type", "保存方式", INVOICE_TYPES),
        choice("seal_flg", "開封フラグ", OPENED),
        choice("extracting_type01", "抽出条件(再発行)", FLAG),
        choice("extracting_type02", "抽出条件(新規取引先)", FLAG),
        text("wf_status", "ワークフローステータス", 50, note="カンマ区切りで複数指定可", added=True),
        text("inv_no", "請求書番号", 20, added=True),
        text("customer_code", "発行先コード", 15, added=True),
        whole("amount_from", "おもての請求金額(下限)", 13, added=True),
        whole("amount_to", "おもての請求金額(上限)", 13, added=True),
        text("updated_since", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST) 以降", added=True),
    )


LIST_REQUEST = Record(
    "SellerInvoiceListRequest",
    "請求書一覧取得",
    (
        choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
        whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1"),
        *_filters(""),
    ),
)
SEARCH_REQUEST = Record(
    "SellerInvoiceSearchRequest",
    "請求書検索",
    (
        whole("start_position", "取得開始位置", 9, 1, note="省略時は1"),
        whole("get_count", "取得件数", 3, 1, PAGE, note="省略時は100"),
        *_filters("○"),
    ),
)


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a list is asked for."""

    wanted: Filter
    window: Window


def read_list(query: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the query of the v1 list: pages of 100 from `page_no` 1."""
    node, faults = LIST_REQUEST.read(query)
    start = ((whole_of(node, "page_no") or 1) - 1) * PAGE
    return _read(node, Window(start, PAGE), faults)


def read_search(body: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the body of the v2 search: `get_count` invoices from `start_position` 1."""
    node, faults = SEARCH_REQUEST.read(body)
    start = (whole_of(node, "start_position") or 1) - 1
    return _read(node, Window(start, whole_of(node, "get_count") or PAGE), faults)


def _read(node: Node, window: Window, read_faults: Sequence[Fault]) -> tuple[ListRead, list[Fault]]:
    faults = list(read_faults)
    invoice_type, seal_flg = text_of(node, "invoice_type"), text_of(node, "seal_flg")
    wanted = Filter(
        send_date_from=day_of(node, "send_date_from"),
        send_date_to=day_of(node, "send_date_to"),
        pay_due_date_from=day_of(node, "pay_due_date_from"),
        pay_due_date_to=day_of(node, "pay_due_date_to"),
        close_date=day_of(node, "close_date"),
        invoice_type=None if invoice_type is None else int(invoice_type),
        opened=None if seal_flg is None else seal_flg == "1",
        reissued=True if text_of(node, "extracting_type01") == "1" else None,
        first_to_customer=True if text_of(node, "extracting_type02") == "1" else None,
        statuses=_statuses(text_of(node, "wf_status"), faults),
        inv_no=text_of(node, "inv_no"),
        customer_code=text_of(node, "customer_code"),
        amount_from=whole_of(node, "amount_from"),
        amount_to=whole_of(node, "amount_to"),
        updated_since=updated_since(node, faults),
    )
    return ListRead(wanted, window), faults


def _statuses(given: str | None, faults: list[Fault]) -> frozenset[int] | None:
    if given is None:
        return None
    known = {str(int(status)): int(status) for status in SellerStatus}
    named = [part.strip() for part in given.split(",")]
    if not all(part in known for part in named):
        label = "ワークフローステータス"
        faults.append(Fault("wf_status", codes.NOT_A_CHOICE, {"label": label, "choices": "、".join(known)}))
        return None
    return frozenset(known[part] for part in named)
