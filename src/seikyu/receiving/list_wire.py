"""The requests of the buyer's lists (contract §5) and what they mean as a filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from seikyu.db.windows import Window
from seikyu.invoices.wire import MAX_UNKNOWN
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.queries import Filter
from seikyu.wire import lists
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Field, Mark, Record, day, text
from seikyu.wire.moments import updated_since
from seikyu.wire.values import Node, Value
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of


def _filters(reception_date: Mark) -> tuple[Field, ...]:
    return (
        day("reception_date_from", "受取日(自)", mark=reception_date),
        day("reception_date_to", "受取日(至)", mark=reception_date),
        text("company_name_s", "支払先企業名", 200, note="部分一致"),
        text("burden_sec_code", "負担部門コード", 15),
        text("burden_sec_name", "負担部門名", 50, note="部分一致"),
        text("acc_depart_name", "経理部門名", 50, note="待っている経理の承認段階の名称。部分一致"),
        text("private_cust_cd_s", "支払先コード", 15),
        day("pay_due_date_from", "支払期限(自)", added=True),
        day("pay_due_date_to", "支払期限(至)", added=True),
        lists.WF_STATUS,
        lists.INV_NO,
        *lists.AMOUNTS,
        lists.UPDATED_SINCE,
        lists.AFTER,
    )


LIST_REQUEST = Record("BuyerInvoiceListRequest", "請求データ取得", (*lists.LIST_FIELDS, *_filters("")))
SEARCH_REQUEST = Record("BuyerInvoiceSearchRequest", "請求データ検索", (*lists.SEARCH_FIELDS, *_filters("○")))


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a list is asked for; `begins` unless it goes on from an earlier page.

    `unknown` names the fields that are ignored.
    """

    wanted: Filter
    window: Window
    begins: bool
    unknown: tuple[str, ...]


def read_list(query: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the query of the v1 list: pages of 100 from `page_no` 1."""
    node, faults = LIST_REQUEST.read(query)
    return _read(node, Window(*lists.page(node)), LIST_REQUEST.unknown(query), faults)


def read_search(body: Value) -> tuple[ListRead, Sequence[Fault]]:
    """Read the body of the v2 search: `get_count` invoices from `start_position` 1."""
    node, faults = SEARCH_REQUEST.read(body)
    return _read(node, Window(*lists.positions(node)), SEARCH_REQUEST.unknown(body), faults)


def _read(
    node: Node, window: Window, unknown: Iterable[str], read_faults: Sequence[Fault]
) -> tuple[ListRead, list[Fault]]:
    faults = list(read_faults)
    statuses = lists.statuses(node, BuyerStatus, faults)
    since = updated_since(node, faults)
    after = text_of(node, "after")
    # Who asks for changes has to learn that an invoice left the inbox; a status it has only inside.
    changes = since is not None and statuses is None
    wanted = Filter(
        sent_back=None if changes else False,
        statuses=statuses,
        seller_name=text_of(node, "company_name_s"),
        inv_no=text_of(node, "inv_no"),
        department=text_of(node, "burden_sec_code"),
        department_name=text_of(node, "burden_sec_name"),
        accounting_step=text_of(node, "acc_depart_name"),
        payee_code=text_of(node, "private_cust_cd_s"),
        reception_date_from=day_of(node, "reception_date_from"),
        reception_date_to=day_of(node, "reception_date_to"),
        pay_due_date_from=day_of(node, "pay_due_date_from"),
        pay_due_date_to=day_of(node, "pay_due_date_to"),
        amount_from=whole_of(node, "amount_from"),
        amount_to=whole_of(node, "amount_to"),
        updated_since=since,
        after=None if after is None else int(after),
    )
    return ListRead(
        wanted, window, window.start == 0 and after is None, tuple(islice(unknown, MAX_UNKNOWN))
    ), faults
