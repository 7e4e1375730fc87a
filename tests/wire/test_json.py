"""Reading and writing JSON: exact numbers, and every unreadable body refused for what it is."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seikyu.wire import codes
from seikyu.wire import json as wire_json
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Value


def test_fractions_stay_exact() -> None:
    assert wire_json.read(b'{"a": 0.1, "b": 12345678901234567890, "c": 1}') == {
        "a": Decimal("0.1"),
        "b": 12345678901234567890,
        "c": 1,
    }


def test_a_byte_order_mark_is_no_matter() -> None:
    assert wire_json.read(b'\xef\xbb\xbf{"a": "\xe3\x81\x82"}') == {"a": "あ"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", codes.BODY_UNREADABLE),
        (b"{", codes.BODY_UNREADABLE),
        (b'{"a": 1,}', codes.BODY_UNREADABLE),
        (b'{"a": NaN}', codes.BODY_UNREADABLE),
        (b'{"a": 1e99999999999999999999}', codes.BODY_UNREADABLE),
        (b'{"a": ' + b"9" * 100_000 + b"}", codes.BODY_UNREADABLE),
        (b'{"a": "\x00"}', codes.BODY_UNREADABLE),
        (b'{"a": "\\ud800"}', codes.BODY_UNREADABLE),
        ("あ".encode("cp932"), codes.BODY_UNREADABLE),
        (b'{"a": "' + "請求書".encode("cp932") + b'"}', codes.CHARSET_UNSUPPORTED),
        ('{"a": "あ"}'.encode("utf-16"), codes.BODY_UNREADABLE),
        (b"[" * 21 + b"]" * 21, codes.TOO_DEEP),
        (b'{"a":' * 21 + b"1" + b"}" * 21, codes.TOO_DEEP),
        (b"[" * 100_000, codes.TOO_DEEP),
        (b"[" * 100_000 + b"]" * 100_000, codes.TOO_DEEP),
    ],
    ids=lambda part: part.number if isinstance(part, Code) else repr(part[:20]),
)
def test_an_unreadable_body_is_refused(body: bytes, code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        wire_json.read(body)
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert refused.value.entry("ja")["error_code"] == code.number


def test_twenty_levels_are_read() -> None:
    assert wire_json.read(b"[" * 20 + b"]" * 20)


@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,0123456789.eE-+ntfa\\u \x00あ').map(str.encode))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Refusal):
        wire_json.read(body)


def test_what_is_written_says_numbers_and_dates_as_published() -> None:
    tree: Value = {"a": Decimal("0.00001"), "b": Decimal(100), "c": date(2026, 10, 5), "d": None, "e": []}
    assert wire_json.write(tree) == b'{"a":0.00001,"b":100,"c":"2026-10-05","d":null,"e":[]}'
