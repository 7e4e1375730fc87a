"""The requests of the seller's lists (contract §4.3) and what they mean as a filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.db.windows import Window
from seikyu.invoices.wire import INVOICE_TYPES, OPENED
from seikyu.issuing.model import DELETE_REASON_LENGTH, SellerStatus
from seikyu.issuing.queries import Filter
from seikyu.wire import lists
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Field, Mark, Record, choice, day, text
from seikyu.wire.moments import updated_since
from seikyu.wire.values import Node, Value
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

DELETE_REQUEST = Record(
    "SellerInvoiceDeleteRequest",
    "発行済削除",
    (text("reason", "取消し理由", DELETE_REASON_LENGTH, lines=True, note="発行先に伝わる", added=True),),
)
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
        lists.WF_STATUS,
        lists.INV_NO,
        text("customer_code", "発行先コード", 15, added=True),
        *lists.AMOUNTS,
        lists.UPDATED_SINCE,
        lists.AFTER,
    )


LIST_REQUEST = Record("SellerInvoiceListRequest", "請求書一覧取得", (*lists.LIST_FIELDS, *_filters("")))
SEARCH_REQUEST = Record("SellerInvoiceSearchRequest", "請求書検索", (*lists.SEARCH_FIELDS, *_filters("○")))


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a list is asked for; who `polls` follows changes and does not go on from an earlier page."""

    wanted: Filter
    window: Window
    polls: bool


def read_delete(tree: Value, found: Sequence[Fault] = ()) -> str | None:
    """The reason for deleting, if any; raise Rejected with what is wrong, found before included."""
    node, faults = DELETE_REQUEST.read(tree)
    if found or faults:
        raise Rejected([*found, *faults])
    reason = text_of(node, "reason")
    return reason.strip() or None if reason else None


def read_list(query: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the query of the v1 list: pages of 100 from `page_no` 1."""
    node, faults = LIST_REQUEST.read(query)
    return _read(node, Window(*lists.page(node)), faults)


def read_search(body: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the body of the v2 search: `get_count` invoices from `start_position` 1."""
    node, faults = SEARCH_REQUEST.read(body)
    return _read(node, Window(*lists.positions(node)), faults)


def _read(node: Node, window: Window, read_faults: Sequence[Fault]) -> tuple[ListRead, list[Fault]]:
    faults = list(read_faults)
    invoice_type, seal_flg = text_of(node, "invoice_type"), text_of(node, "seal_flg")
    after = text_of(node, "after")
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
        statuses=lists.statuses(node, SellerStatus, faults),
        inv_no=text_of(node, "inv_no"),
        customer_code=text_of(node, "customer_code"),
        amount_from=whole_of(node, "amount_from"),
        amount_to=whole_of(node, "amount_to"),
        updated_since=updated_since(node, faults),
        after=None if after is None else int(after),
    )
    polls = wanted.updated_since is not None and window.start == 0 and after is None
    return ListRead(wanted, window, polls), faults
