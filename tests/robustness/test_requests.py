"""Queries, paths, headers and lines of any kind, and bodies of any size."""

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.settings import DEFAULT_MAX_BODY_BYTES
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, SEARCH, Doors, told
from tests.robustness.refusing import JSON, SECONDS, XML, assert_envelope, often, refused

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
