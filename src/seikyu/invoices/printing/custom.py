"""カスタム明細: the seller's own table, with its own columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from seikyu.invoices.printing.page import WIDTH, Table
from seikyu.invoices.printing.ruled import PADDING, Cells, Column, ruled
from seikyu.invoices.printing.sheet import Sheet
from seikyu.invoices.printing.wording import Wording
from seikyu.invoices.printing.words import given, number
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, node, nodes, whole

SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
LEAST_TEXT = 3.0
"""Characters a column of text has room for, whatever width was asked for."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One stated column and what stands in it."""

    label: str
    number: bool
    share: float
    values: tuple[str, ...]


def custom_table(document: Node, sheet: Sheet) -> Table | None:
    """The stated columns in their stated shares of the width, moved only where a number would not fit."""
    heads = nodes(node(document, "custom_header") or {}, "custom_detail_headers")
    details = nodes(document, "custom_details")
    if not heads or not details:
        return None
    heads.sort(key=lambda head: whole(head, "field_seq") or 0)
    fields = [_field(head, details, sheet.words) for head in heads]
    size, widths = _widths(fields, sheet.press)
    columns = [
        Column(field.label, width, "right" if field.number else "left")
        for field, width in zip(fields, widths, strict=True)
    ]
    rows = [Cells(values) for values in zip(*(field.values for field in fields), strict=True)]
    return ruled(columns, rows, size, sheet.press)


def _field(head: Node, details: Sequence[Node], words: Wording) -> _Field:
    numeric = given(head, "field_type") == "N"
    places = whole(head, "field_num_decimal_places") or 0
    seq = whole(head, "field_seq")
    found = [
        next((v for v in nodes(detail, "custom_detail_values") if whole(v, "field_seq") == seq), {})
        for detail in details
    ]
    values = ["" if value.get("field_value") is None else str(value["field_value"]) for value in found]
    return _Field(
        given(head, "field_name"),
        numeric,
        float(whole(head, "field_col_width") or 0),
        tuple(_number(value, places, words) if numeric else value for value in values),
    )


def _number(value: str, places: int, words: Wording) -> str:
    try:
        return number(Decimal(value), words, places) if value else ""
    except InvalidOperation:
        return value


def _widths(fields: Sequence[_Field], press: Press) -> tuple[float, list[float]]:
    """The largest type in which numbers stay whole, and the widths that are nearest to the stated shares."""
    for size in SIZES:
        least = [_least(field, size, press) for field in fields]
        if sum(least) <= WIDTH:
            break
    scale = min(1.0, WIDTH / sum(least))
    least = [width * scale for width in least]
    stated = sum(field.share for field in fields) or 1.0
    widths = [max(low, WIDTH * field.share / stated) for field, low in zip(fields, least, strict=True)]
    spare = [width - low for width, low in zip(widths, least, strict=True)]
    over = sum(widths) - WIDTH
    taken = over / sum(spare) if over > 0 and any(spare) else 0.0
    return size, [width - free * taken for width, free in zip(widths, spare, strict=True)]


def _least(field: _Field, size: float, press: Press) -> float:
    if field.number:
        return max(LEAST_TEXT, *(press.table_width(value) for value in field.values)) * size + PADDING
    return LEAST_TEXT * size + PADDING
