"""Reading and writing XML: the same trees as JSON, and nothing an XML parser can be tricked into."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from seikyu.wire import codes
from seikyu.wire import xml as wire_xml
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Value

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<request><inv_no>&b;</inv_no></request>"""
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><inv_no>&x;</inv_no></r>'


def test_any_root_is_read_and_empty_is_null() -> None:
    body = "<?xml version='1.0' encoding='utf-8'?><any><a>あ &amp; い</a><b/><c></c><d><e>1</e></d></any>"
    assert wire_xml.read(body.encode()) == {"a": "あ & い", "b": None, "c": None, "d": {"e": "1"}}


def test_an_element_repeated_is_an_array() -> None:
    assert wire_xml.read(b"<r><a>1</a><b>x</b><a>2</a><a/></r>") == {"a": ["1", "2", None], "b": "x"}


def test_attributes_namespaces_comments_and_instructions_carry_nothing() -> None:
    body = (
        b'\xef\xbb\xbf<r xmlns="urn:x" a="1"><!-- a --><?b c?>'
        b'<a b="2">1<!-- 2 -->3</a><c><![CDATA[<&>]]></c></r>'
    )
    assert wire_xml.read(body) == {"a": "13", "c": "<&>"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", codes.BODY_UNREADABLE),
        (b"<a>", codes.BODY_UNREADABLE),
        (b"<a></b>", codes.BODY_UNREADABLE),
        (b"<a>&#0;</a>", codes.BODY_UNREADABLE),
        (b"<a>\x00</a>", codes.BODY_UNREADABLE),
        (b"<a>&unknown;</a>", codes.BODY_UNREADABLE),
        (b"{}", codes.BODY_UNREADABLE),
        (b"<a/><b/>", codes.BODY_UNREADABLE),
        (BOMB, codes.DTD_REFUSED),
        (OUTSIDE, codes.DTD_REFUSED),
        (b"<!-- x --> <!DOCTYPE a><a/>", codes.DTD_REFUSED),
        ('<?xml version="1.0" encoding="Shift_JIS"?><a>あ</a>'.encode("cp932"), codes.CHARSET_UNSUPPORTED),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><a>a</a>', codes.CHARSET_UNSUPPORTED),
        ("<a>あ</a>".encode("utf-16"), codes.CHARSET_UNSUPPORTED),
        (b"<a>" * 22 + b"</a>" * 22, codes.TOO_DEEP),
        (b"<a>" * 100_000 + b"</a>" * 100_000, codes.TOO_DEEP),
    ],
    ids=lambda part: part.number if isinstance(part, Code) else repr(part[:20]),
)
def test_an_unreadable_body_is_refused(body: bytes, code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        wire_xml.read(body)
    assert (refused.value.code, refused.value.status) == (code, 400)


def test_twenty_levels_are_read() -> None:
    assert wire_xml.read(b"<a>" * 20 + b"<b>1</b>" + b"</a>" * 20)


def test_a_doctype_in_a_text_is_text() -> None:
    assert wire_xml.read(b"<r><a><![CDATA[<!DOCTYPE x>]]></a></r>") == {"a": "<!DOCTYPE x>"}


@given(st.binary(max_size=200) | st.text(alphabet="<>/ab!?[]&;#x0-='\" \x00あ").map(str.encode))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Refusal):
        wire_xml.read(body)


def test_answers_are_written_under_response() -> None:
    tree: Value = {
        "result": "0",
        "error_list": None,
        "a": [{"b": 1}, {"b": Decimal("1.50")}],
        "c": [],
        "d": True,
    }
    assert wire_xml.write(tree).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<response><result>0</result><error_list/>'
        "<a><b>1</b></a><a><b>1.50</b></a><c/><d>true</d></response>"
    )


@given(st.text() | st.text(alphabet="\x00\x01\r\n\t\ud800\ufffe<>&]あ"))
@settings(deadline=None)
def test_writing_never_fails_and_is_well_formed(text: str) -> None:
    written = wire_xml.write({"a": text})
    found = etree.fromstring(written).findtext("a") or ""
    assert len(found) == len(text)
    assert all(b in {a, "\ufffd"} for a, b in zip(text, found, strict=True))
