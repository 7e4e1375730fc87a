"""Whose invoice it is: payees found or made when invoices are delivered, and when they are paid."""

from datetime import date
from typing import Any

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.masters.store import save
from seikyu.payees.masters import PAYEES, blank
from seikyu.payees.queries import payees
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices

NUMBER = "T7000012050002"


async def add_payee(doors: Doors, owner: int, code: str, **fields: Any) -> Master:
    now = system_clock()
    master = Master(new_id(now), {**blank(), "payee_code": code, "payee_name": "株式会社青葉商事", **fields})
    async with transaction(doors.pool, owner) as connection:
        await save(connection, owner, PAYEES, Decision(registered={master.master_id: master}), now)
    return master


async def delivered(doors: Doors, cast: Cast, count: int = 1, **changes: Any) -> list[int]:
    numbers = await add_invoices(doors.pool, cast, count, SellerStatus.QUEUED, **changes)
    await doors.work_off()
    return numbers


async def inside(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    owner = cast.buyer.company_id
    async with transaction(doors.pool, owner) as connection:
        row = await connection.fetchrow(
            "SELECT payee_id, own_due_date, department_code FROM received_invoices "
            "WHERE company_id = $1 AND invoice_mng_num = $2",
            owner,
            number,
        )
    assert row is not None
    return dict(row)


async def codes_of_payees(doors: Doors, owner: int) -> list[str]:
    async with transaction(doors.pool, owner) as connection:
        rows = await connection.fetch(
            "SELECT key FROM coded_masters WHERE company_id = $1 AND kind = 'payees' ORDER BY key", owner
        )
    return [row["key"] for row in rows]


async def test_a_seller_nobody_knows_becomes_a_payee_with_its_own_name_and_number(
    doors: Doors, cast: Cast
) -> None:
    [number] = await delivered(doors, cast)
    payee_id = (await inside(doors, cast, number))["payee_id"]
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        found = await payees(connection, cast.buyer.company_id, [payee_id])
    assert found[payee_id].code == f"S{cast.seller.company_id}"
    assert found[payee_id].name == cast.seller.company.name
    assert found[payee_id].fields["registration_number"] == NUMBER


async def test_however_many_are_delivered_at_once_a_seller_is_one_payee(doors: Doors, cast: Cast) -> None:
    numbers = await delivered(doors, cast, 12)
    found = {(await inside(doors, cast, number))["payee_id"] for number in numbers}
    assert len(found) == 1
    assert await codes_of_payees(doors, cast.buyer.company_id) == [f"S{cast.seller.company_id}"]


async def test_a_payee_with_the_seller_s_number_is_the_seller(doors: Doors, cast: Cast) -> None:
    known = await add_payee(doors, cast.buyer.company_id, "A-1", registration_number=NUMBER)
    await add_payee(doors, cast.buyer.company_id, "A-0", corp_genuine_id="1180301018771")
    [number] = await delivered(doors, cast)
    assert (await inside(doors, cast, number))["payee_id"] == known.master_id
    assert len(await codes_of_payees(doors, cast.buyer.company_id)) == 2


async def test_a_code_that_is_taken_is_not_taken_again(doors: Doors, cast: Cast) -> None:
    code = f"S{cast.seller.company_id}"
    await add_payee(doors, cast.buyer.company_id, code)
    await delivered(doors, cast)
    assert await codes_of_payees(doors, cast.buyer.company_id) == [code, f"{code}-2"]


async def test_the_terms_of_the_payee_say_when_it_is_paid(doors: Doors, cast: Cast) -> None:
    terms = {"closing_day": 20, "pay_month": 2, "pay_day": 10, "holiday_rule": "2"}
    await add_payee(
        doors, cast.buyer.company_id, "A", registration_number=NUMBER, department_code="100", **terms
    )
    [number, undated] = [
        *await delivered(doors, cast, close_date="2026-07-31"),
        *await delivered(doors, cast, close_date=None),
    ]
    kept = await inside(doors, cast, number)
    assert (kept["own_due_date"], kept["department_code"]) == (date(2026, 10, 13), "100")
    assert (await inside(doors, cast, undated))["own_due_date"] is None


async def test_what_people_have_set_stays_when_an_invoice_comes_again(doors: Doors, cast: Cast) -> None:
    terms = {"closing_day": 31, "pay_month": 1, "pay_day": 31, "holiday_rule": "0"}
    await add_payee(doors, cast.buyer.company_id, "A", registration_number=NUMBER, **terms)
    other = await add_payee(doors, cast.buyer.company_id, "B")
    owner = cast.buyer.company_id
    [left, changed] = await delivered(doors, cast, 2)
    async with transaction(doors.pool, owner) as connection:
        await connection.execute(
            "UPDATE received_invoices SET payee_id = $3, own_due_date = '2026-12-25' "
            "WHERE company_id = $1 AND invoice_mng_num = $2",
            owner,
            changed,
            other.master_id,
        )
    for number in (left, changed):
        await doors.send_back(cast.buyer, number)
        answer = await doors.put(
            cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1, "close_date": "2026-08-31"}
        )
        assert answer.status_code == 200, answer.text
    await doors.work_off()
    assert (await inside(doors, cast, left))["own_due_date"] == date(2026, 9, 30)
    kept = await inside(doors, cast, changed)
    assert (kept["payee_id"], kept["own_due_date"]) == (other.master_id, date(2026, 12, 25))


async def test_the_outsider_s_payees_are_its_own(doors: Doors, cast: Cast) -> None:
    await delivered(doors, cast)
    assert await codes_of_payees(doors, cast.outsider.company_id) == []
