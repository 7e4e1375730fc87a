"""Many invoices at once, on both sides: one PDF of many, the list as CSV, and what the log says of it."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from seikyu.invoices import taking_out
from seikyu.issuing import sheet as seller_sheet
from seikyu.issuing.model import SellerStatus
from seikyu.receiving import sheet as buyer_sheet
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import add_invoices, rows

SELLER, BUYER = "/seller/invoices", "/buyer/invoices"
LOG = (
    "SELECT action, actor_name, subject_id, comment FROM audit_events "
    "WHERE subject_kind = 'list' ORDER BY position"
)


@asynccontextmanager
async def at_the_screen(doors: Doors, party: Party) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=doors.settings.base_url, timeout=30) as http:
        answer = await http.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield http


def read_csv(content: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


async def issued(doors: Doors, cast: Cast, count: int, **changes: Any) -> list[int]:
    numbers = await add_invoices(doors.pool, cast, count, SellerStatus.QUEUED, **changes)
    await doors.work_off()
    return numbers


async def test_the_chosen_are_printed_together_in_the_order_of_the_list(doors: Doors, cast: Cast) -> None:
    numbers = await issued(doors, cast, 3)
    [waiting] = await add_invoices(doors.pool, cast)
    async with at_the_screen(doors, cast.seller) as http:
        data = {"invoice": [str(number) for number in (*numbers, waiting)]}
        answer = await http.post(f"{SELLER}/print?sort=-invoice_mng_num", data=data)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    bound = PdfReader(io.BytesIO(answer.content))
    assert len(bound.pages) == 3
    texts = [page.extract_text() for page in bound.pages]
    for text, number in zip(texts, reversed(numbers), strict=True):
        assert str(number) in text
    marks = [mark["/Title"] for mark in bound.outline if isinstance(mark, Destination)]
    assert [str(mark).split()[0] for mark in marks] == [str(n) for n in reversed(numbers)]
    [event] = await rows(doors.pool, cast.seller.company_id, LOG)
    assert (event["action"], event["subject_id"]) == ("list.printed", "seller_invoices")
    assert event["comment"].startswith("PDF 3件 numbers=")


async def test_all_that_a_filter_finds_is_printed_unless_it_is_too_much(
    doors: Doors, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issued(doors, cast, 2, inv_no="A-1")
    await issued(doors, cast, 1, inv_no="B-1")
    async with at_the_screen(doors, cast.seller) as http:
        answer = await http.post(f"{SELLER}/print-all?inv_no=A-")
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2
        monkeypatch.setattr(taking_out, "MOST_PRINTS", 2)
        answer = await http.post(f"{SELLER}/print-all")
        assert answer.status_code == 400
        assert "まとめて印刷できるのは2件までです（該当3件）" in answer.text
        answer = await http.post(f"{SELLER}/print-all?inv_no=none")
        assert (answer.status_code, "印刷できる請求書がありません" in answer.text) == (400, True)
        answer = await http.post(f"{SELLER}/print", data={"none": "chosen"})
        assert answer.status_code == 400
        answer = await http.post(f"{SELLER}/print", data={"invoice": "1 OR 1=1"})
        assert answer.status_code == 400


async def test_a_buyer_who_prints_invoices_has_opened_them_but_one_who_lists_them_has_not(
    doors: Doors, cast: Cast
) -> None:
    first, second = await issued(doors, cast, 2)
    async with at_the_screen(doors, cast.buyer) as http:
        await http.post(f"{BUYER}/export", data={"encoding": "utf-8"})
        for number in (first, second):
            head = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
            assert head["seal_flg"] == "0"
        answer = await http.post(f"{BUYER}/print", data={"invoice": f"{first}-1", "paper": f"{second}-1"})
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2
    for number in (first, second):
        head = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
        assert head["seal_flg"] == "1"
        told = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
        assert [event["action"] for event in told] == ["invoice.received", "invoice.opened"]
    events = await rows(doors.pool, cast.buyer.company_id, LOG)
    assert [(event["action"], event["subject_id"]) for event in events] == [
        ("list.exported", "received_invoices"),
        ("list.printed", "received_invoices"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
async def test_the_list_is_written_as_it_is_filtered_and_sorted_all_pages_of_it(
    doors: Doors, cast: Cast, encoding: str
) -> None:
    numbers = await add_invoices(
        doors.pool, cast, 205, SellerStatus.ISSUED, inv_no="A-1", inv_name="髙橋様分"
    )
    await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED, inv_no="B-1")
    async with at_the_screen(doors, cast.seller) as http:
        path = f"{SELLER}/export?inv_no=A-&sort=-invoice_mng_num&page=2"
        answer = await http.post(path, data={"encoding": encoding})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8")
    found = read_csv(answer.content, "utf-8-sig" if encoding == "utf-8" else "cp932")
    assert found[0] == list(seller_sheet.HEADS)
    assert [line[0] for line in found[1:]] == [str(number) for number in reversed(numbers)]
    line = dict(zip(found[0], found[1], strict=True))
    assert (line["ステータス"], line["件名"], line["請求金額"]) == ("発行済", "髙橋様分", "11000")
    assert (line["締日"], line["入金期限"]) == ("2026-07-31", "2026-08-31")
    [event] = await rows(doors.pool, cast.seller.company_id, LOG)
    assert event["comment"] == f"CSV ({encoding}) 205件 inv_no_part=A-"
    assert event["actor_name"] == cast.seller.user.name


async def test_no_text_is_taken_for_a_formula_and_figures_stay_figures(doors: Doors, cast: Cast) -> None:
    await add_invoices(
        doors.pool, cast, 1, SellerStatus.ISSUED, inv_name="=HYPERLINK(1)", inv_no="@A", inv_show_amount=-500
    )
    for party, path, name in ((cast.seller, SELLER, "発行先名"), (cast.buyer, BUYER, "発行元")):
        async with at_the_screen(doors, party) as http:
            answer = await http.post(f"{path}/export", data={"encoding": "utf-8"})
        heads, line = read_csv(answer.content, "utf-8-sig")
        found = dict(zip(heads, line, strict=True))
        assert (found["件名"], found["請求書番号"]) == ("'=HYPERLINK(1)", "'@A")
        assert found["請求金額"] == "-500"
        assert found[name]


async def test_a_character_that_shift_jis_has_none_of_is_named_and_nothing_is_sent(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED, inv_name="𠮷野家様分")
    async with at_the_screen(doors, cast.seller) as http:
        answer = await http.post(f"{SELLER}/export", data={"encoding": "cp932"})
        assert answer.status_code == 400
        assert f"管理番号{number}の「件名」にある文字「𠮷」（U+20BB7）" in answer.text
        assert (await http.post(f"{SELLER}/export", data={"encoding": "utf-8"})).status_code == 200
    [event] = await rows(doors.pool, cast.seller.company_id, LOG)
    assert event["comment"].startswith("CSV (utf-8)")


async def test_an_outsider_takes_out_nothing_of_it(doors: Doors, cast: Cast) -> None:
    [number] = await issued(doors, cast, 1)
    async with at_the_screen(doors, cast.outsider) as http:
        for path, box in ((SELLER, str(number)), (BUYER, f"{number}-1")):
            answer = await http.post(f"{path}/print", data={"invoice": box})
            assert answer.status_code == 400
            answer = await http.post(f"{path}/export", data={"encoding": "utf-8"})
            assert len(read_csv(answer.content, "utf-8-sig")) == 1
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as nobody:
        answer = await nobody.post(f"{SELLER}/export", data={"encoding": "utf-8"})
        assert answer.status_code in {303, 401}


async def test_lists_are_searched_by_day_amount_and_counterparty_in_any_combination(
    doors: Doors, cast: Cast
) -> None:
    july = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED, close_date="2026-07-31")
    june = await add_invoices(
        doors.pool, cast, 1, SellerStatus.ISSUED, close_date="2026-06-30", inv_show_amount=5000
    )
    asked = {
        "close_date_from=2026-07-01&close_date_to=2026-07-31": july,
        "close_date_to=2026-06-30": june,
        "close_date_from=2026-06-01&amount_to=5000": june,
        "close_date_from=2026-07-01&amount_to=5000": [],
        "sort=close_date": [*june, *july],
    }
    for query, numbers in asked.items():
        for party, path, name, word in (
            (cast.seller, SELLER, "customer_name", "あおぞら"),
            (cast.buyer, BUYER, "seller_name", "青葉"),
        ):
            async with at_the_screen(doors, party) as http:
                answer = await http.post(f"{path}/export?{query}&{name}={word}", data={"encoding": "utf-8"})
            found = [line[0] for line in read_csv(answer.content, "utf-8-sig")[1:]]
            assert found == [str(number) for number in numbers]


def test_both_tables_name_every_column_once() -> None:
    for heads in (seller_sheet.HEADS, buyer_sheet.HEADS):
        assert len(set(heads)) == len(heads)
