"""What the lists of both sides are asked with alike: pages, statuses, amounts (contract §4.3, §5)."""

from collections.abc import Iterable

from seikyu.wire import codes
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Fault
from seikyu.wire.fields import choice, digits, text, whole
from seikyu.wire.moments import SINCE
from seikyu.wire.values import Node
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

PAGE = 100

# What leads a v1 list and a v2 search.
LIST_FIELDS = (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
    whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1"),
)
SEARCH_FIELDS = (
    whole("start_position", "取得開始位置", 9, 1, note="省略時は1"),
    whole("get_count", "取得件数", 3, 1, PAGE, note="省略時は100"),
)

WF_STATUS = text("wf_status", "ワークフローステータス", 50, note="カンマ区切りで複数指定可", added=True)
INV_NO = text("inv_no", "請求書番号", 20, added=True)
AMOUNTS = (
    whole("amount_from", "おもての請求金額(下限)", 13, added=True),
    whole("amount_to", "おもての請求金額(上限)", 13, added=True),
)
AFTER = digits("after", "請求書管理番号", 10, note="これより大きい番号のみ。前回の最後の番号", added=True)
UPDATED_SINCE = text(SINCE, "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST) 以降", added=True)


def page(node: Node) -> tuple[int, int]:
    """Where the page of a v1 list starts, from 0, and how long it is."""
    return ((whole_of(node, "page_no") or 1) - 1) * PAGE, PAGE


def positions(node: Node) -> tuple[int, int]:
    """Where what a v2 search wants starts, from 0, and how many."""
    return (whole_of(node, "start_position") or 1) - 1, whole_of(node, "get_count") or PAGE


def statuses(node: Node, statuses_known: Iterable[int], faults: list[Fault]) -> frozenset[int] | None:
    """The statuses named in `wf_status`; what is none of those known is a fault."""
    given = text_of(node, WF_STATUS.name)
    if given is None:
        return None
    known = {str(int(status)): int(status) for status in statuses_known}
    named = [part.strip() for part in given.split(",")]
    if not all(part in known for part in named):
        values = {"label": WF_STATUS.label, "choices": "、".join(known)}
        faults.append(Fault(WF_STATUS.name, codes.NOT_A_CHOICE, values))
        return None
    return frozenset(known[part] for part in named)
