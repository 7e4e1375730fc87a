# ruff: noqa: E501 -- a table: one field a line
"""Exports to accounting on the wire: names of ours, on new paths (contract §7, §8)."""

from collections.abc import Sequence

from seikyu.kit.jst import wire_time
from seikyu.ledgers.model import LABELS, Export, Format, Span
from seikyu.ledgers.wish import Wish
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.queries import Filter
from seikyu.wire import lists
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record, choice, day, digits, text, whole
from seikyu.wire.values import Value
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of

ONLY_NEW = {"0": "出力済も含める", "1": "未出力のみ"}
FORMATS = {format_.value: LABELS[format_] for format_ in Format}
MOMENT = "yyyy-MM-dd HH:mm:ss (JST)"

# fmt: off

EXPORT_REQUEST = Record("LedgerExportRequest", "会計データ出力", (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson"),
    choice("format", "出力形式", FORMATS, mark="○", added=True),
    choice("only_new_flg", "未出力のみ", ONLY_NEW, note="この形式で未出力の請求書のみ。省略時は1", added=True),
    day("slip_date_from", "伝票日付(自)", added=True),
    day("slip_date_to", "伝票日付(至)", added=True),
    day("reception_date_from", "受取日(自)", added=True),
    day("reception_date_to", "受取日(至)", added=True),
    day("close_date_from", "締日(自)", added=True),
    day("close_date_to", "締日(至)", added=True),
    text("company_name_s", "支払先企業名", 200, note="部分一致", added=True),
    lists.WF_STATUS,
))
EXPORT = Record("LedgerExport", "会計データ出力", (
    text("export_id", "出力ID", 36, added=True),
    choice("format", "出力形式", FORMATS, added=True),
    text("asked", "条件", 1000, added=True),
    whole("invoice_count", "請求書件数", 6, added=True),
    whole("row_count", "行数", 9, added=True),
    whole("left_out_count", "仕訳未確定のため除いた件数", 6, added=True),
    whole("file_size", "ファイルサイズ(バイト)", 12, added=True),
    text("file_sha256", "ファイルのハッシュ値", 64, added=True),
    text("made_by", "出力者", 200, added=True),
    text("made_at", "出力日時", 19, note=MOMENT, added=True),
    text("cancelled_by", "出力取消者", 200, added=True),
    text("cancelled_at", "出力取消日時", 19, note=MOMENT, added=True),
))
LEFT_OUT = Record("LeftOutInvoice", "仕訳未確定の請求書", (digits("invoice_mng_num", "請求書管理番号", 10, added=True),))

# fmt: on


def read_wish(tree: Value) -> tuple[Wish | None, Sequence[Fault]]:
    """What is to be exported, with every fault of the request."""
    node, read_faults = EXPORT_REQUEST.read(tree)
    faults = list(read_faults)
    statuses = lists.statuses(node, BuyerStatus, faults)
    named = text_of(node, "format")
    if faults or named is None:
        return None, faults
    wanted = Filter(
        statuses=statuses,
        seller_name=text_of(node, "company_name_s"),
        reception_date_from=day_of(node, "reception_date_from"),
        reception_date_to=day_of(node, "reception_date_to"),
        close_date_from=day_of(node, "close_date_from"),
        close_date_to=day_of(node, "close_date_to"),
    )
    span = Span(day_of(node, "slip_date_from"), day_of(node, "slip_date_to"))
    return Wish(Format(named), wanted, span, text_of(node, "only_new_flg") != "0"), faults


def told(export: Export) -> dict[str, Value]:
    """An export as answers tell it."""
    return {
        "export_id": str(export.export_id),
        "format": export.format.value,
        "asked": export.asked,
        "invoice_count": export.invoices,
        "row_count": export.rows,
        "left_out_count": export.left_out,
        "file_size": export.size,
        "file_sha256": export.file_sha256.hex(),
        "made_by": export.made_by,
        "made_at": wire_time(export.made_at),
        "cancelled_by": export.cancelled_by,
        "cancelled_at": wire_time(export.cancelled_at),
    }
