"""Print batches: one PDF and one manifest, which never change."""

import asyncio
import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import asyncpg
import httpx
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.posting.actions.close import close as close_batch
from seikyu.posting.binding import page_count
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors
from tests.house.papers import rows
from tests.house.statements import note_query
from tests.posting.house import INVOICE, POST, UNLINKED, close, issue, letters, pages_of, work

MM = 72 / 25.4
WINDOW = (20 * MM, (297 - 12 - 45) * MM, 110 * MM, (297 - 12) * MM)
"""Of the envelope, from the lower left corner of the sheet, in points."""
LONG = {
    **UNLINKED,
    "private_cust_cd": "POST-2",
    "company_name_org": "株式会社髙橋ホールディングス",
    "address1": "東京都渋谷区渋谷二丁目二十一番一号",
    "address2": "渋谷サンプルビルディング北館十五階",
}


def manifest(content: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


def text_lines(pdf: bytes, page: int) -> Iterator[LTTextLine]:
    [layout] = extract_pages(io.BytesIO(pdf), page_numbers=[page])
    for block in layout:
        if isinstance(block, LTTextContainer):
            yield from (line for line in block if isinstance(line, LTTextLine))


async def test_a_batch_is_one_pdf_of_window_sheets_and_stored_invoices_and_one_manifest(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    many = [{"item_name": f"品目{n}", "item_qty": 1, "item_price": 10} for n in range(80)]
    await issue(
        doors,
        cast,
        {**INVOICE, **POST},
        {**INVOICE, "customer": UNLINKED, **POST, "details": many},
        {**INVOICE, "customer": LONG, **POST},
    )
    batch_no = await close(screen)
    await work(doors, cast)
    pdf = await screen.get(f"/seller/posting/batches/{batch_no}/pdf")
    listed = await screen.get(f"/seller/posting/batches/{batch_no}/csv")
    assert (pdf.headers["content-type"], pdf.status_code, listed.status_code) == ("application/pdf", 200, 200)
    assert f"PB{batch_no:06}.pdf" in pdf.headers["content-disposition"]
    assert listed.content.startswith(b"\xef\xbb\xbf")
    found, texts = manifest(listed.content, "utf-8-sig"), pages_of(pdf.content)
    assert [(row["batch_no"], row["sequence"]) for row in found] == [
        (f"PB{batch_no:06}", str(n)) for n in (1, 2, 3)
    ]
    first = 1
    for row in found:
        number = row["invoice_mng_num"]
        stored = (await doors.get(cast.seller, f"{INVOICES}/{number}/pdf")).content
        assert hashlib.sha256(stored).hexdigest() == row["sha256"]
        assert int(row["pages"]) == 1 + page_count(stored)
        assert int(row["first_page"]) == first
        assert f"PB{batch_no:06}-{int(row['sequence']):04} 1/{row['pages']}" in texts[first - 1]
        assert f"〒{row['zip']}" in texts[first - 1]
        assert texts[first : first + int(row["pages"]) - 1] == pages_of(stored)
        first += int(row["pages"])
    assert first == len(texts) + 1
    assert max(int(row["pages"]) for row in found) > 2


async def test_the_address_stands_in_the_window_and_nothing_else_does(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    await issue(doors, cast, {**INVOICE, "customer": LONG, **POST})
    batch_no = await close(screen)
    await work(doors, cast)
    pdf = (await screen.get(f"/seller/posting/batches/{batch_no}/pdf")).content
    left, bottom, right, top = WINDOW
    within, beside = [], []
    for line in text_lines(pdf, 0):
        x0, y0, x1, y1 = line.bbox
        if x0 < right and x1 > left and y0 < top and y1 > bottom:
            assert left <= x0 < x1 <= right
            assert bottom <= y0 < y1 <= top
            within.append(line)
        else:
            beside.append(line.get_text().strip())
    within.sort(key=lambda line: -line.y0)
    assert [line.get_text().strip() for line in within] == [
        "〒150-0002",
        LONG["address1"],
        LONG["address2"],
        "株式会社髙橋ホールディングス　御中",
        f"PB{batch_no:06}-0001 1/2",
    ]
    assert {"〒100-0001", "東京都千代田区千代田1-1", cast.seller.company.name, "請 求 書 在 中"} <= set(
        beside
    )


async def test_the_fullest_window_keeps_its_lines_apart(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    full = {**LONG, "address1": "東京都渋谷区" + "渋谷" * 27, "address2": "い" * 40}
    full |= {"company_name_org": "株式会社" + "う" * 14, "base_name": "え" * 12}
    await issue(doors, cast, {**INVOICE, "customer": full, **POST})
    assert [(one["problem"], one["state"]) for one in await letters(doors, cast)] == [(None, "waiting")]
    batch_no = await close(screen)
    await work(doors, cast)
    pdf = (await screen.get(f"/seller/posting/batches/{batch_no}/pdf")).content
    lines = sorted((line for line in text_lines(pdf, 0) if line.x0 < 30 * MM), key=lambda line: -line.y0)
    shown = [line for line in lines if line.y0 > WINDOW[1] - 1]
    assert len(shown) == 9
    assert all(upper.y0 >= lower.y1 - 2 for upper, lower in pairwise(shown))
    assert min(line.y0 for line in shown) >= WINDOW[1]


async def test_a_manifest_for_older_machines_is_cp932_with_a_sign_for_what_that_lacks(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    await screen.post("/seller/posting/settings", data={"default": "not", "encoding": "cp932"})
    strange = {**LONG, "company_name_org": "髙橋𠮷商店"}
    await issue(doors, cast, {**INVOICE, "customer": strange, **POST})
    batch_no = await close(screen)
    await work(doors, cast)
    listed = await screen.get(f"/seller/posting/batches/{batch_no}/csv")
    [row] = manifest(listed.content, "cp932")
    assert row["name1"] == "髙橋〓商店"


async def test_a_batch_never_changes(doors: Doors, cast: Cast, screen: httpx.AsyncClient) -> None:
    await issue(doors, cast, {**INVOICE, **POST})
    batch_no = await close(screen)
    await work(doors, cast)
    for table in ("print_batches", "print_batch_letters", "print_batch_files"):
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
                await connection.execute(
                    f"UPDATE {table} SET batch_no = batch_no WHERE batch_no = {batch_no}"
                )
            await connection.execute("ROLLBACK; BEGIN")
    before = (await screen.get(f"/seller/posting/batches/{batch_no}/pdf")).content
    await issue(doors, cast, {**INVOICE, **POST})
    other = await close(screen)
    await work(doors, cast)
    assert other != batch_no
    assert (await screen.get(f"/seller/posting/batches/{batch_no}/pdf")).content == before


async def test_two_who_close_at_once_make_one_batch(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    await issue(doors, cast, *[{**INVOICE, **POST}] * 5)
    answers = await asyncio.gather(*(screen.post("/seller/posting/close") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    assert [one["sequence"] for one in await letters(doors, cast)] == [1, 2, 3, 4, 5]
    await work(doors, cast)


async def test_a_batch_is_closed_every_day_at_the_time_that_is_set(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    at = (system_clock() + timedelta(hours=9, minutes=5)).strftime("%H:%M")
    for _ in range(2):  # set twice: the first setting's job does nothing
        await screen.post("/seller/posting/settings", data={"daily_at": at, "encoding": "utf-8"})
    await issue(doors, cast, {**INVOICE, **POST}, {**INVOICE, **POST})
    assert {one["state"] for one in await letters(doors, cast)} == {"waiting"}
    mine = f'%"company_id":{cast.seller.company_id},%'
    due = "UPDATE pgqueuer SET execute_after = now() WHERE convert_from(payload, 'UTF8') LIKE $1"
    await doors.pool.execute(due, mine)
    await work(doors, cast)
    assert [(one["state"], one["sequence"]) for one in await letters(doors, cast)] == [
        ("closed", 1),
        ("closed", 2),
    ]
    query = "SELECT count(*) AS n FROM print_batches WHERE company_id = $1"
    assert (await rows(doors.pool, cast.seller.company_id, query, cast.seller.company_id))[0]["n"] == 1
    waiting = "SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    assert await doors.pool.fetchval(waiting, mine) == 1  # tomorrow's


async def test_closing_takes_as_many_statements_for_many_letters_as_for_one(doors: Doors, cast: Cast) -> None:
    taken = []
    for count in (1, 20):
        await issue(doors, cast, *[{**INVOICE, **POST}] * count)
        asked: list[str] = []
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            connection.add_query_logger(lambda query, asked=asked: note_query(asked, query.query))
            await close_batch(connection, cast.seller.actor, system_clock)
        taken.append(len(asked))
        await work(doors, cast)
    assert taken[0] == taken[1]
