"""One request of 500 invoices with faults sprinkled in, as JSON and as XML."""

import random
from typing import Any

import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_ids
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, CUSTOMER_FIELDS, Master
from seikyu.partners.store import register
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, Cast, add_masters
from tests.house.doors import Doors, Spelling, told
from tests.house.papers import add_invoices, everything_of, rows
from tests.issuing.faults import Bad, changed, fields, rules

SIZE = 500
NOT_SENT_BACK = ("invoice_mng_num", "E400001", "指定された請求書は差戻し請求書として存在しません。")
REPEATED = ("invoice_mng_num", "E400002", "同じ請求書管理番号がリクエスト内で重複しています。")
NO_OBJECT = ("", "E200017", "請求書はオブジェクトで指定してください。")


def sound(place: int, number: int) -> dict[str, Any]:
    """A correction that would register a publisher and a bank account and change a customer."""
    return {
        "invoice_mng_num": str(number),
        "publisher": {
            "publisher_mng_num": f"P{place}",
            "publisher_zip": "900-0001",
            "publisher_address1": "那覇市",
            "publisher_phone": "098-1-1",
        },
        "customer": {**BUYER_AS_CUSTOMER, "company_name_kana_org": None, "phone": f"03-{place}-1"},
        "inv_name": f"{place}件目",
        "payment_method": "0",
        "inv_amount": "1100",
        "inv_show_amount": "1100",
        "details": [{"item_name": "一", "item_qty": "1"}],
        "custom_header": {
            "custom_name": "納品",
            "custom_detail_headers": [
                {"field_seq": "1", "field_name": "品番", "field_type": "S", "field_col_width": "60"},
                {
                    "field_seq": "2",
                    "field_name": "重量",
                    "field_type": "N",
                    "field_num_decimal_places": "2",
                    "field_col_width": "40",
                },
            ],
        },
        "custom_details": [
            {
                "custom_detail_values": [
                    {"field_seq": "1", "field_value": "A"},
                    {"field_seq": "2", "field_value": "1.25"},
                ]
            }
        ],
        "banks": [{**BANK_1, "transfer_code": f"B{place}", "account_num": f"{place}"}],
    }


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_of_500_invoices_every_fault_is_told_and_every_good_one_issued_once(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    seller, buyer = cast.seller.company_id, cast.buyer.company_id
    twice: dict[str, str | None] = {**BANK_1, "transfer_code": "B-TWICE"}
    await add_masters(doors.pool, seller, BANK_ACCOUNT, twice, twice)
    numbers = await sent_back_with_customers_of_their_own(doors, cast, SIZE)
    [issued] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    faults: dict[int, Bad] = dict(zip(sprinkled(), [*fields(), *rules()], strict=False))
    goods = [place for place in range(SIZE - 4) if place not in faults]
    assert len(faults) > 250
    assert len(goods) > 150
    batch: list[Any] = [
        changed(sound(place, number), faults[place].changes) if place in faults else sound(place, number)
        for place, number in enumerate(numbers)
    ]
    told_of: dict[int, tuple[tuple[str, str, str], ...]] = {n: bad.told for n, bad in faults.items()}
    for place, number, expected in (
        (SIZE - 4, 9999999999, NOT_SENT_BACK),
        (SIZE - 3, issued, NOT_SENT_BACK),
        (SIZE - 2, numbers[goods[0]], REPEATED),
    ):
        batch[place] = sound(place, number)
        told_of[place] = (expected,)
    batch[SIZE - 1] = "x"
    told_of[SIZE - 1] = (NO_OBJECT,)

    before = await everything_of(doors.pool, seller)
    answer = await doors.put(cast.seller, *batch, spelling=spelling)
    assert answer.status_code == 400
    assert sorted(map(flat, told(answer))) == sorted(expected_of(told_of, batch))

    good_numbers = {numbers[place] for place in goods}
    after = await everything_of(doors.pool, seller)
    assert untouched(after, good_numbers) == untouched(before, good_numbers)
    assert {row["publisher_mng_num"] for row in new(after, before, "publishers")} == {f"P{n}" for n in goods}
    assert {row["transfer_code"] for row in new(after, before, "bank_accounts")} == {f"B{n}" for n in goods}
    assert {row["phone"] for row in new(after, before, "customers")} == {f"03-{n}-1" for n in goods}
    assert len(after["jobs"]) == len(goods)

    await doors.work_off()
    await assert_issued_once(doors, seller, good_numbers, "invoice", "invoice.issued")
    await assert_issued_once(doors, buyer, good_numbers, "received_invoice", "invoice.received")
    mails = await rows(doors.pool, buyer, "SELECT recipient, body, sent_at FROM mails")
    assert sorted((mail["recipient"], number_in(mail["body"])) for mail in mails) == sorted(
        (reader, number) for reader in cast.readers for number in good_numbers
    )
    assert all(mail["sent_at"] for mail in mails)


def sprinkled() -> list[int]:
    """The places of a batch in an order of no meaning; the last four are filled by hand."""
    places = [*range(SIZE - 4)]
    random.Random(500).shuffle(places)
    return places


async def sent_back_with_customers_of_their_own(doors: Doors, cast: Cast, count: int) -> list[int]:
    now, seller = system_clock(), cast.seller.company_id
    ids = new_ids(now, count)
    customer = {name: BUYER_AS_CUSTOMER.get(name) for name in CUSTOMER_FIELDS}
    async with transaction(doors.pool, seller) as connection:
        await register(connection, seller, CUSTOMER, [Master(key, customer) for key in ids], now)
    return await add_invoices(doors.pool, cast, count, customers=ids)


def flat(entry: dict[str, Any]) -> tuple[int, str | None, str, str, str]:
    return (
        entry["index"],
        entry["invoice_mng_num"],
        entry["error_item"],
        entry["error_code"],
        entry["error_detail"],
    )


def expected_of(
    told_of: dict[int, tuple[tuple[str, str, str], ...]], batch: list[Any]
) -> list[tuple[int, str | None, str, str, str]]:
    found = []
    for place, entries in told_of.items():
        number = batch[place]["invoice_mng_num"] if isinstance(batch[place], dict) else None
        if any(path == "invoice_mng_num" and code.startswith("E2") for path, code, _ in entries):
            number = None
        for path, code, sentence in entries:
            item = f"invoices[{place}].{path}".removesuffix(".")
            found.append((place, number, item, code, sentence))
    return found


def untouched(everything: dict[str, list[dict[str, Any]]], but: set[int]) -> list[dict[str, Any]]:
    """Rows and events of invoices that are not among the good ones."""
    return [
        row
        for table in ("invoices", "invoice_versions", "audit_events")
        for row in everything[table]
        if row.get("invoice_mng_num", 0) not in but
        and row.get("subject_kind") not in ("publisher", "customer", "bank_account")
        and int(row.get("subject_id", 0)) not in but
    ]


def new(
    after: dict[str, list[dict[str, Any]]], before: dict[str, list[dict[str, Any]]], table: str
) -> list[Any]:
    return [row for row in after[table] if row not in before[table]]


def number_in(body: str) -> int:
    return int(body.partition("請求書管理番号： ")[2].partition("\n")[0])


async def assert_issued_once(doors: Doors, owner: int, numbers: set[int], kind: str, action: str) -> None:
    """Of each number a second version, printed, with one event, and of no other number anything."""
    table = "invoices" if kind == "invoice" else "received_invoices"
    done = await rows(
        doors.pool,
        owner,
        f"""
        SELECT invoice_mng_num, i.status,
            (SELECT count(*) FROM invoice_versions AS v
             WHERE v.company_id = $1 AND v.invoice_mng_num = i.invoice_mng_num AND v.version > 1) AS versions,
            (SELECT count(*) FROM invoice_prints AS p
             WHERE p.company_id = $1 AND p.invoice_mng_num = i.invoice_mng_num) AS prints,
            (SELECT count(*) FROM audit_events AS e WHERE e.company_id = $1 AND e.subject_kind = $2
             AND e.subject_id = i.invoice_mng_num::text AND e.action = $3) AS events
        FROM {table} AS i WHERE company_id = $1 AND version = 2
        """,
        owner,
        kind,
        action,
    )
    assert {row["invoice_mng_num"] for row in done} == numbers
    status = 22 if kind == "invoice" else 50
    assert {(r["status"], r["versions"], r["prints"], r["events"]) for r in done} == {(status, 1, 1, 1)}
