"""Classes, dates and amounts in the words the reader of an invoice expects (law 2.5)."""

from datetime import date

from seikyu.invoices.totals import TaxClass
from seikyu.kit.yen import grouped
from seikyu.wire.values import Node, decimal, text, whole

TAX_CLASSES = {
    TaxClass.TR10: "10%対象",
    TaxClass.TR8_REDUCED: "8%(軽減)対象 ※",
    TaxClass.TR8: "8%対象",
    TaxClass.TR5: "5%対象",
    TaxClass.TR0: "0%対象",
    TaxClass.FREE: "非課税",
    TaxClass.EXEMPTION: "免税",
    TaxClass.NON: "不課税",
}


def long_date(day: date | None) -> str:
    """`2025年10月31日`."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date | None) -> str:
    """`2025/10/31`."""
    return "" if day is None else f"{day:%Y/%m/%d}"


def priced(amount: int | None) -> str:
    """`¥1,234`, a negative amount as `▲¥1,234`."""
    if amount is None:
        return ""
    return f"▲¥{grouped(-amount)}" if amount < 0 else f"¥{grouped(amount)}"


def given(node: Node, name: str) -> str:
    """A text, or nothing."""
    return text(node, name) or ""


def yen(node: Node, name: str) -> str:
    """Whole yen, or nothing."""
    value = whole(node, name)
    return "" if value is None else grouped(value)


def figure(node: Node, name: str) -> str:
    """A number with the decimals it needs, or nothing."""
    value = decimal(node, name)
    return "" if value is None else grouped(value)
