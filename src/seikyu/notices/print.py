"""A notice on paper, with the items a 仕入明細書 needs (law 2.1).

The document is kept for good; the same document and moment give the same bytes, so the PDF is made when
somebody wants it instead of being kept beside it.
"""

import asyncio
from functools import cache
from pathlib import Path

import msgspec

from seikyu.kit.jst import JST
from seikyu.notices.model import Notice, ReceivedNotice, State
from seikyu.notices.wire import SECTIONS, TAX_CLASSES, TRADE
from seikyu.pdf.press import Press, open_press
from seikyu.wire import json
from seikyu.wire.values import Node, node, nodes, text, whole

TEMPLATE = Path(__file__).parent / "printing" / "notice.typ"
REDUCED = "tr8_reduced"


async def print_notice(notice: Notice | ReceivedNotice, document: bytes) -> bytes:
    """The PDF; made beside the event loop."""
    return await asyncio.to_thread(_print, notice, document)


@cache
def _press() -> Press:
    return open_press(TEMPLATE, compilers=2)


def _print(notice: Notice | ReceivedNotice, document: bytes) -> bytes:
    tree = json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    press = _press()
    made = notice.received_at if isinstance(notice, ReceivedNotice) else notice.sent_at or notice.created_at
    data = _data(notice, tree)
    data["made"] = f"{made.astimezone(JST):%Y年%m月%d日}"
    return press.print(msgspec.json.encode(_printable(press, data)), made=made.replace(microsecond=0))


def _data(notice: Notice | ReceivedNotice, tree: Node) -> dict[str, object]:
    issuer, recipient = node(tree, "issuer") or {}, node(tree, "recipient") or {}
    days = whole(tree, "answer_days")
    return {
        "number": text(tree, "notice_no") or str(notice.payment_notice_num),
        "version": notice.version,
        "cancelled": notice.state is State.CANCELLED,
        "draft": notice.state is State.DRAFT,
        "name": text(tree, "notice_name") or "",
        "pay_date": f"{notice.pay_date:%Y年%m月%d日}",
        "pay_amount": _yen(whole(tree, "pay_amount")),
        "trade_amount": _yen(whole(tree, "trade_amount")),
        "deduction_amount": _yen(whole(tree, "deduction_amount")),
        "has_deductions": bool(whole(tree, "deduction_amount")),
        "recipient": _party(recipient),
        "issuer": _party(issuer),
        "lines": [_line(line) for line in nodes(tree, "lines")],
        "totals": [
            {
                "class": TAX_CLASSES[text(one, "tax_class") or ""],
                "without": _yen(whole(one, "without_tax")),
                "tax": _yen(whole(one, "tax")),
                "with": _yen(whole(one, "with_tax")),
            }
            for one in nodes(tree, "totals")
        ],
        "reduced": any(text(line, "tax_class") == REDUCED for line in nodes(tree, "lines")),
        "notes": text(tree, "notes") or "",
        "agreed": f"送付後{days}日以内に連絡がない場合は確認されたものとします。",
    }


def _party(party: Node) -> dict[str, object]:
    postal = text(party, "zip")
    lines = [
        f"〒{postal}" if postal else None,
        text(party, "address1"),
        text(party, "address2"),
        f"TEL {phone}" if (phone := text(party, "phone")) else None,
    ]
    return {
        "name": text(party, "company_name") or "",
        "lines": [line for line in lines if line],
        "registration": text(party, "registration_number") or "",
    }


def _line(line: Node) -> dict[str, object]:
    section = text(line, "line_sec") or TRADE
    trade = section == TRADE
    tax_class = text(line, "tax_class") or ""
    amount = whole(line, "amount") or 0
    mark = "※" if trade and tax_class == REDUCED else ""
    return {
        "date": (text(line, "trade_date") or "").replace("-", "/"),
        "number": text(line, "inv_no") or text(line, "invoice_mng_num") or "",
        "item": (text(line, "item_name") or "") + mark,
        "class": TAX_CLASSES[tax_class] if trade else SECTIONS[section],
        "inside": ("税込" if text(line, "tax_included") != "0" else "税抜") if trade else "控除",
        "amount": _yen(amount if trade else -amount),
        "negative": (amount if trade else -amount) < 0,
    }


def _yen(amount: int | None) -> str:
    return "" if amount is None else f"{'▲' if amount < 0 else ''}{abs(amount):,}"


def _printable(press: Press, value: object) -> object:
    """The same with every character the fonts do not have told apart."""
    match value:
        case str():
            return press.text.printable(value)
        case dict():
            return {key: _printable(press, inner) for key, inner in value.items()}
        case list():
            return [_printable(press, inner) for inner in value]
        case _:
            return value
