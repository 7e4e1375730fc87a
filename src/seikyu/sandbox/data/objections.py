"""Why a buyer sends an invoice back, and how the seller then corrects it.

An objection is told from the document itself, so the words and the correction always agree.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from seikyu.invoices.amounts import fill_in
from seikyu.kit.yen import Rounding, grouped
from seikyu.wire import json
from seikyu.wire.values import Node, Value, day, decimal, nodes, text

PARTIES = ("publisher", "customer", "banks", "issuer")
"""Left out of a correction, they stay as they are (contract §4.1)."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong in the buyer's eyes: the reason for a document, and the document's correction."""

    reason: Callable[[Node], str]
    mend: Callable[[Node], None]


def correction(number: int, document: bytes, reason: str | None) -> Node:
    """The element of an update request that corrects what the buyer objects to in a stored document.

    It states the whole invoice but leaves out what is empty. To a reason that is none of ours it answers with
    a remark.
    """
    invoice = stated(document)
    mend = next((each.mend for each in OBJECTIONS if each.reason(invoice) == reason), _remark)
    mend(invoice)
    return {"invoice_mng_num": str(number), **invoice}


def stated(document: bytes) -> Node:
    """What a stored document says, without parties and without what is empty."""
    tree = json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    return _without_blanks({name: value for name, value in tree.items() if name not in PARTIES})


def _without_blanks(node: Node) -> Node:
    return {name: _pruned(value) for name, value in node.items() if value not in (None, [])}


def _pruned(value: Value) -> Value:
    if isinstance(value, list):
        return [_pruned(element) for element in value]
    return _without_blanks(value) if isinstance(value, dict) else value


def _most(invoice: Node, name: str) -> tuple[int, Node]:
    """The line with the largest quantity or price, and its place."""
    lines = nodes(invoice, "details")
    return max(enumerate(lines, start=1), key=lambda numbered: decimal(numbered[1], name) or Decimal(0))


def _quantity_reason(invoice: Node) -> str:
    place, line = _most(invoice, "item_qty")
    quantity, unit = decimal(line, "item_qty") or Decimal(0), text(line, "item_unit") or ""
    return (
        f"明細{place}行目「{text(line, 'item_name')}」の数量が納品書と異なります。"
        f"{grouped(quantity)}{unit}ではなく{grouped(quantity - 1)}{unit}です。ご確認ください。"
    )


def _quantity_mend(invoice: Node) -> None:
    _, line = _most(invoice, "item_qty")
    line["item_qty"] = (decimal(line, "item_qty") or Decimal(0)) - 1
    fill_in(invoice, Rounding.DOWN)


def _price_reason(invoice: Node) -> str:
    place, line = _most(invoice, "item_price")
    return (
        f"明細{place}行目「{text(line, 'item_name')}」の単価が見積書と異なります。"
        f"お見積りは{grouped(_quoted(line))}円でした。訂正をお願いします。"
    )


def _price_mend(invoice: Node) -> None:
    _, line = _most(invoice, "item_price")
    line["item_price"] = _quoted(line)
    fill_in(invoice, Rounding.DOWN)


def _quoted(line: Node) -> Decimal:
    return ((decimal(line, "item_price") or Decimal(0)) * 95 / 100).to_integral_value(ROUND_DOWN)


def _undelivered_reason(invoice: Node) -> str:
    lines = nodes(invoice, "details")
    name = text(lines[-1], "item_name")
    return f"明細{len(lines)}行目「{name}」は納品されていません。請求から外してください。"


def _undelivered_mend(invoice: Node) -> None:
    invoice["details"] = [*nodes(invoice, "details")[:-1]]
    fill_in(invoice, Rounding.DOWN)


def _due_reason(invoice: Node) -> str:
    due = _agreed_due(invoice)
    return f"お支払期限が契約と異なります。{due.month}月{due.day}日への訂正をお願いします。"


def _due_mend(invoice: Node) -> None:
    invoice["pay_due_date"] = _agreed_due(invoice).isoformat()


def _agreed_due(invoice: Node) -> date:
    """The 10th after the day stated."""
    stated = day(invoice, "pay_due_date") or date.min
    following = stated.replace(day=monthrange(stated.year, stated.month)[1]).toordinal() + 10
    return date.fromordinal(following)


def _section_reason(_: Node) -> str:
    return "部門コードが旧組織のものです。明細の部門を「520 購買管理課」に変更してください。"


def _section_mend(invoice: Node) -> None:
    for line in nodes(invoice, "details"):
        line["item_sec_code"], line["item_sec_name"] = "520", "購買管理課"


def _order_reason(invoice: Node) -> str:
    return f"備考に当社の注文番号 {_order_number(invoice)} を記載してください。"


def _order_mend(invoice: Node) -> None:
    invoice["remarks"] = f"ご注文番号: {_order_number(invoice)}"


def _order_number(invoice: Node) -> str:
    return f"PO-{(text(invoice, 'inv_no') or '').replace('-', '')}"


def _contract_reason(_: Node) -> str:
    return "件名に契約番号 K-2024-0187 を入れてください。経理の支払条件の照合に必要です。"


def _contract_mend(invoice: Node) -> None:
    invoice["inv_name"] = f"{text(invoice, 'inv_name') or ''} (K-2024-0187)"


def _remark(invoice: Node) -> None:
    invoice["remarks"] = "ご指摘により訂正し、再発行いたします。"


QUANTITY = Objection(_quantity_reason, _quantity_mend)
PRICE = Objection(_price_reason, _price_mend)
UNDELIVERED = Objection(_undelivered_reason, _undelivered_mend)
DUE_DATE = Objection(_due_reason, _due_mend)
SECTION = Objection(_section_reason, _section_mend)
ORDER_NUMBER = Objection(_order_reason, _order_mend)
CONTRACT = Objection(_contract_reason, _contract_mend)
OBJECTIONS = (QUANTITY, PRICE, UNDELIVERED, DUE_DATE, SECTION, ORDER_NUMBER, CONTRACT)

SENT_BACK: Mapping[tuple[str, int], Objection] = {
    ("stationery-head", 0): QUANTITY,
    ("stationery-osaka", 0): ORDER_NUMBER,
    ("stationery-nagoya", 0): SECTION,
    ("stationery-fukuoka", 1): UNDELIVERED,
    ("food-nagoya", 0): QUANTITY,
    ("food-saitama", 0): PRICE,
    ("lunch-head", 0): QUANTITY,
    ("freight-saitama", 0): SECTION,
    ("freight-osaka", 1): PRICE,
    ("systems-head", 0): CONTRACT,
    ("systems-fukuoka", 0): DUE_DATE,
    ("work-tsukuba", 0): CONTRACT,
    ("copies-head", 1): DUE_DATE,
    ("printing-nagoya", 0): ORDER_NUMBER,
    ("storage-saitama", 1): SECTION,
    ("freight-outsider", 0): QUANTITY,
}
"""Sent back and waiting for the seller: by standing order, and how many closings ago."""

CORRECTED: Mapping[tuple[str, int], Objection] = {
    ("stationery-head", 2): QUANTITY,
    ("food-head", 3): PRICE,
    ("lunch-osaka", 2): QUANTITY,
    ("freight-nagoya", 4): SECTION,
}
"""Sent back, corrected and issued again: there are two versions of each."""
