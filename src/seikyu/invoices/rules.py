"""Conditions across the fields of an invoice, as published beside the fields (update API, column 備考).

Each rule is silent about what is itself at fault: a value that could not be read is empty in the node, and
its path is among the broken ones. What a publisher, customer or bank account must fulfil is the partners'
business.
"""

from collections.abc import Iterable, Sequence

from seikyu.wire import codes
from seikyu.wire.fields import rule
from seikyu.wire.number_kinds import Exact
from seikyu.wire.text_kinds import Text
from seikyu.wire.unfit import Finding, Unfit
from seikyu.wire.values import Node, node, nodes, whole

AMOUNT_DIGITS = 13
VALUE_CHARACTERS = 50
WHOLE_WIDTH = 100
BANK_TRANSFER = "0"


@rule(codes.BANKS_NOT_FOR_METHOD)
def banks_for_transfer_only(invoice: Node, _: set[str]) -> Sequence[Finding]:
    """Bank accounts go with bank transfer only; no method given stands for no other method."""
    if not invoice["banks"] or invoice["payment_method"] in (None, BANK_TRANSFER):
        return ()
    return [("banks", codes.BANKS_NOT_FOR_METHOD, {})]


@rule(codes.SHOW_AMOUNT_TOO_LARGE)
def show_amount_fits(invoice: Node, _: set[str]) -> Sequence[Finding]:
    """The amount on the front, where it was derived, has as many digits as one that is given."""
    if abs(whole(invoice, "inv_show_amount") or 0) < 10**AMOUNT_DIGITS:
        return ()
    return [("inv_show_amount", codes.SHOW_AMOUNT_TOO_LARGE, {"limit": AMOUNT_DIGITS})]


@rule(codes.HEADER_INCOMPLETE)
def header_complete(header: Node, broken: set[str]) -> Sequence[Finding]:
    """Whoever gives anything of a custom header gives number, name, type and width."""
    if not broken and all(value is None for value in header.values()):
        return ()
    return [
        (name, codes.HEADER_INCOMPLETE, {"label": label})
        for name, label in (
            ("field_seq", "項目連番"),
            ("field_name", "項目名"),
            ("field_type", "データ型"),
            ("field_col_width", "列幅"),
        )
        if _is_missing(header, name, broken)
    ]


@rule(codes.CUSTOM_NAME_REQUIRED)
def custom_name_given(custom_header: Node, broken: set[str]) -> Sequence[Finding]:
    """Custom headers need the name of the whole."""
    given = any(_is_given(header) for header in nodes(custom_header, "custom_detail_headers"))
    if not given or not _is_missing(custom_header, "custom_name", broken):
        return ()
    return [("custom_name", codes.CUSTOM_NAME_REQUIRED, {})]


@rule(codes.HEADER_SEQ_REPEATED, codes.HEADER_SEQ_GAP)
def header_sequence(custom_header: Node, _: set[str]) -> Sequence[Finding]:
    """The numbers of the headers are unique and run from 1 without a gap."""
    headers = nodes(custom_header, "custom_detail_headers")
    findings: list[Finding] = [
        (f"custom_detail_headers[{index}].field_seq", codes.HEADER_SEQ_REPEATED, {"value": seq})
        for index, seq in _repeated(headers)
    ]
    seqs = [whole(header, "field_seq") for header in headers if _is_given(header)]
    if findings or None in seqs or set(seqs) == set(range(1, len(seqs) + 1)):
        return findings
    return [("custom_detail_headers", codes.HEADER_SEQ_GAP, {})]


@rule(codes.HEADER_WIDTHS_NOT_100)
def header_widths(custom_header: Node, broken: set[str]) -> Sequence[Finding]:
    """The widths of all headers make exactly 100 per cent."""
    headers = [header for header in nodes(custom_header, "custom_detail_headers") if _is_given(header)]
    widths = [width for header in headers if (width := whole(header, "field_col_width")) is not None]
    if not headers or len(widths) < len(headers) or sum(widths) == WHOLE_WIDTH or _any_width(broken):
        return ()
    return [("custom_detail_headers", codes.HEADER_WIDTHS_NOT_100, {"value": sum(widths)})]


@rule(codes.CUSTOM_VALUE_INCOMPLETE)
def custom_value_complete(value: Node, broken: set[str]) -> Sequence[Finding]:
    """A custom value and its number go together."""
    missing = [
        (name, label)
        for name, label in (("field_seq", "項目連番"), ("field_value", "データ値"))
        if _is_missing(value, name, broken)
    ]
    if len(missing) != 1:
        return ()
    name, label = missing[0]
    return [(name, codes.CUSTOM_VALUE_INCOMPLETE, {"label": label})]


@rule(codes.CUSTOM_VALUE_SEQ_REPEATED)
def custom_value_sequence(row: Node, _: set[str]) -> Sequence[Finding]:
    """No number twice in one row; a row may leave a column empty, so gaps are no fault."""
    return [
        (f"custom_detail_values[{index}].field_seq", codes.CUSTOM_VALUE_SEQ_REPEATED, {"value": seq})
        for index, seq in _repeated(nodes(row, "custom_detail_values"))
    ]


@rule(
    codes.CUSTOM_VALUE_WITHOUT_HEADER,
    codes.NOT_TEXT,
    codes.TOO_LONG,
    codes.FORBIDDEN_CHARACTER,
    codes.NOT_A_NUMBER,
    codes.TOO_MANY_DECIMAL_DIGITS,
)
def custom_values_fit(invoice: Node, broken: set[str]) -> Sequence[Finding]:
    """Every custom value has a header, whose type says what it may be; here it takes that type."""
    rows = nodes(invoice, "custom_details")
    if not rows:
        return ()
    headers = nodes(node(invoice, "custom_header") or {}, "custom_detail_headers")
    # Of a number given twice the first counts: the second is at fault itself.
    by_seq = {whole(header, "field_seq"): header for header in reversed(headers)}
    headers_known = not ({"custom_header", "custom_header.custom_detail_headers"} & broken) and all(
        header["field_seq"] is not None for header in headers if _is_given(header)
    )
    findings: list[Finding] = []
    for index, row in enumerate(rows):
        for place, value in enumerate(nodes(row, "custom_detail_values")):
            path = f"custom_details[{index}].custom_detail_values[{place}]"
            seq = whole(value, "field_seq")
            if seq is None:
                continue
            if seq in by_seq:
                findings.extend(_take_type(value, by_seq[seq], f"{path}.field_value"))
            elif headers_known:
                findings.append((f"{path}.field_seq", codes.CUSTOM_VALUE_WITHOUT_HEADER, {"value": seq}))
    return findings


def options_open(invoice: Node, options: frozenset[str]) -> list[Finding]:
    """Fields that only companies with an option may set (contract §4.1)."""
    return [
        (name, code, {"label": label})
        for name, option, code, label in (
            (
                "inv_coop_post_use_type",
                "postal_proxy",
                codes.POSTAL_PROXY_NOT_OPEN,
                "請求書郵送代行サービス利用区分",
            ),
            ("private_print_flg", "bulk_print", codes.BULK_PRINT_NOT_OPEN, "自社印刷指定フラグ"),
        )
        if invoice[name] is not None and option not in options
    ]


def settle_show_amount(invoice: Node, broken: set[str]) -> None:
    """Left out but `inv_amount` given: that plus `carryover_new` (contract §4.1)."""
    if invoice["inv_show_amount"] is not None or "inv_show_amount" in broken:
        return
    if {"inv_amount", "carryover_new"} & broken:
        # What it would be made of is at fault already; that it is missing would be a second fault for one.
        broken.add("inv_show_amount")
    elif (amount := whole(invoice, "inv_amount")) is not None:
        invoice["inv_show_amount"] = amount + (whole(invoice, "carryover_new") or 0)


def settle_decimal_places(header: Node, broken: set[str]) -> None:
    """Numbers without stated places have none; texts have no use for them, so what is given is dropped."""
    if header["field_type"] == "S":
        header["field_num_decimal_places"] = None
    elif header["field_type"] == "N" and _is_missing(header, "field_num_decimal_places", broken):
        header["field_num_decimal_places"] = 0


def drop_blank_custom(invoice: Node) -> None:
    """Take custom headers and values out in which nothing is given; the rows stay where they are."""
    header = node(invoice, "custom_header")
    if header is not None:
        headers = [h for h in nodes(header, "custom_detail_headers") if _is_given(h)]
        header["custom_detail_headers"] = [*headers]
        if not headers and header["custom_name"] is None:
            invoice["custom_header"] = None
    for row in nodes(invoice, "custom_details"):
        row["custom_detail_values"] = [v for v in nodes(row, "custom_detail_values") if _is_given(v)]


def _take_type(value: Node, header: Node, path: str) -> Iterable[Finding]:
    given = value["field_value"]
    match header["field_type"]:
        case "S":
            read = Text(VALUE_CHARACTERS).reader()
        case "N":
            places = whole(header, "field_num_decimal_places")
            read = Exact(AMOUNT_DIGITS, 3 if places is None else places).reader()
        case _:
            return
    if given is not None:
        try:
            value["field_value"] = read(given)
        except Unfit as unfit:
            for _, code, values in unfit.findings:
                yield path, code, {"label": "データ値", **values}


def _repeated(numbered: list[Node]) -> list[tuple[int, int]]:
    seen: set[int] = set()
    repeated = []
    for index, element in enumerate(numbered):
        seq = whole(element, "field_seq")
        if seq is not None and seq in seen:
            repeated.append((index, seq))
        elif seq is not None:
            seen.add(seq)
    return repeated


def _any_width(broken: set[str]) -> bool:
    return any(path.endswith(".field_col_width") for path in broken)


def _is_missing(holder: Node, name: str, broken: set[str]) -> bool:
    return holder[name] is None and name not in broken


def _is_given(element: Node) -> bool:
    return any(value is not None for value in element.values())
