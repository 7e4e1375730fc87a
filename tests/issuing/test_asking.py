"""Who may ask, in which format the answer comes, and what is looked at first (contract §2, §4.1)."""

from typing import Any

import pytest
import pytest_asyncio
from lxml import etree

from tests.house.cast import Cast, build_cast
from tests.house.doors import INVOICES, RECEIVED, SEARCH, Doors, codes_of, told
from tests.house.papers import add_invoices, everything_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(doors: Doors, password_hash: str) -> Cast:
    """One cast for all: nothing here minds what else it has."""
    return await build_cast(doors.pool, password_hash)


GOOD: dict[str, Any] = {"inv_show_amount": 1000}
PAYING_ONLY = {
    "error_item": "",
    "error_code": "E100001",
    "error_detail": "本機能は発行有料企業のみ利用可能です",
    "index": None,
    "invoice_mng_num": None,
}
BODY = b'{"response_type":"json","invoices":[{"invoice_mng_num":"1","inv_show_amount":1}]}'


def doors_of(number: int) -> list[tuple[str, str]]:
    """Every door of the API, for an invoice."""
    return [
        ("PUT", INVOICES),
        ("GET", INVOICES),
        ("POST", SEARCH),
        *(
            ("GET", f"{INVOICES}/{number}{rest}")
            for rest in ("", "/history", "/versions", "/versions/1", "/pdf")
        ),
        ("POST", f"{INVOICES}/{number}/retry"),
        *(("GET", f"{RECEIVED}/{number}{rest}") for rest in ("", "/history", "/pdf")),
        *(("POST", f"{RECEIVED}/{number}/{verb}") for verb in ("open", "approve", "return")),
    ]


DOORS = [*doors_of(1), ("GET", RECEIVED), ("POST", "/wi/v2/buyer/invoice/search")]


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer x", "Basic eDp5", "Bearer \xa0", "bearer " + "x" * 9000]
)
@pytest.mark.parametrize(("method", "path"), DOORS)
async def test_without_a_good_token_no_door_opens(
    doors: Doors, method: str, path: str, authorization: str | None
) -> None:
    headers = [] if authorization is None else [(b"Authorization", authorization.encode("latin-1"))]
    answer = await doors.http.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    [entry] = told(answer)
    assert entry["error_code"] in ("E100003", "E100004")
    assert answer.json()["result"] == "1"


@pytest.mark.parametrize(("method", "path"), DOORS)
async def test_a_free_seller_and_one_without_the_option_are_refused_before_anything_is_read(
    doors: Doors, cast: Cast, method: str, path: str
) -> None:
    for party in (cast.free_seller, cast.seller_without_option):
        headers = {**party.headers, "Content-Type": "text/nonsense"}
        answer = await doors.http.request(method, path, headers=headers, content=b"\0{")
        assert answer.status_code == 403
        assert told(answer) == [PAYING_ONLY]


@pytest.mark.parametrize("rest", ["", "/history", "/versions", "/versions/1", "/versions/7", "/pdf"])
async def test_another_company_s_invoice_answers_exactly_as_a_missing_one(
    doors: Doors, cast: Cast, rest: str
) -> None:
    [theirs] = await add_invoices(doors.pool, cast)
    for path in (INVOICES, RECEIVED):
        answers = [await doors.get(cast.outsider, f"{path}/{n}{rest}") for n in (theirs, 9999999999)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].content == answers[1].content
    buyers = await doors.get(cast.buyer, f"{INVOICES}/{theirs}{rest}")
    assert buyers.content == answers_missing(buyers)


def answers_missing(answer: Any) -> bytes:
    assert answer.status_code == 404
    content: bytes = answer.content
    return content


async def test_no_door_of_another_company_s_invoice_opens_and_nothing_of_it_changes(
    doors: Doors, cast: Cast
) -> None:
    [theirs] = await add_invoices(doors.pool, cast)
    before = [await everything_of(doors.pool, p.company_id) for p in (cast.seller, cast.buyer)]
    for stranger, mine in ((cast.outsider, doors_of(theirs)), (cast.buyer, doors_of(theirs)[3:9])):
        for method, path in mine[3:] if stranger is cast.outsider else mine:
            body = {"reason": "他社"} if path.endswith("return") else None
            answer = await doors.http.request(method, path, headers=stranger.headers, json=body)
            missing = await doors.http.request(
                method, path.replace(str(theirs), "9999999999"), headers=stranger.headers, json=body
            )
            assert (answer.status_code, answer.content) == (404, missing.content), path
    assert [await everything_of(doors.pool, p.company_id) for p in (cast.seller, cast.buyer)] == before


async def test_correcting_another_company_s_invoice_answers_exactly_as_correcting_a_missing_one(
    doors: Doors, cast: Cast
) -> None:
    [theirs] = await add_invoices(doors.pool, cast)
    before = await everything_of(doors.pool, cast.seller.company_id)
    answers = []
    for number in (theirs, 9999999999):
        answer = await doors.put(
            cast.outsider, {"invoice_mng_num": number, **GOOD, "publisher": {"publisher_mng_num": "P-001"}}
        )
        assert answer.status_code == 400
        answers.append(answer.content.replace(str(number).encode(), b"N"))
    assert answers[0] == answers[1]
    assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_the_request_is_looked_at_before_the_invoice_and_all_is_told_at_once(
    doors: Doors, cast: Cast
) -> None:
    answer = await doors.put(
        cast.seller,
        {
            "invoice_mng_num": 9999999999,
            "inv_show_amount": "x",
            "publisher": {"publisher_mng_num": "P-TWICE"},
            "customer": {"private_user_name": "誰か"},
            "banks": [{"transfer_code": "B-NEW", "fncl_inst_code": "12345"}],
        },
    )
    assert codes_of(answer)[:2] == [
        ("invoices[0].inv_show_amount", "E200007"),
        ("invoices[0].banks[0].fncl_inst_code", "E200003"),
    ]
    assert set(codes_of(answer)[2:]) == {
        ("invoices[0].invoice_mng_num", "E400001"),
        ("invoices[0].publisher.publisher_mng_num", "E500001"),
        ("invoices[0].customer.private_user_name", "E500007"),
    }


# The format of the answer

XML, JSON = "text/xml; charset=utf-8", "application/json"


@pytest.mark.parametrize(
    ("response_type", "accept", "status", "kind", "code"),
    [
        ("json", None, 200, JSON, None),
        ("xml", None, 200, XML, None),
        ("json", "application/json", 200, JSON, None),
        ("xml", "text/xml", 200, XML, None),
        ("xml", "application/xml", 200, XML, None),
        ("json", "*/*", 200, JSON, None),
        ("xml", "*/*", 200, XML, None),
        ("xml", "application/json, text/plain, */*", 200, XML, None),
        ("json", "text/xml, application/json;q=0.5", 200, JSON, None),
        ("xml", "text/*", 200, XML, None),
        ("xml", "text/html", 200, XML, None),
        ("json", "", 200, JSON, None),
        ("json", "text/xml", 400, XML, "E700002"),
        ("xml", "application/json", 400, JSON, "E700002"),
        ("xml", "text/xml;q=0, application/json", 400, JSON, "E700002"),
        ("yaml", "text/xml", 400, XML, "E700001"),
        ("yaml", "application/json", 400, JSON, "E700001"),
        ("yaml", None, 400, JSON, "E700001"),
        ("JSON", None, 400, JSON, "E700001"),
        (["json"], None, 400, JSON, "E700001"),
        ({"a": 1}, "text/xml", 400, XML, "E700001"),
        (None, "text/xml", 400, XML, "E200001"),
        ("", None, 400, JSON, "E200001"),
    ],
)
async def test_response_type_decides_the_format_and_accept_must_agree(
    doors: Doors, cast: Cast, response_type: Any, accept: str | None, status: int, kind: str, code: str | None
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    headers = {**cast.seller.headers, **({} if accept is None else {"Accept": accept})}
    if accept is None:
        headers["Accept"] = ""
    body = {"response_type": response_type, "invoices": [{"invoice_mng_num": number, **GOOD}]}
    answer = await doors.http.put(INVOICES, json=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
    assert codes_of(answer) == ([] if code is None else [("response_type", code)])
    if isinstance(response_type, str) and response_type:
        listed = await doors.http.get(INVOICES, params={"response_type": response_type}, headers=headers)
        assert (listed.status_code, listed.headers["content-type"]) == (status, kind)
        assert codes_of(listed) == codes_of(answer)


async def test_without_response_type_an_added_path_answers_json_unless_accept_asks_for_xml(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    for headers, kind in (({}, JSON), ({"Accept": "text/xml"}, XML), ({"Accept": "*/*"}, JSON)):
        path = f"{INVOICES}/{number}"
        answer = await doors.http.get(path, headers={**cast.seller.headers, **headers})
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json", None),
        ("application/json; charset=UTF-8", None),
        ('Application/JSON;charset="utf-8"', None),
        ("text/xml", "E700005"),
        ("application/xml;charset=utf-8", "E700005"),
        (None, "E700004"),
        ("", "E700004"),
        ("text/plain", "E700004"),
        ("application/x-www-form-urlencoded", "E700004"),
        ("application/json; charset=shift_jis", "E700006"),
        ("text/xml; charset=euc-jp", "E700006"),
    ],
)
async def test_content_type_tells_how_the_body_is_written(
    doors: Doors, cast: Cast, content_type: str | None, code: str | None
) -> None:
    headers = {**cast.seller.headers, **({} if content_type is None else {"Content-Type": content_type})}
    answer = await doors.http.put(INVOICES, content=BODY, headers=headers)
    found = [entry["error_code"] for entry in told(answer)]
    assert found == ["E400001" if code is None else code]
    assert answer.status_code == (415 if code in ("E700004", "E700006") else 400)


async def test_an_unreadable_xml_body_is_told_of_in_xml_where_accept_asks_for_it(
    doors: Doors, cast: Cast
) -> None:
    headers = {**cast.seller.headers, "Content-Type": "text/xml", "Accept": "text/xml"}
    answer = await doors.http.put(INVOICES, content=b"<request><invoices></request>", headers=headers)
    assert answer.status_code == 400
    root = etree.fromstring(answer.content)
    assert [(child.tag, child.text) for child in root][:1] == [("result", "1")]
    assert [(child.tag, child.text) for child in root.findall("error_list")[0]] == [
        ("error_item", None),
        ("error_code", "E700005"),
        ("error_detail", "リクエストボディを読み取れません。JSONまたはXMLの構文を確認してください。"),
        ("index", None),
        ("invoice_mng_num", None),
    ]


async def test_details_are_told_in_english_on_request(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    body = {"response_type": "json", "invoices": [{"invoice_mng_num": number, "close_date": "x"}]}
    for language, details in (
        ("en", ["close_date must be a real date written yyyy-MM-dd.", "inv_show_amount is required."]),
        (
            "en-GB,ja;q=0.5",
            ["close_date must be a real date written yyyy-MM-dd.", "inv_show_amount is required."],
        ),
        (
            "fr, ja",
            ["締日は実在する日付をyyyy-MM-dd形式で入力してください。", "おもての請求金額は必須です。"],
        ),
        ("", ["締日は実在する日付をyyyy-MM-dd形式で入力してください。", "おもての請求金額は必須です。"]),
    ):
        headers = {**cast.seller.headers, "Accept-Language": language}
        answer = await doors.http.put(INVOICES, json=body, headers=headers)
        assert [entry["error_detail"] for entry in told(answer)] == details
    english = await doors.http.get(INVOICES, headers={"Accept-Language": "en"})
    assert told(english)[0]["error_detail"] == "An access token is required."


# v2

V2_ACCEPT = "Acceptはapplication/jsonまたはtext/xmlを入力してください"


@pytest.mark.parametrize("accept", ["", "*/*", "text/html", "application/*", "application/xml", "json"])
async def test_v2_wants_accept_to_name_a_format(doors: Doors, cast: Cast, accept: str) -> None:
    headers = {**cast.seller.headers, "Accept": accept}
    answer = await doors.http.post(SEARCH, json={}, headers=headers)
    assert answer.status_code == 400
    [entry] = told(answer)
    assert (entry["error_item"], entry["error_code"], entry["error_detail"]) == (
        "Accept",
        "E700003",
        V2_ACCEPT,
    )


async def test_v2_looks_at_the_token_before_accept(doors: Doors) -> None:
    answer = await doors.http.post(SEARCH, json={}, headers={"Accept": "text/html"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("accept", "kind"), [("application/json", JSON), ("text/xml", XML), ("text/xml, */*", XML)]
)
async def test_v2_answers_in_the_format_that_accept_names(
    doors: Doors, cast: Cast, accept: str, kind: str
) -> None:
    body = {"send_date_from": "2026-01-01", "send_date_to": "2026-12-31"}
    answer = await doors.http.post(SEARCH, json=body, headers={**cast.seller.headers, "Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "E700010"),
        ("PATCH", INVOICES, 405, "E700011"),
        ("DELETE", f"{INVOICES}/1", 405, "E700011"),
        ("GET", f"{INVOICES}/1/retry", 405, "E700011"),
        ("GET", f"{INVOICES}/", 404, "E700010"),
        ("GET", f"{INVOICES}/abc", 404, "E400004"),
        ("GET", f"{INVOICES}/１２", 404, "E400004"),
        ("GET", f"{INVOICES}/12345678901", 404, "E400004"),
        ("GET", f"{INVOICES}/-1", 404, "E400004"),
        ("GET", f"{INVOICES}/%00", 404, "E400004"),
        ("GET", "/wi/v2/seller/invoice/search", 405, "E700011"),
    ],
)
async def test_unknown_paths_methods_and_numbers_are_told_in_the_envelope(
    doors: Doors, cast: Cast, method: str, path: str, status: int, code: str
) -> None:
    answer = await doors.http.request(method, path, headers=cast.seller.headers)
    assert (answer.status_code, [e["error_code"] for e in told(answer)]) == (status, [code])
    in_xml = await doors.http.request(method, path, headers={**cast.seller.headers, "Accept": "text/xml"})
    assert (in_xml.status_code, [e["error_code"] for e in told(in_xml)]) == (status, [code])
    assert in_xml.headers["content-type"] == XML
