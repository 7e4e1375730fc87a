"""請求書一覧取得 and 請求書検索: filters, pages, order, formats (contract §4.3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from lxml import etree

from seikyu.db.pool import transaction
from seikyu.invoices.wire import LIST_INVOICE
from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast, build_cast
from tests.house.doors import INVOICES, SEARCH, Doors, codes_of
from tests.house.papers import REASON, add_invoices, issued_before

EVER = {"send_date_from": "2000-01-01", "send_date_to": "2099-12-31"}


class Shelf:
    """Invoices that differ in everything a list may be narrowed to, by a name of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.names: dict[str, str] = {}

    def named(self, invoices: list[dict[str, Any]]) -> list[str]:
        return [self.names[one["invoice_mng_num"]] for one in invoices]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shelf(doors: Doors, password_hash: str) -> Shelf:
    cast = await build_cast(doors.pool, password_hash)
    shelf = Shelf(cast)
    line = {"item_name": "一", "tax_type": "0", "tax_rate_sec": 10}
    shelf_of: list[tuple[str, SellerStatus, dict[str, Any], str]] = [
        ("plain", SellerStatus.ISSUED, {}, ""),
        ("back", SellerStatus.SENT_BACK, {}, ""),
        ("waiting", SellerStatus.ISSUED, {}, "status = 21, send_date = NULL"),
        ("failed", SellerStatus.ISSUE_ERROR, {}, "issue_error = '失敗'"),
        (
            "early",
            SellerStatus.ISSUED,
            {"pay_due_date": "2026-01-31", "close_date": "2025-12-31"},
            "send_date = '2026-01-01'",
        ),
        ("late", SellerStatus.ISSUED, {"pay_due_date": "2027-01-31"}, "send_date = '2026-12-31'"),
        ("undated", SellerStatus.ISSUED, {"pay_due_date": None, "close_date": None}, ""),
        ("opened", SellerStatus.ISSUED, {}, "opened_at = '2026-08-01T15:30:00Z'"),
        ("reissued", SellerStatus.ISSUED, {}, "updated_at = updated_at"),
        ("first", SellerStatus.ISSUED, {}, "first_to_customer = true"),
        ("free", SellerStatus.ISSUED, {"details": [], "custom_header": {"custom_name": "自由"}}, ""),
        ("byline", SellerStatus.ISSUED, {"unit_tax_calc_sec": "1", "details": [line]}, ""),
        ("qualified", SellerStatus.ISSUED, {"unit_tax_calc_sec": "0", "details": [line]}, ""),
        ("numbered", SellerStatus.ISSUED, {"inv_no": "A%_\\'1"}, "customer_code = 'C-9'"),
        ("big", SellerStatus.ISSUED, {"inv_show_amount": 9999999999999}, ""),
        ("negative", SellerStatus.ISSUED, {"inv_show_amount": -5}, ""),
        ("old", SellerStatus.ISSUED, {}, "updated_at = '2020-01-01T00:00:00+09:00'"),
    ]
    for name, status, fields, change in shelf_of:
        defaults = {"details": [{"item_name": "税区分なし"}]}
        [number] = await add_invoices(doors.pool, cast, status=status, **{**defaults, **fields})
        shelf.names[str(number)] = name
        if change:
            async with transaction(doors.pool, cast.seller.company_id) as connection:
                await connection.execute(f"UPDATE invoices SET {change} WHERE invoice_mng_num = $1", number)
    reissued = next(number for number, name in shelf.names.items() if name == "reissued")
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute(
            "INSERT INTO invoice_versions SELECT company_id, invoice_mng_num, 2, document, sha256, made_at "
            "FROM invoice_versions WHERE invoice_mng_num = $1",
            int(reissued),
        )
        await connection.execute("UPDATE invoices SET version = 2 WHERE invoice_mng_num = $1", int(reissued))
    await issued_before(doors.pool, cast.seller.company_id, int(reissued))
    return shelf


ALL = {
    "plain", "back", "waiting", "failed", "early", "late", "undated", "opened", "reissued", "first", "free",
    "byline", "qualified", "numbered", "big", "negative", "old",
}  # fmt: skip
ISSUED = ALL - {"back", "waiting", "failed"}

FILTERS: list[tuple[dict[str, str], set[str]]] = [
    ({"send_date_from": "2026-08-01"}, {"late"}),
    ({"send_date_to": "2026-07-30"}, {"early"}),
    ({"send_date_from": "2026-01-01", "send_date_to": "2026-01-01"}, {"early"}),
    ({"send_date_from": "2026-08-01", "send_date_to": "2026-07-01"}, set()),
    ({"pay_due_date_from": "2026-09-01"}, {"late"}),
    ({"pay_due_date_to": "2026-08-30"}, {"early"}),
    ({"close_date": "2025-12-31"}, {"early"}),
    ({"invoice_type": "0"}, ALL - {"free", "byline", "qualified"}),
    ({"invoice_type": "1"}, set()),
    ({"invoice_type": "2"}, {"free"}),
    ({"invoice_type": "3"}, {"qualified"}),
    ({"invoice_type": "4"}, {"byline"}),
    ({"seal_flg": "1"}, {"opened"}),
    ({"seal_flg": "0"}, ALL - {"opened"}),
    ({"extracting_type01": "1"}, {"reissued"}),
    ({"extracting_type01": "0"}, ALL),
    ({"extracting_type02": "1"}, {"first"}),
    ({"extracting_type02": "0"}, ALL),
    ({"wf_status": "19"}, {"back"}),
    ({"wf_status": "19,29, 21"}, {"back", "failed", "waiting"}),
    ({"wf_status": "22"}, ISSUED),
    ({"wf_status": "23"}, set()),
    ({"inv_no": "A%_\\'1"}, {"numbered"}),
    ({"inv_no": "A%"}, set()),
    ({"customer_code": "C-9"}, {"numbered"}),
    ({"amount_from": "11001"}, {"big"}),
    ({"amount_to": "-1"}, {"negative"}),
    ({"amount_from": "11000", "amount_to": "11000"}, ALL - {"big", "negative"}),
    ({"updated_since": "2020-01-01 00:00:00"}, ALL),
    ({"updated_since": "2020-01-01 00:00:01"}, ALL - {"old"}),
    ({"seal_flg": "", "wf_status": " ", "inv_no": "", "close_date": ""}, ALL),
    ({"wf_status": "22", "amount_from": "9999999999999", "invoice_type": "0"}, {"big"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
async def test_a_filter_finds_what_it_names(
    doors: Doors, shelf: Shelf, query: dict[str, str], expected: set[str]
) -> None:
    v1 = await doors.listed(shelf.cast.seller, **query)
    assert set(shelf.named(v1["invoices"])) == expected
    assert v1["total_count"] == len(expected) == len(v1["invoices"])
    v2 = (await doors.search(shelf.cast.seller, **{**EVER, **query})).json()
    sent = expected - {"waiting"}  # v2 wants a date of issue, which this one has not got yet
    assert set(shelf.named(v2["invoice_list"])) == sent
    assert v2["total_count"] == len(sent)


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ({"send_date_from": "2026-02-30"}, "send_date_from", "E200011"),
        ({"pay_due_date_to": "20260101"}, "pay_due_date_to", "E200011"),
        ({"invoice_type": "5"}, "invoice_type", "E200006"),
        ({"seal_flg": "2"}, "seal_flg", "E200006"),
        ({"extracting_type01": "x"}, "extracting_type01", "E200006"),
        ({"wf_status": "19,99"}, "wf_status", "E200006"),
        ({"wf_status": "50"}, "wf_status", "E200006"),
        ({"wf_status": "19,,22"}, "wf_status", "E200006"),
        ({"wf_status": "１９"}, "wf_status", "E200006"),
        ({"inv_no": "x" * 21}, "inv_no", "E200003"),
        ({"inv_no": "\0"}, "inv_no", "E200005"),
        ({"amount_from": "1.5"}, "amount_from", "E200007"),
        ({"amount_to": "1" * 14}, "amount_to", "E200008"),
        ({"updated_since": "2026-01-01"}, "updated_since", "E200020"),
        ({"updated_since": "2026-02-30 00:00:00"}, "updated_since", "E200020"),
        ({"updated_since": "2026-1-1 0:0:0"}, "updated_since", "E200020"),
        ({"updated_since": "２０２６-01-01 00:00:00"}, "updated_since", "E200020"),
    ],
)
async def test_a_filter_that_cannot_be_read_is_told(
    doors: Doors, shelf: Shelf, query: dict[str, str], path: str, code: str
) -> None:
    answer = await doors.get(shelf.cast.seller, INVOICES, **query)
    assert (answer.status_code, codes_of(answer)) == (400, [(path, code)])
    searched = await doors.search(shelf.cast.seller, **{**EVER, **query})
    assert (searched.status_code, codes_of(searched)) == (400, [(path, code)])


async def test_the_first_and_the_last_moment_can_be_asked_for(doors: Doors, shelf: Shelf) -> None:
    for moment, found in (("0001-01-01 00:00:00", len(ALL)), ("9999-12-31 23:59:59", 0)):
        assert (await doors.listed(shelf.cast.seller, updated_since=moment))["total_count"] == found
    ever = {"send_date_from": "0001-01-01", "send_date_to": "9999-12-31"}
    assert (await doors.listed(shelf.cast.seller, **ever))["total_count"] == len(ALL) - 1


async def test_every_fault_of_a_query_is_told_at_once(doors: Doors, shelf: Shelf) -> None:
    query = {"page_no": "0", "close_date": "x", "wf_status": "x", "updated_since": "x", "amount_from": "x"}
    answer = await doors.get(shelf.cast.seller, INVOICES, response_type="yaml", **query)
    assert {path for path, _ in codes_of(answer)} == {*query, "response_type"}


async def test_an_element_tells_the_invoice_and_the_state_it_is_in(doors: Doors, shelf: Shelf) -> None:
    found = (await doors.listed(shelf.cast.seller))["invoices"]
    by_name = {shelf.names[one["invoice_mng_num"]]: one for one in found}
    assert [*by_name["plain"]] == [field.name for field in LIST_INVOICE.fields]
    assert by_name["plain"]["wf_status"] == "22"
    assert by_name["plain"]["send_date"] == "2026-07-31"
    assert (by_name["plain"]["seal_flg"], by_name["plain"]["seal_date"]) == ("0", None)
    assert (by_name["opened"]["seal_flg"], by_name["opened"]["seal_date"]) == ("1", "2026-08-02")  # JST
    assert by_name["back"]["return_reason"] == REASON
    assert by_name["back"]["return_date"] == (datetime.now(UTC) + timedelta(hours=9)).date().isoformat()
    assert by_name["failed"]["issue_error"] == "失敗"
    assert by_name["old"]["updated_at"] == "2020-01-01 00:00:00"
    assert by_name["waiting"]["send_date"] is None
    assert by_name["numbered"]["inv_no"] == "A%_\\'1"
    assert by_name["big"]["inv_show_amount"] == 9999999999999


async def test_xml_tells_the_same_as_json(doors: Doors, shelf: Shelf) -> None:
    as_json = await doors.listed(shelf.cast.seller)
    answer = await doors.get(shelf.cast.seller, INVOICES, response_type="xml")
    root = etree.fromstring(answer.content)
    assert root.tag == "response"
    assert [child.tag for child in root][:3] == ["result", "error_list", "total_count"]
    assert root.findtext("total_count") == str(as_json["total_count"])
    elements = root.findall("invoices")
    assert len(elements) == len(as_json["invoices"])
    for element, told in zip(elements, as_json["invoices"], strict=True):
        assert plain(element) == texts(told)


def plain(element: Any) -> Any:
    """An element as nested lists of name and value: an array is its element repeated."""
    if len(element) == 0:
        return element.text or ""
    return [(child.tag, plain(child)) for child in element]


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        pairs: list[tuple[str, Any]] = []
        for name, inner in value.items():
            pairs += (
                [(name, texts(one)) for one in inner]
                if isinstance(inner, list) and inner
                else [(name, texts(inner))]
            )
        return pairs
    return "" if value in (None, []) else str(value)


# Pages


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack(doors: Doors, password_hash: str) -> Cast:
    """A seller with 205 invoices."""
    cast = await build_cast(doors.pool, password_hash)
    await add_invoices(doors.pool, cast, 205, SellerStatus.ISSUED)
    return cast


async def test_pages_of_a_hundred_follow_each_other_without_gap_or_overlap(doors: Doors, stack: Cast) -> None:
    pages = [await doors.listed(stack.seller, page_no=n) for n in (1, 2, 3, 4, 999999999)]
    assert [len(page["invoices"]) for page in pages] == [100, 100, 5, 0, 0]
    assert {page["total_count"] for page in pages} == {205}
    numbers = [int(one["invoice_mng_num"]) for page in pages for one in page["invoices"]]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 205
    assert await doors.listed(stack.seller) == pages[0]


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.0", "1000000000", "１"])
async def test_a_page_number_begins_at_one(doors: Doors, stack: Cast, page: str) -> None:
    answer = await doors.get(stack.seller, INVOICES, page_no=page)
    assert answer.status_code == 400
    assert [path for path, _ in codes_of(answer)] == ["page_no"]


@pytest.mark.parametrize(
    ("asked", "begins", "count"),
    [
        ({}, 0, 100),
        ({"start_position": 1, "get_count": 1}, 0, 1),
        ({"start_position": "3", "get_count": "2"}, 2, 2),
        ({"start_position": 101}, 100, 100),
        ({"start_position": 205, "get_count": 100}, 204, 1),
        ({"start_position": 206}, 205, 0),
        ({"start_position": 999999999}, 205, 0),
        ({"get_count": 100}, 0, 100),
    ],
)
async def test_v2_gives_so_many_from_a_position(
    doors: Doors, stack: Cast, asked: dict[str, Any], begins: int, count: int
) -> None:
    numbers = [
        one["invoice_mng_num"]
        for page in (1, 2, 3)
        for one in (await doors.listed(stack.seller, page_no=page))["invoices"]
    ]
    answer = (await doors.search(stack.seller, **EVER, **asked)).json()
    assert [one["invoice_mng_num"] for one in answer["invoice_list"]] == numbers[begins : begins + count]
    assert answer["total_count"] == 205


@pytest.mark.parametrize(
    "asked",
    [
        {"start_position": 0},
        {"start_position": -1},
        {"start_position": "x"},
        {"get_count": 0},
        {"get_count": 101},
        {"get_count": 1.5},
        {"get_count": [1]},
        {"start_position": 10**30},
    ],
)
async def test_v2_refuses_positions_and_counts_out_of_bounds(
    doors: Doors, stack: Cast, asked: dict[str, Any]
) -> None:
    answer = await doors.send(stack.seller, "POST", SEARCH, {**EVER, **asked}, headers={"Accept": "text/xml"})
    assert answer.status_code == 400
    assert [path for path, _ in codes_of(answer)] == [*asked]


async def test_v2_requires_the_dates_of_issue(doors: Doors, stack: Cast) -> None:
    for body in ({}, {"send_date_from": None}, None):
        answer = await doors.send(stack.seller, "POST", SEARCH, body, headers={"Accept": "application/json"})
        assert codes_of(answer) == [("send_date_from", "E200001"), ("send_date_to", "E200001")]


async def test_v2_reads_xml_and_answers_in_either_format(doors: Doors, stack: Cast) -> None:
    for accept in ("application/json", "text/xml"):
        body = {**EVER, "get_count": "3"}
        answer = await doors.send(
            stack.seller, "POST", SEARCH, body, spelling="xml", headers={"Accept": accept}
        )
        assert answer.status_code == 200
        assert answer.text.count("invoice_mng_num") == 3 * (1 if accept == "application/json" else 2)


async def test_a_seller_without_invoices_gets_an_empty_list(doors: Doors, cast: Cast) -> None:
    answer = await doors.get(cast.outsider, INVOICES)
    assert (
        answer.text == '{"result":"0","error_list":null,"total_count":0,"updated_until":null,"invoices":[]}'
    )
    in_xml = await doors.get(cast.outsider, INVOICES, response_type="xml")
    assert in_xml.text.endswith("<total_count>0</total_count><updated_until/><invoices/></response>")


async def test_days_are_days_in_japan(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    today = (datetime.now(UTC) + timedelta(hours=9)).date()
    found = await doors.listed(cast.seller, send_date_from=today - timedelta(days=1), send_date_to=today)
    assert [one["invoice_mng_num"] for one in found["invoices"]] == [str(number)]
    assert date.fromisoformat(found["invoices"][0]["send_date"]) in (today, today - timedelta(days=1))
