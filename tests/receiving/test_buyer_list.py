"""請求データ取得: filters, pages, and a poller that misses nothing (contract §5)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from lxml import etree

from seikyu.app import compose
from seikyu.db.pool import transaction
from seikyu.docs.records import RECEIVED_INVOICE
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.receiving.actions.open import open_invoice
from seikyu.settings import Environment
from tests.house.cast import Cast, Party, build_cast
from tests.house.doors import RECEIVED, Doors, codes_of, other_doors
from tests.house.papers import SOURCE, add_invoices

SEARCH = "/wi/v2/buyer/invoice/search"
EVER = {"reception_date_from": "2000-01-01", "reception_date_to": "2099-12-31"}


async def listed(doors: Doors, party: Party, **query: Any) -> Any:
    answer = await doors.get(party, RECEIVED, response_type="json", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def searched(doors: Doors, party: Party, **body: Any) -> httpx.Response:
    return await doors.send(party, "POST", SEARCH, body, headers={"Accept": "application/json"})


async def change(doors: Doors, cast: Cast, number: int, change: str) -> None:
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        await connection.execute(f"UPDATE received_invoices SET {change} WHERE invoice_mng_num = $1", number)


# Filters


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shelf(doors: Doors, password_hash: str) -> tuple[Cast, dict[str, str]]:
    """Received invoices that differ in everything a list may be narrowed to, by a name of their own."""
    cast = await build_cast(doors.pool, password_hash)
    names = {}
    placed: list[tuple[str, dict[str, Any], str]] = [
        ("plain", {}, "received_at = '2026-08-01T14:59:59Z'"),
        ("night", {}, "received_at = '2026-08-01T15:00:00Z'"),  # the 2nd in Japan
        ("late", {"pay_due_date": "2027-01-31"}, ""),
        ("undated", {"pay_due_date": None}, ""),
        ("other", {}, "seller_name = '100%_見本 運輸'"),
        ("done", {}, "status = 71"),
        ("final", {}, "status = 70"),
        ("numbered", {"inv_no": "A%_1"}, ""),
        ("negative", {"inv_show_amount": -5}, ""),
        ("old", {}, "updated_at = '2020-01-01T00:00:00+09:00'"),
        ("back", {}, "sent_back_at = now(), return_reason = '数量'"),
    ]
    for name, fields, changed in placed:
        [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED, **fields)
        names[str(number)] = name
        if changed:
            await change(doors, cast, number, changed)
    return cast, names


ALL = {"plain", "night", "late", "undated", "other", "done", "final", "numbered", "negative", "old"}
FILTERS: list[tuple[dict[str, str], set[str]]] = [
    ({}, ALL),
    ({"reception_date_to": "2026-08-01"}, {"plain"}),
    ({"reception_date_from": "2026-08-02", "reception_date_to": "2026-08-02"}, {"night"}),
    ({"reception_date_from": "0001-01-01", "reception_date_to": "9999-12-31"}, ALL),
    ({"company_name_s": "見本"}, {"other"}),
    ({"company_name_s": "%_"}, {"other"}),
    ({"pay_due_date_from": "2026-09-01"}, {"late"}),
    ({"pay_due_date_to": "2026-08-30"}, set()),
    ({"wf_status": "71"}, {"done"}),
    ({"wf_status": "70, 71"}, {"done", "final"}),
    ({"inv_no": "A%_1"}, {"numbered"}),
    ({"inv_no": "A%"}, set()),
    ({"amount_to": "-1"}, {"negative"}),
    ({"amount_from": "11000", "amount_to": "11000"}, ALL - {"negative"}),
    ({"updated_since": "2020-01-01 00:00:00"}, ALL | {"back"}),
    ({"updated_since": "2020-01-01 00:00:01"}, ALL - {"old"} | {"back"}),
    ({"updated_since": "2020-01-01 00:00:00", "wf_status": "50"}, ALL - {"done", "final"}),
    ({"updated_since": "9999-12-31 23:59:59"}, set()),
    ({"after": "9999999999"}, set()),
    ({"after": "0"}, ALL),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
async def test_a_filter_finds_what_it_names(
    doors: Doors, shelf: tuple[Cast, dict[str, str]], query: dict[str, str], expected: set[str]
) -> None:
    cast, names = shelf
    v1 = await listed(doors, cast.buyer, **query)
    assert {names[one["invoice_mng_num"]] for one in v1["invoices"]} == expected
    assert v1["total_count"] == len(expected) == len(v1["invoices"])
    v2 = (await searched(doors, cast.buyer, **{**EVER, **query})).json()
    assert (v2["invdata"], v2["total_count"]) == (v1["invoices"], v1["total_count"])


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ({"reception_date_from": "2026-02-30"}, "reception_date_from", "E200011"),
        ({"pay_due_date_to": "20260101"}, "pay_due_date_to", "E200011"),
        ({"wf_status": "22"}, "wf_status", "E200006"),
        ({"company_name_s": "x" * 201}, "company_name_s", "E200003"),
        ({"inv_no": "x" * 21}, "inv_no", "E200003"),
        ({"amount_to": "1" * 14}, "amount_to", "E200008"),
        ({"updated_since": "2026-01-01"}, "updated_since", "E200020"),
        ({"after": "x"}, "after", "E200014"),
    ],
)
async def test_a_filter_that_cannot_be_read_is_told(
    doors: Doors, cast: Cast, query: dict[str, str], path: str, code: str
) -> None:
    answer = await doors.get(cast.buyer, RECEIVED, **query)
    assert (answer.status_code, codes_of(answer)) == (400, [(path, code)])
    again = await searched(doors, cast.buyer, **{**EVER, **query})
    assert (again.status_code, codes_of(again)) == (400, [(path, code)])


async def test_a_filter_that_nobody_knows_is_ignored_and_the_sandbox_says_so(
    doors: Doors, cast: Cast
) -> None:
    await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    asked = {"burden_sec_kana": "x", "acc_depart_code": "x"}
    v1 = await listed(doors, cast.buyer, **asked)
    v2 = (await searched(doors, cast.buyer, **EVER, **asked)).json()
    assert v1["warning_list"] == v2["warning_list"] == [*asked]
    assert v1["total_count"] == v2["total_count"] == 1
    assert (await listed(doors, cast.buyer))["warning_list"] is None


# What is told


async def test_an_element_tells_the_whole_document_and_where_it_stands(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    [element] = (await listed(doors, cast.buyer))["invoices"]
    assert [*element] == [field.name for field in RECEIVED_INVOICE.fields]
    assert (element["invoice_mng_num"], element["wf_status"]) == (str(number), "50")
    assert element["pay_due_date_s"] == element["pay_due_date"] == SOURCE["pay_due_date"]
    assert element["reception_date"] == (datetime.now(UTC) + timedelta(hours=9)).date().isoformat()
    assert element["details"][0]["reduced_tax_flg"] is None  # null where the seller left null
    one = await doors.get(cast.buyer, f"{RECEIVED}/{number}")
    assert one.json()["invoice"] == element
    in_xml = etree.fromstring((await doors.get(cast.buyer, RECEIVED, response_type="xml")).content)
    assert in_xml.findtext("invoices/pay_due_date_s") == SOURCE["pay_due_date"]
    assert in_xml.findtext("invoices/details/item_name") == "業務委託費"


async def test_what_was_sent_back_left_the_list_and_is_told_to_who_asks_for_changes(
    doors: Doors, cast: Cast
) -> None:
    kept, back = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    assert (await doors.send_back(cast.buyer, back, "数量")).status_code == 200
    numbers = [one["invoice_mng_num"] for one in (await listed(doors, cast.buyer))["invoices"]]
    assert numbers == [str(kept)]
    changed = (await listed(doors, cast.buyer, updated_since="2000-01-01 00:00:00"))["invoices"]
    assert {one["invoice_mng_num"]: one["return_reason"] for one in changed} == {
        str(kept): None,
        str(back): "数量",
    }
    assert changed[1]["return_date"] is not None


async def test_nobody_sees_what_another_company_received(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    for stranger in (cast.seller, cast.outsider):
        answer = await listed(doors, stranger, updated_since="2000-01-01 00:00:00")
        assert (answer["total_count"], answer["invoices"]) == (0, [])


async def test_production_answers_without_warnings(
    doors: Doors, database_url: str, password_hash: str
) -> None:
    cast = await build_cast(doors.pool, password_hash, environment=Environment.PRODUCTION)
    environment = {"SEIKYU_ENVIRONMENT": "production", "SEIKYU_SMTP_HOST": "127.0.0.1"}
    async with other_doors(doors, database_url, **environment) as production:
        answer = await listed(production, cast.buyer, burden_sec_code="1")
    assert [*answer] == ["result", "error_list", "total_count", "updated_until", "invoices"]


async def test_v2_wants_accept_and_both_dates(doors: Doors, cast: Cast) -> None:
    bare = await doors.send(cast.buyer, "POST", SEARCH, EVER, headers={"Accept": "text/plain"})
    assert (bare.status_code, codes_of(bare)) == (400, [("Accept", "E700003")])
    dateless = await searched(doors, cast.buyer)
    assert codes_of(dateless) == [("reception_date_from", "E200001"), ("reception_date_to", "E200001")]


# Pages


async def test_pages_follow_each_other_by_number_by_position_and_by_the_last_one_seen(
    doors: Doors, cast: Cast
) -> None:
    numbers = [str(n) for n in await add_invoices(doors.pool, cast, 203, SellerStatus.ISSUED)]
    pages = [await listed(doors, cast.buyer, page_no=n) for n in (1, 2, 3, 4)]
    assert [one["invoice_mng_num"] for page in pages for one in page["invoices"]] == numbers
    assert {page["total_count"] for page in pages} == {203}
    assert [page["updated_until"] is None for page in pages] == [False, True, True, True]
    part = (await searched(doors, cast.buyer, **EVER, start_position="3", get_count=2)).json()
    assert [one["invoice_mng_num"] for one in part["invdata"]] == numbers[2:4]
    assert part["updated_until"] is None
    rest = await listed(doors, cast.buyer, after=numbers[199])
    assert [one["invoice_mng_num"] for one in rest["invoices"]] == numbers[200:]
    assert (rest["total_count"], rest["updated_until"]) == (3, None)


@pytest.mark.parametrize("asked", [{"start_position": 0}, {"get_count": 0}, {"get_count": 101}])
async def test_v2_refuses_positions_and_counts_out_of_bounds(
    doors: Doors, cast: Cast, asked: dict[str, Any]
) -> None:
    answer = await searched(doors, cast.buyer, **EVER, **asked)
    assert (answer.status_code, [path for path, _ in codes_of(answer)]) == (400, [*asked])


# Polling


@pytest_asyncio.fixture(loop_scope="session")
async def ahead(doors: Doors) -> AsyncIterator[Doors]:
    """A web server whose clock is so far ahead that no margin would make up for what it does not look at."""
    app = compose(doors.settings, doors.pool, lambda: system_clock() + timedelta(minutes=1))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=doors.settings.base_url) as http:
        yield replace(doors, http=http)


async def test_a_change_that_is_committed_late_is_not_missed_by_a_poller(
    doors: Doors, ahead: Doors, cast: Cast
) -> None:
    early, late = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    for number in (early, late):
        await change(doors, cast, number, "updated_at = now() - interval '1 day'")
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        # Dated now, to be seen only when this transaction ends.
        await open_invoice(connection, cast.buyer.actor, system_clock, early)
        await asyncio.sleep(1.1)
        await doors.send(cast.buyer, "POST", f"{RECEIVED}/{late}/open", None)
        seen = await listed(ahead, cast.buyer)
        opened = {one["invoice_mng_num"]: one["open_date"] is not None for one in seen["invoices"]}
        assert opened == {str(early): False, str(late): True}
    dated = (await listed(doors, cast.buyer))["invoices"]
    assert dated[0]["updated_at"] < dated[1]["updated_at"], "the one seen later is dated earlier"
    changed = await listed(doors, cast.buyer, updated_since=seen["updated_until"])
    assert [one["invoice_mng_num"] for one in changed["invoices"]] == [str(early), str(late)]
    # With nothing under way the moment goes on, and what is known is not told for ever.
    later = (await listed(ahead, cast.buyer))["updated_until"]
    assert later > dated[1]["updated_at"]
    assert (await listed(doors, cast.buyer, updated_since=later))["invoices"] == []


async def test_a_poller_in_step_learns_of_every_change_while_the_inbox_moves(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 130, SellerStatus.ISSUED)
    copy: dict[str, dict[str, Any]] = {}

    async def poll(since: str, *, moving: bool = True) -> str:
        page = await listed(doors, cast.buyer, updated_since=since)
        until: str = page["updated_until"]
        passed: list[str] = []
        while page["invoices"]:
            copy.update({one["invoice_mng_num"]: one for one in page["invoices"]})
            passed += [one["invoice_mng_num"] for one in page["invoices"]]
            if moving:  # invoices of the page that was just read
                assert (await doors.send_back(cast.buyer, numbers.pop(0))).status_code == 200
            page = await listed(doors, cast.buyer, updated_since=since, after=passed[-1])
        assert len(passed) == len(set(passed))
        return until

    until = await poll("2000-01-01 00:00:00")
    assert len(copy) == 130
    await poll(await poll(until), moving=False)
    assert {int(number) for number, one in copy.items() if one["return_date"] is None} == {*numbers}
    assert (await listed(doors, cast.buyer))["total_count"] == len(numbers)
