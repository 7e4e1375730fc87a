"""支払先 by API: registered, updated, deleted, and all that is wrong or doubtful told (contract §5)."""

from typing import Any, Literal

import httpx
import pytest

from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import Doors, Spelling, codes_of
from tests.house.papers import add_invoices

PATH = "/v1/invoice/buyer/payees"
WHOLE = {
    "payee_code": "A-1",
    "payee_name": "株式会社青葉商事",
    "payee_kana": "アオバショウジ",
    "corp_genuine_id": "7000012050002",
    "registration_number": "T7000012050002",
    "zip": "100-0001",
    "address1": "東京都千代田区千代田1-1",
    "phone": "03-1234-5678",
    "user_email": "keiri@example.jp",
    "closing_day": 20,
    "pay_month": 1,
    "pay_day": 10,
    "holiday_rule": "2",
    "fncl_inst_code": "0001",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "1234567",
    "depositor_kana": "カ）アオバショウジ",
    "fee_bearer": "0",
}


async def keep(
    doors: Doors,
    cast: Cast,
    *payees: dict[str, Any],
    method: Literal["POST", "PUT"] = "POST",
    spelling: Spelling = "json",
) -> httpx.Response:
    body = {"response_type": spelling, "payees": [*payees]}
    return await doors.send(cast.buyer, method, PATH, body, spelling=spelling)


async def listed(doors: Doors, cast: Cast, **query: Any) -> list[dict[str, Any]]:
    answer = await doors.get(cast.buyer, PATH, **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["payees"]
    return found


async def test_a_payee_is_registered_as_given_and_updated_by_its_code(doors: Doors, cast: Cast) -> None:
    answer = await keep(doors, cast, WHOLE)
    assert (answer.json()["payees"][0]["outcome"], answer.json()["warning_list"]) == ("registered", None)
    [found] = await listed(doors, cast)
    assert {name: found[name] for name in WHOLE} == WHOLE
    await keep(doors, cast, {"payee_code": "A-1", "pay_day": 31}, method="PUT")
    [found] = await listed(doors, cast, payee_code="A-1")
    assert {name: found[name] for name in WHOLE} == {**WHOLE, "pay_day": 31}


async def test_put_registers_nothing(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, WHOLE)
    answer = await keep(
        doors, cast, {"payee_code": "A-1", "pay_day": 25}, {"payee_code": "A-2"}, method="PUT"
    )
    assert codes_of(answer) == [("payees[1]", "E500013")]
    assert [(one["payee_code"], one["pay_day"]) for one in await listed(doors, cast)] == [("A-1", 25)]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_every_fault_is_told_at_its_place(doors: Doors, cast: Cast, spelling: Spelling) -> None:
    answer = await keep(
        doors,
        cast,
        {"payee_code": "1", "payee_name": "名" * 31, "registration_number": "7000012050002"},
        {"payee_code": "2", "payee_name": "甲", "closing_day": 20, "fncl_inst_code": "0001"},
        {**WHOLE, "payee_code": "3", "depositor_kana": "青葉｡"},
        {"payee_code": "4", "payee_name": "乙", "closing_day": 32, "pay_month": 1},
        {"payee_code": "5", "payee_name": "丙", "department_code": "999"},
        {"payee_code": "6", "delete_flg": "1"},
        spelling=spelling,
    )
    assert answer.status_code == 400
    assert codes_of(answer) == [
        ("payees[0].payee_name", "E200004"),
        ("payees[0].registration_number", "E200101"),
        ("payees[1].pay_month", "E301201"),
        ("payees[1].branch_code", "E301202"),
        ("payees[2].depositor_kana", "E201201"),
        ("payees[3].closing_day", "E200016"),
        ("payees[4].department_code", "E500901"),
        ("payees[5]", "E500013"),
    ]
    assert await listed(doors, cast) == []


async def test_an_update_is_held_to_what_the_payee_becomes(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, {"payee_code": "1", "payee_name": "甲"})
    answer = await keep(doors, cast, {"payee_code": "1", "pay_day": 10}, method="PUT")
    assert codes_of(answer) == [("payees[0].closing_day", "E301201")]
    terms = {"closing_day": 31, "pay_month": 1, "pay_day": 31}
    assert (await keep(doors, cast, {"payee_code": "1", **terms}, method="PUT")).status_code == 200
    assert (await keep(doors, cast, {"payee_code": "1", "pay_day": 10}, method="PUT")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({"corp_genuine_id": "1234567890123", "registration_number": None}, "corp_genuine_id"),
        ({"registration_number": "T1180301018771"}, "registration_number"),
        ({"fncl_inst_code": "9998"}, "fncl_inst_code"),
        ({"branch_code": "999"}, "branch_code"),
        ({"pay_month": 0}, "pay_day"),
        ({"pay_month": 3}, "pay_month"),
        ({"fee_bearer": "1"}, "fee_bearer"),
        ({"depositor_kana": "ガ" * 16}, "depositor_kana"),
    ],
)
async def test_what_is_only_doubtful_is_kept_with_a_warning(
    doors: Doors, cast: Cast, changed: dict[str, Any], warned: str
) -> None:
    answer = await keep(doors, cast, {**WHOLE, **changed})
    assert answer.status_code == 200, answer.text
    [warning] = answer.json()["warning_list"]
    assert warning.startswith(f"payees[0].{warned}: ")


async def test_a_payee_with_invoices_under_way_is_not_deleted(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, WHOLE)
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.QUEUED)
    await doors.work_off()
    gone = {"payee_code": "A-1", "delete_flg": "1"}
    assert codes_of(await keep(doors, cast, gone)) == [("payees[0]", "E500902")]
    await doors.send_back(cast.buyer, number)
    assert (await keep(doors, cast, gone)).status_code == 200
    assert await listed(doors, cast) == []


async def test_a_department_that_payees_name_is_not_deleted(doors: Doors, cast: Cast) -> None:
    path, department = "/v1/invoice/buyer/departments", {"department_code": "100", "department_name": "総務"}
    await doors.send(cast.buyer, "POST", path, {"departments": [department]})
    assert (await keep(doors, cast, {**WHOLE, "department_code": "100"})).status_code == 200
    gone = {"departments": [{**department, "delete_flg": "1"}]}
    assert codes_of(await doors.send(cast.buyer, "POST", path, gone)) == [("departments[0]", "E500902")]


async def test_each_company_sees_its_own(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, WHOLE)
    assert (await doors.get(cast.outsider, PATH)).json()["payees"] == []
    answer = await doors.send(cast.outsider, "PUT", PATH, {"payees": [{"payee_code": "A-1", "pay_day": 5}]})
    assert codes_of(answer) == [("payees[0]", "E500013")]
