"""What one kind of invoice has and another has not; each function adds its part to a request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from seikyu.invoices.amounts import BY_LINE, OUTSIDE_TOTALS
from seikyu.wire.values import Node, Value, day, nodes, whole

DIRECT_DEBIT = "1"
SECTIONS = (("110", "総務課"), ("210", "生産管理課"), ("310", "物流課"))
REPORT = (
    ("作業日", "S", None, 15),
    ("作業内容", "S", None, 45),
    ("担当", "S", None, 20),
    ("時間", "N", 1, 20),
)
TASKS = ("装置点検", "校正", "データ整理", "試験立会", "報告書作成")
WORKERS = ("試山 健", "仮屋 みどり", "架野 進")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The closing an invoice is made for: its seeded chance, and the invoice of the closing before."""

    chance: Random
    closing: date
    previous: Node | None


Part: TypeAlias = Callable[[Node, Occasion], None]
Dress: TypeAlias = tuple[Part, ...]
"""What an order's invoices have besides their lines."""


def with_slips(invoice: Node, occasion: Occasion) -> None:
    """Lines tell their delivery slip: its day and number, in order."""
    lines = nodes(invoice, "details")
    days = sorted(occasion.chance.randrange(28) for _ in lines)
    for line, days_in in zip(lines, days, strict=True):
        delivered = occasion.closing - timedelta(days=27 - days_in)
        line["item_slip_date"] = delivered.isoformat()
        line["item_slip_no"] = f"D{delivered:%m%d}-{occasion.chance.randrange(100, 1000)}"


def with_sections(invoice: Node, occasion: Occasion) -> None:
    """Lines tell the section of the buyer that is to bear them."""
    for line in nodes(invoice, "details"):
        line["item_sec_code"], line["item_sec_name"] = occasion.chance.choice(SECTIONS)


def with_note(invoice: Node, _: Occasion) -> None:
    """The last line tells of something that is not counted."""
    note: Node = {
        "item_name": "(参考) 空箱 未返却分",
        "item_qty": Decimal(6),
        "item_unit": "個",
        "item_price": Decimal(350),
        "tax_type": "0",
        "tax_rate_sec": 10,
        "reduced_tax_flg": "0",
        "input_tax_type": "0",
        "sum_exempt_flg": OUTSIDE_TOTALS,
        "detail_remarks": "次回ご返却ください",
    }
    invoice["details"] = [*nodes(invoice, "details"), note]


def by_line(invoice: Node, _: Occasion) -> None:
    """Tax is worked out on each line."""
    invoice["unit_tax_calc_sec"] = BY_LINE


def debited(invoice: Node, _: Occasion) -> None:
    """Paid by direct debit, so no account to pay to is shown."""
    invoice["payment_method"] = DIRECT_DEBIT
    invoice.pop("banks", None)


def with_balance(invoice: Node, occasion: Occasion) -> None:
    """What was billed last, what has been paid of it, and what is carried over."""
    previous = 0 if occasion.previous is None else whole(occasion.previous, "inv_show_amount") or 0
    paid = previous if occasion.chance.randrange(5) else previous * 7 // 10
    invoice["prev_inv_amount"], invoice["payment"], invoice["adjustment"] = previous, paid, 0
    invoice["carryover_new"] = previous - paid
    invoice["invoice_amount_title"] = "今回ご請求額"


def with_work_report(invoice: Node, occasion: Occasion) -> None:
    """A table of the seller's own, below the lines: who worked on what, and how long."""
    heads: list[Value] = [
        {
            "field_seq": seq,
            "field_name": name,
            "field_type": kind,
            "field_num_decimal_places": places,
            "field_col_width": width,
        }
        for seq, (name, kind, places, width) in enumerate(REPORT, start=1)
    ]
    invoice["custom_header"] = {"custom_name": "作業報告", "custom_detail_headers": heads}
    until = day(invoice, "close_date") or occasion.closing
    rows = sorted(occasion.chance.sample(range(28), occasion.chance.randint(3, 8)), reverse=True)
    invoice["custom_details"] = [_report_row(until - timedelta(days=back), occasion.chance) for back in rows]


def _report_row(worked_on: date, chance: Random) -> Node:
    hours = Decimal(chance.randint(4, 16)) / 2
    values: tuple[Value, ...] = (f"{worked_on:%m/%d}", chance.choice(TASKS), chance.choice(WORKERS), hours)
    return {
        "custom_detail_values": [
            {"field_seq": seq, "field_value": value} for seq, value in enumerate(values, start=1)
        ]
    }
