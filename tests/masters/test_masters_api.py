"""Journal masters through the API: the five kinds are kept alike (contract §5)."""

from typing import Any

import httpx
import pytest

from tests.house.cast import Cast
from tests.house.doors import Doors, Spelling, codes_of

PREFIX = "/v1/invoice/buyer/"
CATEGORY = {
    "tax_category_code": "10",
    "tax_category_name": "課対仕入込10%適格",
    "tax_rate": "10",
    "credit": "qualified",
}


async def keep(
    doors: Doors, cast: Cast, name: str, *masters: Any, spelling: Spelling = "json", **more: Any
) -> httpx.Response:
    body = {"response_type": spelling, name: [*masters]}
    return await doors.send(cast.buyer, "POST", PREFIX + name, body, spelling=spelling, **more)


async def listed(doors: Doors, cast: Cast, name: str, **query: Any) -> list[dict[str, Any]]:
    answer = await doors.get(cast.buyer, PREFIX + name, **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()[name]
    return found


async def test_masters_are_registered_updated_listed_and_deleted(doors: Doors, cast: Cast) -> None:
    answer = await keep(
        doors,
        cast,
        "departments",
        {"department_code": "200", "department_name": "製造部"},
        {"department_code": "100", "department_name": "総務部"},
    )
    assert [(one["index"], one["outcome"]) for one in answer.json()["departments"]] == [
        (0, "registered"),
        (1, "registered"),
    ]
    answer = await keep(doors, cast, "departments", {"department_code": "100", "department_name": "管理部"})
    assert answer.json()["departments"][0]["outcome"] == "updated"
    found = await listed(doors, cast, "departments")
    assert [(one["department_code"], one["department_name"]) for one in found] == [
        ("100", "管理部"),
        ("200", "製造部"),
    ]
    assert len(await listed(doors, cast, "departments", department_name="製造")) == 1
    await keep(doors, cast, "departments", {"department_code": "100", "delete_flg": "1"})
    assert [one["department_code"] for one in await listed(doors, cast, "departments")] == ["200"]
    since = await listed(doors, cast, "departments", updated_since="2020-01-01 00:00:00")
    assert {(one["department_code"], one["delete_flg"]) for one in since} == {("100", "1"), ("200", "0")}


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_the_good_of_a_batch_are_kept_and_every_fault_of_the_others_is_told(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    answer = await keep(
        doors,
        cast,
        "accounts",
        {"account_code": "5001", "account_name": "仕入高"},
        {"account_code": "x" * 16},
        {"account_code": "5002", "account_name": "外注費", "tax_category_code": "99"},
        {"account_code": "5003", "delete_flg": "1", "account_name": "無"},
        spelling=spelling,
    )
    assert answer.status_code == 400
    assert codes_of(answer) == [
        ("accounts[1].account_code", "E200003"),
        ("accounts[1].account_name", "E200001"),
        ("accounts[2].tax_category_code", "E500901"),
        ("accounts[3]", "E500013"),
    ]
    assert [one["account_code"] for one in await listed(doors, cast, "accounts")] == ["5001"]


async def test_what_another_master_refers_to_is_not_deleted(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, "tax-categories", CATEGORY)
    account = {"account_code": "5001", "account_name": "仕入高", "tax_category_code": "10"}
    await keep(doors, cast, "accounts", account)
    sub = {"account_code": "5001", "sub_account_code": "01", "sub_account_name": "国内"}
    assert (await keep(doors, cast, "sub-accounts", sub)).status_code == 200
    gone = {"account_code": "5001", "account_name": "仕入高", "delete_flg": "1"}
    assert codes_of(await keep(doors, cast, "accounts", gone)) == [("accounts[0]", "E500902")]
    category = {**CATEGORY, "delete_flg": "1"}
    assert codes_of(await keep(doors, cast, "tax-categories", category)) == [("tax-categories[0]", "E500902")]
    assert (await keep(doors, cast, "sub-accounts", {**sub, "delete_flg": "1"})).status_code == 200
    assert (await keep(doors, cast, "accounts", gone)).status_code == 200
    assert (await keep(doors, cast, "tax-categories", category)).status_code == 200


async def test_what_is_left_out_of_an_update_stays(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, "tax-categories", CATEGORY)
    account = {"account_code": "5001", "account_name": "仕入高", "tax_category_code": "10"}
    await keep(doors, cast, "accounts", account)
    await keep(doors, cast, "accounts", {"account_code": "5001", "account_name": "仕入"})
    [found] = await listed(doors, cast, "accounts")
    assert (found["account_name"], found["tax_category_code"]) == ("仕入", "10")


async def test_each_company_has_its_own(doors: Doors, cast: Cast) -> None:
    await keep(doors, cast, "memos", {"memo_code": "1", "memo_text": "事務用品"})
    answer = await doors.get(cast.outsider, PREFIX + "memos")
    assert answer.json()["memos"] == []


async def test_a_repeat_with_its_key_gets_the_first_answer(doors: Doors, cast: Cast) -> None:
    memo = {"memo_code": "1", "memo_text": "事務用品"}
    first = await keep(doors, cast, "memos", memo, headers={"Idempotency-Key": "m-1"})
    again = await keep(doors, cast, "memos", memo, headers={"Idempotency-Key": "m-1"})
    assert first.content == again.content
    assert again.json()["memos"][0]["outcome"] == "registered"
