"""Input of any kind gives a 4xx with the envelope: never a 500, never a hang."""

import asyncio
import copy
import json
import math
import re
import time
from contextlib import suppress
from decimal import Decimal
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from seikyu.db.pool import Pool
from seikyu.settings import DEFAULT_MAX_BODY_BYTES
from seikyu.wire import xml as wire_xml
from tests.house.cast import Cast, build_cast
from tests.house.doors import INVOICES, RECEIVED, SEARCH, Doors, told
from tests.house.papers import SOURCE

SECONDS = 15
JSON, XML = "application/json", "text/xml"
SOUND: dict[str, Any] = {
    "response_type": "json",
    "invoices": [
        {
            "invoice_mng_num": "9999999999",
            **SOURCE,
            "custom_header": {
                "custom_name": "納品",
                "custom_detail_headers": [
                    {"field_seq": 1, "field_name": "重", "field_type": "N", "field_col_width": 100}
                ],
            },
            "custom_details": [{"custom_detail_values": [{"field_seq": 1, "field_value": "1"}]}],
        }
    ],
    "unit_tax_calc_sec": "0",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> Cast:
    """One cast for all."""
    return await build_cast(pool, password_hash)


async def refused(
    doors: Doors, cast: Cast, content: bytes, kind: str, method: str = "PUT", path: str = INVOICES
) -> httpx.Response:
    """Send it; hold the answer to what every refusal is."""
    headers = {**cast.seller.headers, "Content-Type": kind, "Accept": kind}
    started = time.perf_counter()
    answer = await doors.http.request(method, path, content=content, headers=headers)
    assert time.perf_counter() - started < SECONDS
    assert 400 <= answer.status_code < 500, answer.text
    assert_envelope(answer)
    return answer


def assert_envelope(answer: httpx.Response) -> None:
    if answer.headers["content-type"] == JSON:
        assert answer.json()["result"] == "1"
    else:
        assert etree.fromstring(answer.content).findtext("result") == "1"
    entries = told(answer)
    assert entries
    for entry in entries:
        assert entry.keys() == {"error_item", "error_code", "error_detail", "index", "invoice_mng_num"}
        assert len(entry["error_code"]) == 7
        assert entry["error_detail"]


def invoices(text: str) -> bytes:
    """A JSON request with this in the place of its invoices."""
    return f'{{"response_type":"json","invoices":{text}}}'.encode()


def field(text: str) -> bytes:
    """A JSON request whose one invoice has this besides."""
    return invoices(f'[{{"invoice_mng_num":"1","inv_show_amount":1,{text}}}]')


NASTY_JSON: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \r\n\t",
    "null": b"null",
    "true": b"true",
    "a number": b"-0.0e-0",
    "a string": b'"x"',
    "an array": b"[]",
    "arrays": b"[[[[]]]]",
    "cut off": b'{"response_type":"json","invoices":[{"invoice_',
    "two roots": b"{}{}",
    "rubbish after it": b"{}x",
    "single quotes": b"{'a':1}",
    "a trailing comma": b'{"a":1,}',
    "a comment": b'{"a":1}//x',
    "no value": b'{"a":}',
    "no UTF-8": b'{"a":"\xff\xfe"}',
    "UTF-16": '{"response_type":"json"}'.encode("utf-16"),
    "UTF-32": '{"response_type":"json"}'.encode("utf-32-be"),
    "Shift_JIS": '{"response_type":"請求書"}'.encode("cp932"),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "overlong UTF-8": b'{"a":"\xc0\x80"}',
    "a surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "a raw NUL": b'{"a":"\0"}',
    "raw NULs": b"\0" * 1000,
    "a raw newline in a string": b'{"a":"\n"}',
    "half a surrogate pair": field(r'"inv_no":"\ud800"'),
    "half a surrogate pair in a name": field(r'"\udfff":1'),
    "an escaped NUL": field(r'"inv_no":"\u0000"'),
    "an escape": field(r'"remarks":"\u001b[2J"'),
    "a noncharacter": field(r'"inv_no":"\uffff"'),
    "a bad escape": field(r'"inv_no":"\x41"'),
    "NaN": field('"inv_amount":NaN'),
    "infinity": field('"inv_amount":-Infinity'),
    "hexadecimal": field('"inv_amount":0x10'),
    "leading zeros": field('"inv_amount":007'),
    "a point at the end": field('"inv_amount":1.'),
    "a huge exponent": field('"inv_free_num1":1e999999999'),
    "a tiny exponent": field('"inv_free_num1":1e-999999999'),
    "an exponent beyond everything": field(f'"inv_free_num1":1e{"9" * 400}'),
    "a million digits": field(f'"inv_amount":{"9" * 1_000_000}'),
    "a million decimals": field(f'"inv_free_num1":0.{"3" * 1_000_000}'),
    "a million digits as text": field(f'"inv_amount":"{"9" * 1_000_000}"'),
    "a long text": field(f'"remarks":"{"長" * 2_000_000}"'),
    "digits of another script": field('"inv_amount":"１２３"'),
    "a sign of another script": field('"inv_amount":"−1"'),
    "booleans": field('"inv_no":true,"inv_amount":false,"close_date":true,"details":true,"publisher":false'),
    "arrays for scalars": field(
        '"inv_no":[],"inv_amount":[1],"close_date":["2026-01-01"],"payment_method":["0"]'
    ),
    "objects for scalars": field('"inv_no":{},"inv_amount":{"a":1},"close_date":{"b":[]}'),
    "scalars for objects": field('"publisher":1,"customer":"x","custom_header":true,"banks":1,"details":"x"'),
    "arrays for objects": field('"publisher":[1],"customer":[[]],"custom_header":["x"]'),
    "things in arrays": field('"details":[1,"x",[],[[]],true,null,{}],"banks":[[],1.5,"x"]'),
    "invoices as an object": invoices("{}"),
    "invoices as a text": invoices('"x"'),
    "invoices as a number": invoices("1.5"),
    "no invoices": invoices("[]"),
    "invoices that are none": invoices('[null,1,"x",[],true,{}]'),
    "many nothings": invoices("[" + ",".join(["{}"] * 60_000) + "]"),
    "many elements": field('"details":[' + ",".join(["1"] * 60_000) + "]"),
    "many names": field(",".join(f'"n{n}":{n}' for n in range(100_000))),
    "one name over and over": field(",".join(['"inv_no":1'] * 100_000)),
    "odd names": b'{"":1,"__class__":{},"response_type":[{}],"\\u0000":1,"invoices":{"":[]}}',
    "a name of a megabyte": field(f'"{"n" * 1_000_000}":1'),
    "deep arrays": b"[" * 100_000,
    "deep arrays that close": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep in a field": field('"details":' + "[" * 500 + "]" * 500),
    "just too deep": field('"x":' + "[" * 30 + "]" * 30),
    "a number too long for a number": field('"invoice_mng_num":123456789012345678901234567890'),
    "a negative number": field('"invoice_mng_num":-1'),
    "a fraction for a number": field('"invoice_mng_num":1.0'),
    "the first day before the first": field('"close_date":"0000-12-31"'),
    "a date too far": field('"close_date":"10000-01-01"'),
}


def xml(inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """An XML request with this in it."""
    return f"{head}<request><response_type>xml</response_type>{inner}</request>".encode()


def one(inner: str) -> bytes:
    """An XML request whose one invoice has this in it."""
    return xml(
        f"<invoices><invoice_mng_num>1</invoice_mng_num><inv_show_amount>1</inv_show_amount>{inner}</invoices>"
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
NASTY_XML: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n",
    "text": b"x",
    "JSON": b'{"response_type":"xml"}',
    "HTML": b"<!doctype html><html><br></html>",
    "cut off": b"<request><response_type>xml</resp",
    "not closed": b"<request><invoices></request>",
    "two roots": b"<a/><b/>",
    "only a head": b'<?xml version="1.0"?>',
    "a wrong version": xml("", '<?xml version="9.9"?>'),
    "a head in the middle": xml('<?xml version="1.0"?>'),
    "an empty root": b"<request/>",
    "a text in the root": b"<request>x</request>",
    "billion laughs": xml("<inv_no>&l11;</inv_no>", f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "quadratic blow-up": xml(f"<x>{'&a;' * 50_000}</x>", f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]>'),
    "an external entity": xml("<x>&e;</x>", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "an external DTD": xml("", '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd">'),
    "a parameter entity": xml("", '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:1/x"> %e;]>'),
    "a DOCTYPE behind comments": xml("", "<!-- --><?a b?>\n<!DOCTYPE a []>"),
    "an unknown entity": one("<inv_no>&unknown;</inv_no>"),
    "an HTML entity": one("<inv_no>&nbsp;</inv_no>"),
    "XInclude": one(
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    ),
    "a stylesheet": xml("", '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:1/x"?>'),
    "a NUL reference": one("<inv_no>&#0;</inv_no>"),
    "an escape reference": one("<inv_no>&#x1b;</inv_no>"),
    "a surrogate reference": one("<inv_no>&#xD800;</inv_no>"),
    "a reference beyond Unicode": one("<inv_no>&#x110000;</inv_no>"),
    "a noncharacter": one("<inv_no>&#xFFFF;</inv_no>"),
    "raw NULs": b"\0" * 1000,
    "a raw control character": b"<request>\x01</request>",
    "no UTF-8": b"<request>\xff\xfe</request>",
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><request/>'.encode("utf-16"),
    "UTF-16 without a mark": "<request/>".encode("utf-16-le"),
    "Shift_JIS": '<?xml version="1.0" encoding="Shift_JIS"?><request>請求</request>'.encode("cp932"),
    "another encoding told": xml("", '<?xml version="1.0" encoding="EUC-JP"?>'),
    "an unknown encoding told": xml("", '<?xml version="1.0" encoding="x-none"?>'),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-request/+AD4-',
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
    "deep and cut off": b"<a>" * 1_000_000,
    "just too deep": one("<x>" * 30 + "</x>" * 30),
    "a long name": b"<" + b"a" * 1_000_000 + b"/>",
    "a long attribute": b'<a b="' + b"c" * 11_000_000 + b'"/>',
    "a long text": one(f"<remarks>{'長' * 4_000_000}</remarks>"),
    "many attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
    "many namespaces": b"<a " + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(20_000)) + b"/>",
    "an undeclared prefix": one("<p:inv_no>1</p:inv_no>"),
    "many nothings": xml("<invoices/>" * 60_000),
    "many elements": one("<details>1</details>" * 60_000),
    "many names": one("".join(f"<n{n}/>" for n in range(100_000))),
    "an array where one is meant": one("<inv_no>1</inv_no><inv_no>2</inv_no>"),
    "objects twice": one(
        "<publisher><publisher_section>a</publisher_section></publisher><publisher>b</publisher>"
    ),
    "an object for a scalar": one("<inv_amount><a>1</a></inv_amount>"),
    "a scalar for an object": one("<customer>x</customer>"),
    "mixed content": one("<inv_amount>1<b/>2</inv_amount>"),
    "CDATA": one("<inv_no><![CDATA[<!DOCTYPE a>&l; too long for its field]]></inv_no>"),
    "an open CDATA": b"<request><![CDATA[",
    "an open comment": b"<request><!--",
    "xsi:nil": one('<invoice_mng_num xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>'),
    "a million digits": one(f"<inv_amount>{'9' * 1_000_000}</inv_amount>"),
}


@pytest.mark.parametrize("name", NASTY_JSON)
async def test_nasty_json_is_refused(doors: Doors, cast: Cast, name: str) -> None:
    await refused(doors, cast, NASTY_JSON[name], JSON)


@pytest.mark.parametrize("name", NASTY_XML)
async def test_nasty_xml_is_refused(doors: Doors, cast: Cast, name: str) -> None:
    await refused(doors, cast, NASTY_XML[name], XML)


@pytest.mark.parametrize(("method", "path"), [("POST", SEARCH), ("POST", f"{RECEIVED}/1/return")])
async def test_every_other_body_is_read_as_carefully(
    doors: Doors, cast: Cast, method: str, path: str
) -> None:
    for name in (
        "nothing",
        "cut off",
        "no UTF-8",
        "raw NULs",
        "deep objects",
        "UTF-16",
        "a number",
        "arrays",
    ):
        await refused(doors, cast, NASTY_JSON[name], JSON, method, path)
    for name in ("nothing", "cut off", "billion laughs", "deep", "UTF-16", "no UTF-8", "a text in the root"):
        await refused(doors, cast, NASTY_XML[name], XML, method, path)


async def test_what_only_looks_nasty_is_taken(doors: Doors, cast: Cast) -> None:
    """A byte order mark, a comment, an instruction, a namespace, white space: all of it may be there."""
    for content, kind in (
        (b"\xef\xbb\xbf" + json.dumps(SOUND).encode(), JSON),
        (b"\xef\xbb\xbf" + wire_xml.write(SOUND, "x").replace(b">json<", b">xml<"), XML),
        (
            b"<!-- a --><?b c?>"
            + wire_xml.write(SOUND, "x").partition(b"\n")[2].replace(b">json<", b"> xml<"),
            XML,
        ),
    ):
        answer = await refused(doors, cast, content, kind)
        codes = {entry["error_code"] for entry in told(answer)}
        assert codes <= {"E400001", "E700001"}


# Wrong types anywhere


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a tree at which something else may stand."""
    found = [path] if path else []
    if isinstance(tree, dict):
        return found + [inner for name, value in tree.items() for inner in places(value, (*path, name))]
    if isinstance(tree, list):
        return found + [inner for place, value in enumerate(tree) for inner in places(value, (*path, place))]
    return found


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(),
    st.text(max_size=30),
    st.text(alphabet="0123456789-. eE+,:", max_size=20),
    st.sampled_from(
        ["", " ", "0", "-0", "1e5", "２", "\0", "\ud800", "2026-02-30", "9" * 50, "json", "<a>", "&"]
    ),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CHANGES = st.lists(st.tuples(st.sampled_from(places(SOUND)), ANYTHING), min_size=1, max_size=6)
often = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    """The sound request with other values in some places, where an earlier change has left them."""
    tree = copy.deepcopy(SOUND)
    for path, value in changes:
        place: Any = tree
        with suppress(LookupError, TypeError):
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
    return tree


@often
@given(changes=CHANGES)
async def test_anything_may_stand_anywhere_in_json(doors: Doors, cast: Cast, changes: Any) -> None:
    await refused(doors, cast, json.dumps(changed(changes)).encode(), JSON)


@often
@given(changes=CHANGES)
async def test_anything_may_stand_anywhere_in_xml(doors: Doors, cast: Cast, changes: Any) -> None:
    await refused(doors, cast, wire_xml.write(writable(changed(changes)), "request"), XML)


def writable(value: Any) -> Any:
    """The same with names that XML can write."""
    if isinstance(value, dict):
        return {re.sub("[^A-Za-z_]", "", name) or "x": writable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [writable(inner) for inner in value]
    if isinstance(value, float):
        return Decimal(value) if math.isfinite(value) else str(value)
    return value


@often
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(alphabet='{}[]":,<>/&;!?a1\\ ', max_size=60).map(str.encode)
    )
)
async def test_any_bytes_may_come(doors: Doors, cast: Cast, content: bytes) -> None:
    await refused(doors, cast, content, JSON)
    await refused(doors, cast, content, XML)


# Queries, paths, headers

ODD = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@often
@given(
    query=st.dictionaries(
        st.sampled_from(
            [
                "page_no",
                "wf_status",
                "inv_no",
                "send_date_from",
                "amount_from",
                "updated_since",
                "response_type",
                "version",
                "x",
            ]
        ),
        ODD,
        max_size=4,
    )
)
async def test_any_query_may_come(doors: Doors, cast: Cast, query: dict[str, str]) -> None:
    for path in (INVOICES, f"{INVOICES}/1/pdf", f"{RECEIVED}/1"):
        answer = await doors.http.get(path, params=query, headers=cast.seller.headers)
        assert answer.status_code in (200, 400, 404), answer.text
        if answer.status_code != 200:
            assert_envelope(answer)


@pytest.mark.parametrize(
    "query",
    [
        "page_no=1&page_no=x",
        "%ff%fe=%ff",
        "page_no=%ff",
        "inv_no=%00",
        "inv_no=%ed%a0%80",
        "%",
        "%zz=1",
        "&&&=;;;=&",
        "page_no",
        "page_no=" + "1" * 30_000,
        "&".join(f"a{n}=1" for n in range(5_000)),
        "inv_no=" + "%E9%95%B7" * 3_000,
    ],
)
async def test_an_odd_query_is_read_or_refused(doors: Doors, cast: Cast, query: str) -> None:
    answer = await doors.http.get(
        httpx.URL(f"{doors.settings.base_url}{INVOICES}?{query}"), headers=cast.seller.headers
    )
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert_envelope(answer)


@often
@given(number=ODD)
async def test_any_number_may_stand_in_a_path(doors: Doors, cast: Cast, number: str) -> None:
    for path in (f"{INVOICES}/", f"{RECEIVED}/"):
        url = httpx.URL(doors.settings.base_url).copy_with(
            raw_path=(path + httpx.QueryParams({"": number}).__str__()[1:]).encode()
        )
        answer = await doors.http.get(url, headers=cast.seller.headers)
        assert answer.status_code in (404, 200, 405)
        if answer.status_code != 200:
            assert_envelope(answer)


HEADERS = st.sampled_from(
    [
        "Accept",
        "Accept-Language",
        "Content-Type",
        "Content-Encoding",
        "Idempotency-Key",
        "Origin",
        "X-Forwarded-For",
        "Cookie",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=40).map(lambda raw: bytes(b for b in raw if b >= 32 and b != 127).strip()),
    st.sampled_from(
        [b"*/*;q=x", b"text/xml;q=0", b",;,=", b"a" * 5000, b"application/json; charset", b"\xe3\x81\x82"]
    ),
)


@often
@given(headers=st.lists(st.tuples(HEADERS, VALUES), max_size=5))
async def test_any_headers_may_come(doors: Doors, cast: Cast, headers: list[tuple[str, bytes]]) -> None:
    given = [(name.encode(), value) for name, value in headers]
    known = [
        (b"Authorization", f"Bearer {cast.seller.token}".encode()),
        (b"Content-Type", b"application/json"),
    ]
    for method, path in (("PUT", INVOICES), ("GET", INVOICES), ("POST", SEARCH)):
        request = doors.http.build_request(method, path, content=None if method == "GET" else b"{}")
        request.headers = httpx.Headers([*request.headers.raw, *known, *given])
        answer = await doors.http.send(request)
        assert answer.status_code in (200, 400, 415, 404), answer.text


# Size


@pytest.mark.parametrize("kind", [JSON, XML])
@pytest.mark.parametrize("announced", ["announced", "in pieces"])
async def test_fifty_megabytes_are_refused_without_filling_memory(
    doors: Doors, cast: Cast, kind: str, announced: str
) -> None:
    size, piece = 50 * 1024 * 1024, b"<" + b" " * 65535

    async def pieces() -> Any:
        for _ in range(size // len(piece)):
            yield piece

    headers = {**cast.seller.headers, "Content-Type": kind}
    content = b" " * size if announced == "announced" else pieces()
    answer = await doors.http.put(INVOICES, content=content, headers=headers)
    assert answer.status_code == 413
    [entry] = told(answer)
    megabytes = DEFAULT_MAX_BODY_BYTES // 1024 // 1024
    assert entry["error_code"] == "E700009"
    assert entry["error_detail"] == f"リクエストボディが大きすぎます（{megabytes}MBまで）。"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("empty objects", b"[" + b"{}," * 10_000_000 + b"{}]", JSON),
        ("digits", b"9" * 31_000_000, JSON),
        ("open brackets", b"[" * 31_000_000, JSON),
        ("elements", b"<a>" + b"<a/>" * 7_500_000 + b"</a>", XML),
        ("text", b"<a>" + b"x" * 31_000_000 + b"</a>", XML),
        ("open elements", b"<a>" * 10_000_000, XML),
    ],
)
async def test_what_fills_the_limit_is_answered_in_time(
    doors: Doors, cast: Cast, name: str, content: bytes, kind: str
) -> None:
    assert name
    await refused(doors, cast, content, kind)


async def test_a_body_that_ends_early_leaves_the_server_well(doors: Doors, cast: Cast) -> None:
    host, port = doors.settings.host, doors.settings.port
    for rest in (b"", b"{", b'{"response_type"'):
        reader, writer = await asyncio.open_connection(host, port)
        head = f"PUT {INVOICES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {cast.seller.token}\r\n"
        writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n".encode() + rest)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert await reader.read() == b""
    assert (await doors.http.get(INVOICES, headers=cast.seller.headers)).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        "PUT {} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "PUT {} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "PUT {} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "NONSENSE\r\n\r\n",
        "GET {} HTTP/9.9\r\n\r\n",
        "GET {}\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET {} HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
    ],
)
async def test_broken_http_is_refused_and_the_line_closed(doors: Doors, head: str) -> None:
    reader, writer = await asyncio.open_connection(doors.settings.host, doors.settings.port)
    writer.write(head.format(INVOICES).encode())
    await writer.drain()
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), SECONDS)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 401")), answer[:100]
    writer.close()
    await writer.wait_closed()
