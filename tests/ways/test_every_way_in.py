"""The same invoices by JSON, XML, CSV and on screen: one thousand, stored and printed alike to the byte."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from seikyu.db.pool import transaction
from seikyu.invoices.amounts import fill_in
from seikyu.issuing.model import ISSUE, issue_job
from seikyu.jobs.queue import enqueue
from seikyu.jobs.work import work
from seikyu.kit import csv_text
from seikyu.kit.yen import Rounding
from seikyu.uploads.model import State
from tests.drafting.screen import log_in
from tests.house.cast import Cast, add_customer, build_cast
from tests.house.doors import INVOICES, Doors, Spelling, until
from tests.house.papers import rows
from tests.issuing.registering import forget_jobs
from tests.uploads.house import enter, press, send, upload_of

MANY = 1000
ON_SCREEN = 3
PRINTED = 12
AT_ONCE = 250
CODES = ("C-1", "C-2", "C-3")
COLUMNS: dict[str, str] = {
    "番号": "inv_no",
    "得意先": "customer.private_cust_cd",
    "件名": "inv_name",
    "締": "close_date",
    "期限": "pay_due_date",
    "備考": "remarks",
    "日付": "details.item_slip_date",
    "品": "details.item_name",
    "数": "details.item_qty",
    "単価": "details.item_price",
    "単位": "details.item_unit",
    "税": "details.tax_type",
    "率": "details.tax_rate_sec",
    "形式": "details.input_tax_type",
}
CONSTANTS = {"payment_method": "0", "unit_tax_calc_sec": "0", "details.reduced_tax_flg": "0"}
GOODS = (("トナー髙", "13582", "本", "1"), ("保守料①", "1500.5", "式", "0"), ("水～24本", "98", "箱", "0"))


def invoice(number: int) -> dict[str, Any]:
    """What a program would send; every way in begins from this."""
    chance = random.Random(number)
    return {
        "inv_no": f"W-{number:04}",
        "customer": {"private_cust_cd": CODES[number % len(CODES)]},
        "inv_name": f"{number % 12 + 1}月分ご請求",
        "close_date": "2026-11-30",
        "pay_due_date": "2026-12-31",
        "remarks": "一行目\n二行目" if number % 5 == 0 else "お振込手数料はご負担ください。",
        "payment_method": "0",
        "unit_tax_calc_sec": "0",
        "details": [line(chance) for _ in range(1 + number % 4)],
    }


def line(chance: random.Random) -> dict[str, Any]:
    name, price, unit, holds_tax = chance.choice(GOODS)
    reduced = chance.random() < 0.3
    return {
        "item_slip_date": f"2026-11-{chance.randint(1, 30):02}",
        "item_name": name,
        "item_qty": chance.choice((1, 2, 3, 24, -1)),
        "item_price": price,
        "item_unit": unit,
        "tax_type": "0",
        "tax_rate_sec": 8 if reduced else 10,
        "reduced_tax_flg": "1" if reduced else "0",
        "input_tax_type": holds_tax,
    }


def with_amounts(number: int) -> dict[str, Any]:
    made = invoice(number)
    fill_in(made, Rounding.DOWN)
    return made


def as_csv(numbers: Sequence[int]) -> bytes:
    """A row a line; the head's values stand on the first row of each invoice, as people write them."""
    table: list[list[str]] = [[*COLUMNS]]
    for number in numbers:
        made = invoice(number)
        for place, one in enumerate(made["details"]):
            head = [made[name].replace("-", "/") for name in ("close_date", "pay_due_date")]
            table.append(
                [
                    made["inv_no"],
                    made["customer"]["private_cust_cd"],
                    *([made["inv_name"], *head, made["remarks"]] if place == 0 else [""] * 4),
                    one["item_slip_date"].replace("-", "/"),
                    one["item_name"],
                    str(one["item_qty"]),
                    one["item_price"],
                    one["item_unit"],
                    "課税",
                    "8%※" if one["reduced_tax_flg"] == "1" else "10%",
                    "税込" if one["input_tax_type"] == "1" else "税抜",
                ]
            )
    return csv_text.write(table, "cp932")


async def by_api(doors: Doors, cast: Cast, spelling: Spelling) -> None:
    for start in range(0, MANY, AT_ONCE):
        body = {
            "response_type": spelling,
            "invoices": [with_amounts(number) for number in range(start, start + AT_ONCE)],
        }
        answer = await doors.send(cast.seller, "POST", INVOICES, body, spelling=spelling)
        assert answer.status_code == 200, answer.text


async def by_file(doors: Doors, cast: Cast) -> None:
    cookies = await enter(doors, cast.seller)
    answer = await send(doors, cookies, as_csv(range(MANY)))
    path = answer.headers["location"].removesuffix("/mapping")
    chosen = {f"c{n}": target for n, target in enumerate(COLUMNS.values())}
    for n, (target, value) in enumerate(CONSTANTS.items()):
        chosen |= {f"t{n}": target, f"v{n}": value}
    answer = await press(doors, cookies, f"{path}/mapping", **chosen, name="販売管理")
    assert answer.status_code == 303, answer.text

    async def is_in(state: State) -> bool:
        return (await upload_of(doors, cast.seller, path)).state is state

    async with working_but_not_issuing(doors):
        await until(lambda: is_in(State.CHECKED), 60)
        assert (await press(doors, cookies, f"{path}/register")).status_code == 303
        await until(lambda: is_in(State.DONE), 60)


async def on_screen(doors: Doors, cast: Cast) -> None:
    async with log_in(doors, cast.seller) as screen:
        for number in range(ON_SCREEN):
            made = invoice(number)
            shown = await screen.get("/seller/invoices/new")
            names = shown.tree.xpath("//select[@id='customer']/option[@value!='']")
            [customer] = [
                option.get("value")
                for option in names
                if made["customer"]["private_cust_cd"] in option.text_content()
            ]
            typed: dict[str, Any] = {
                name: made[name] for name in ("inv_no", "inv_name", "close_date", "pay_due_date")
            }
            typed |= {"customer": customer, "publisher": "", "banks": None}
            typed["remarks"] = made["remarks"].replace("\n", "\r\n")
            for place, one in enumerate(made["details"]):
                given = {name: str(one[name]) for name in ("item_slip_date", "item_name", "item_unit")}
                given |= {name: str(one[name]) for name in ("item_qty", "item_price")}
                given["tax_class"] = "tr8_reduced" if one["reduced_tax_flg"] == "1" else "tr10"
                given["mode"] = one["input_tax_type"]
                typed |= {f"details-{place}-{name}": value for name, value in given.items()}
            confirm = await screen.send(shown, "confirm", **typed)
            assert confirm.path.endswith("/confirm"), confirm.text
            done = await screen.press(confirm)
            assert done.path.startswith("/seller/invoices/"), done.text


@asynccontextmanager
async def working_but_not_issuing(doors: Doors) -> AsyncIterator[None]:
    """A worker that does everything but issue: printing three thousand invoices would prove no more."""
    stop = asyncio.Event()
    tasks = [task for task in doors.tasks if task.name != ISSUE]
    working = asyncio.create_task(work(doors.pool, tasks, stop))
    try:
        yield
    finally:
        stop.set()
        await working


async def stored(doors: Doors, cast: Cast) -> dict[str, tuple[int, bytes, bytes]]:
    """Number, document and its digest, by the seller's own number."""
    found = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT i.inv_no, i.invoice_mng_num, v.document, v.sha256 FROM invoices AS i "
        "JOIN invoice_versions AS v USING (company_id, invoice_mng_num)",
    )
    return {row["inv_no"]: (row["invoice_mng_num"], row["document"], row["sha256"]) for row in found}


async def printed(doors: Doors, cast: Cast, numbers: Sequence[int]) -> list[bytes]:
    """Have them issued; the PDFs."""
    await forget_jobs(doors, cast)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await enqueue(connection, [issue_job(cast.seller.company_id, number, 1) for number in numbers])
    await doors.work_off()
    found = [await doors.get(cast.seller, f"{INVOICES}/{number}/pdf") for number in numbers]
    assert {answer.status_code for answer in found} == {200}
    return [answer.content for answer in found]


@asynccontextmanager
async def same_numbers(doors: Doors) -> AsyncIterator[int]:
    """The number from which each way begins to allot: it is printed, so it must be the same."""
    first = await doors.pool.fetchval("SELECT nextval('invoice_mng_num_seq')") + MANY
    try:
        yield first
    finally:
        await doors.pool.execute("SELECT setval('invoice_mng_num_seq', $1)", first + 3 * MANY)


@pytest.mark.timeout(240)
async def test_the_same_thousand_invoices_are_stored_and_printed_alike_by_every_way_in(
    doors: Doors, password_hash: str
) -> None:
    ways: dict[str, dict[str, tuple[int, bytes, bytes]]] = {}
    papers: dict[str, list[bytes]] = {}
    doors = replace(doors)
    async with same_numbers(doors) as first:
        for way in ("json", "xml", "csv", "screen"):
            cast = await build_cast(doors.pool, password_hash)
            for code in CODES:
                await add_customer(
                    doors.pool,
                    cast.seller.company_id,
                    cast.buyer.company_id,
                    private_cust_cd=code,
                    company_name_org=f"得意先{code}株式会社",
                    zip="150-0002",
                    address1="東京都渋谷区渋谷2-1",
                )
            await doors.pool.execute("SELECT setval('invoice_mng_num_seq', $1)", first)
            match way:
                case "json" | "xml":
                    await by_api(doors, cast, "json" if way == "json" else "xml")
                case "csv":
                    await by_file(doors, cast)
                case _:
                    await on_screen(doors, cast)
            ways[way] = await stored(doors, cast)
            if way == "screen":
                await forget_jobs(doors, cast)
                continue
            sample = [ways[way][f"W-{number:04}"][0] for number in range(PRINTED)]
            papers[way] = await printed(doors, cast, sample)
    assert len(ways["json"]) == MANY
    assert ways["xml"] == ways["json"]
    assert ways["csv"] == ways["json"]
    assert papers["xml"] == papers["json"]
    assert papers["csv"] == papers["json"]
    few = {name: document for name, (_, document, _) in ways["screen"].items()}
    assert few == {name: ways["json"][name][1] for name in few}
    assert len(few) == ON_SCREEN
