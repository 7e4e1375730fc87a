"""請求書更新, sentence by sentence: publishers, customers, bank accounts, employees (contract §4.1)."""

from typing import Any

import pytest

from seikyu.issuing.model import SellerStatus
from seikyu.partners.model import BANK_ACCOUNT
from tests.house.cast import (
    BANK_1,
    BUYER_AS_CUSTOMER,
    NAMELESS_BANK,
    PUBLISHER_1,
    Cast,
    add_customer,
    add_masters,
)
from tests.house.doors import INVOICES, Doors, codes_of, told
from tests.house.papers import add_invoices, everything_of, rows

NEW_PUBLISHER = {
    "publisher_mng_num": "P-NEW",
    "publisher_zip": "900-0001",
    "publisher_address2": "那覇ビル",
    "publisher_phone": "098-1-1",
}
NEW_BANK = {**BANK_1, "transfer_code": "B-NEW", "branch_code": "009", "account_num": "9999999"}
KEY_OF_1 = {name: BANK_1[name] for name in ("fncl_inst_code", "branch_code", "account_num")}


async def send(doors: Doors, cast: Cast, *fields: dict[str, Any]) -> tuple[list[tuple[str, str]], list[Any]]:
    """Correct as many fresh invoices as given, in one request; its faults, and the invoices afterwards."""
    numbers = await add_invoices(doors.pool, cast, len(fields))
    bodies = [
        {"invoice_mng_num": number, "inv_show_amount": 1, **one}
        for number, one in zip(numbers, fields, strict=True)
    ]
    faults = codes_of(await doors.put(cast.seller, *bodies))
    invoices = [(await doors.get(cast.seller, f"{INVOICES}/{n}")).json()["invoice"] for n in numbers]
    return faults, invoices


async def masters(doors: Doors, cast: Cast, table: str, **where: str | None) -> list[dict[str, Any]]:
    found = await rows(doors.pool, cast.seller.company_id, f"SELECT * FROM {table} ORDER BY created_at")
    return [row for row in found if all(row[name] == value for name, value in where.items())]


def is_like(row: dict[str, Any], fields: dict[str, Any]) -> bool:
    return all(row[name] == value for name, value in fields.items())


# 発行元


async def test_an_unknown_publisher_is_registered_and_shown(doors: Doors, cast: Cast) -> None:
    faults, [invoice] = await send(doors, cast, {"publisher": NEW_PUBLISHER})
    assert faults == []
    [row] = await masters(doors, cast, "publishers", publisher_mng_num="P-NEW")
    assert is_like(row, NEW_PUBLISHER)
    assert row["publisher_address1"] is None
    assert is_like(invoice["publisher"], NEW_PUBLISHER)


async def test_a_known_publisher_is_updated_and_keeps_what_is_left_out(doors: Doors, cast: Cast) -> None:
    given = {"publisher_mng_num": "P-001", "publisher_section": "営業部"}
    faults, [invoice] = await send(doors, cast, {"publisher": given})
    assert faults == []
    [row] = await masters(doors, cast, "publishers", publisher_mng_num="P-001")
    assert is_like(row, {**PUBLISHER_1, "publisher_section": "営業部"})
    assert invoice["publisher"] == {**PUBLISHER_1, "publisher_section": "営業部"}


async def test_a_code_registered_more_than_once_is_ambiguous(doors: Doors, cast: Cast) -> None:
    faults, _ = await send(doors, cast, {"publisher": {**NEW_PUBLISHER, "publisher_mng_num": "P-TWICE"}})
    assert faults == [("invoices[0].publisher.publisher_mng_num", "E500001")]
    assert len(await masters(doors, cast, "publishers", publisher_mng_num="P-TWICE")) == 2


async def test_a_deleted_publisher_is_not_known_any_more(doors: Doors, cast: Cast) -> None:
    delete = "UPDATE publishers SET deleted_at = now() WHERE publisher_mng_num = 'P-TWICE' RETURNING 1"
    assert len(await rows(doors.pool, cast.seller.company_id, delete)) == 2
    faults, _ = await send(doors, cast, {"publisher": {**NEW_PUBLISHER, "publisher_mng_num": "P-TWICE"}})
    assert faults == []
    assert len(await masters(doors, cast, "publishers", publisher_mng_num="P-TWICE", deleted_at=None)) == 1


async def test_a_publisher_without_a_code_stands_on_its_invoice_only(doors: Doors, cast: Cast) -> None:
    before = await masters(doors, cast, "publishers")
    given = {name: value for name, value in NEW_PUBLISHER.items() if name != "publisher_mng_num"}
    faults, [invoice] = await send(doors, cast, {"publisher": given})
    assert faults == []
    assert is_like(invoice["publisher"], given)
    assert invoice["publisher"]["publisher_mng_num"] is None
    assert await masters(doors, cast, "publishers") == before


PUBLISHER_FAULTS: list[tuple[dict[str, str], list[tuple[str, str, str]]]] = [
    (
        {"publisher_section": "経理部"},
        [
            ("publisher_zip", "E300004", "発行元コードを指定しない場合、郵便番号は必須です。"),
            ("publisher_phone", "E300004", "発行元コードを指定しない場合、電話番号は必須です。"),
            (
                "publisher_address1",
                "E300005",
                "発行元コードを指定しない場合、「住所」または「住所(番地、建物名)」のどちらか一方は必須です。",
            ),
        ],
    ),
    (
        {"publisher_mng_num": "P-NEW", "publisher_section": "経理部"},
        [
            ("publisher_zip", "E500002", "発行元を登録する場合、郵便番号は必須です。"),
            ("publisher_phone", "E500002", "発行元を登録する場合、電話番号は必須です。"),
            (
                "publisher_address1",
                "E500003",
                "発行元を登録する場合、「住所」または「住所(番地、建物名)」のどちらか一方は必須です。",
            ),
        ],
    ),
]


@pytest.mark.parametrize(("given", "expected"), PUBLISHER_FAULTS)
async def test_a_publisher_to_be_registered_or_standing_alone_is_complete(
    doors: Doors, cast: Cast, given: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    body = {"invoice_mng_num": number, "inv_show_amount": 1, "publisher": given}
    entries = told(await doors.put(cast.seller, body))
    found = [(e["error_item"], e["error_code"], e["error_detail"]) for e in entries]
    assert found == [(f"invoices[0].publisher.{name}", code, detail) for name, code, detail in expected]


@pytest.mark.parametrize("code", [None, "P-NEW"])
@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("publisher_zip", "9000001", "E200012"),
        ("publisher_phone", "0981112222", "E200013"),
        ("publisher_address2", "那" * 101, "E200003"),
    ],
)
async def test_a_value_at_fault_is_not_found_missing_as_well(
    doors: Doors, cast: Cast, code: str | None, name: str, value: str, fault: str
) -> None:
    given = {**NEW_PUBLISHER, "publisher_mng_num": code, name: value}
    faults, _ = await send(doors, cast, {"publisher": given})
    assert faults == [(f"invoices[0].publisher.{name}", fault)]


async def test_two_invoices_of_one_request_register_a_publisher_once(doors: Doors, cast: Cast) -> None:
    section = {"publisher_mng_num": "P-NEW", "publisher_section": "二課"}
    faults, invoices = await send(doors, cast, {"publisher": NEW_PUBLISHER}, {"publisher": section})
    assert faults == []
    [row] = await masters(doors, cast, "publishers", publisher_mng_num="P-NEW")
    assert is_like(row, {**NEW_PUBLISHER, "publisher_section": "二課"})
    assert [i["publisher"]["publisher_section"] for i in invoices] == [None, "二課"]


async def test_what_a_refused_invoice_would_have_registered_is_not_there_for_the_next(
    doors: Doors, cast: Cast
) -> None:
    refused = {"publisher": NEW_PUBLISHER, "banks": [NEW_BANK], "inv_name": "長" * 41}
    relying = {"publisher": {"publisher_mng_num": "P-NEW"}, "banks": [{"transfer_code": "B-NEW"}]}
    faults, _ = await send(doors, cast, refused, relying)
    assert faults[0] == ("invoices[0].inv_name", "E200003")
    assert {code for path, code in faults[1:]} == {"E500002", "E500003", "E500004"}
    assert await masters(doors, cast, "publishers", publisher_mng_num="P-NEW") == []
    assert await masters(doors, cast, "bank_accounts", transfer_code="B-NEW") == []


# 発行先


async def test_the_customer_is_updated_where_it_is_given(doors: Doors, cast: Cast) -> None:
    given = {"company_name_org": "株式会社あおぞら商店", "base_name": "新宿店", "fax": "03-9-9"}
    faults, [invoice] = await send(doors, cast, {"customer": given})
    assert faults == []
    expected = {**BUYER_AS_CUSTOMER, "base_name": "新宿店", "fax": "03-9-9"}
    [row] = await masters(doors, cast, "customers")
    assert is_like(row, expected)
    assert is_like(invoice["customer"], expected)
    listed = await rows(doors.pool, cast.seller.company_id, "SELECT customer_name FROM invoices")
    assert listed == [{"customer_name": "株式会社あおぞら商店 新宿店"}]


async def test_an_unchanged_customer_is_left_alone(doors: Doors, cast: Cast) -> None:
    before = await masters(doors, cast, "customers")
    faults, _ = await send(doors, cast, {"customer": BUYER_AS_CUSTOMER})
    assert faults == []
    assert await masters(doors, cast, "customers") == before


async def test_the_customer_of_another_invoice_is_not_touched(doors: Doors, cast: Cast) -> None:
    other = await add_customer(doors.pool, cast.seller.company_id, None, company_name_org="別の会社")
    await send(doors, cast, {"customer": {"corp_genuine_id": "7000012050002", "phone": "03-9-9"}})
    [row] = [m for m in await masters(doors, cast, "customers") if m["customer_id"] == other]
    assert (row["company_name_org"], row["phone"]) == ("別の会社", None)


PERSONS: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
    ({"private_user_employee_no": "E0001"}, []),
    ({"private_user_name": "山田 太郎"}, []),
    ({"private_user_employee_no": "E0003", "private_user_name": "佐藤 一郎"}, []),
    ({"private_user_employee_no": "E0001", "private_user_name": "佐藤 一郎"}, [("employee_no", "E500007")]),
    ({"private_user_employee_no": "E0002"}, [("employee_no", "E500007")]),
    ({"private_user_name": "誰か"}, [("name", "E500007")]),
    ({"private_user_name": "佐藤 一郎"}, [("name", "E500008")]),
    (
        {"private_user_employee_no": "E" * 16, "private_user_name": "佐藤 一郎"},
        [("employee_no", "E200003")],
    ),
    ({"private_user_employee_no": "E0001", "private_user_name": "誰" * 31}, [("name", "E200003")]),
]


@pytest.mark.parametrize(("given", "expected"), PERSONS)
async def test_the_person_in_charge_is_an_employee_that_code_and_name_agree_on(
    doors: Doors, cast: Cast, given: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    faults, [invoice] = await send(doors, cast, {"customer": given})
    assert faults == [(f"invoices[0].customer.private_user_{name}", code) for name, code in expected]
    if not expected:
        assert is_like(invoice["customer"], given)


# 振込先口座


async def test_an_unknown_bank_account_is_registered(doors: Doors, cast: Cast) -> None:
    faults, [invoice] = await send(doors, cast, {"banks": [NEW_BANK, BANK_1]})
    assert faults == []
    [row] = await masters(doors, cast, "bank_accounts", transfer_code="B-NEW")
    assert is_like(row, NEW_BANK)
    assert invoice["banks"] == [NEW_BANK, BANK_1]


@pytest.mark.parametrize("named_by", [{"transfer_code": "B-001"}, KEY_OF_1])
async def test_a_bank_account_is_known_by_its_code_or_by_its_key(
    doors: Doors, cast: Cast, named_by: dict[str, str]
) -> None:
    faults, [invoice] = await send(doors, cast, {"banks": [{**named_by, "depositor_name": "新名義"}]})
    assert faults == []
    [row] = await masters(doors, cast, "bank_accounts", transfer_code="B-001")
    assert is_like(row, {**BANK_1, "depositor_name": "新名義"})
    assert invoice["banks"] == [{**BANK_1, "depositor_name": "新名義"}]


async def test_the_key_changes_only_by_the_code(doors: Doors, cast: Cast) -> None:
    moved = {"transfer_code": "B-001", "branch_code": "777"}
    faults, _ = await send(doors, cast, {"banks": [moved]})
    assert faults == []
    [row] = await masters(doors, cast, "bank_accounts", transfer_code="B-001")
    assert is_like(row, {**BANK_1, "branch_code": "777"})
    faults, _ = await send(doors, cast, {"banks": [KEY_OF_1]})
    assert {code for _, code in faults} == {"E500004"}  # the old key names no account any more


async def test_an_account_without_a_code_is_given_one_by_its_key(doors: Doors, cast: Cast) -> None:
    faults, _ = await send(doors, cast, {"banks": [{**NAMELESS_BANK, "transfer_code": "B-003"}]})
    assert faults == []
    found = await masters(doors, cast, "bank_accounts", account_num="0000003")
    assert [row["transfer_code"] for row in found] == ["B-003"]


async def test_a_bank_account_to_be_registered_is_complete(doors: Doors, cast: Cast) -> None:
    faults, _ = await send(doors, cast, {"banks": [{"transfer_code": "B-NEW"}]})
    missing = [name for name in BANK_1 if name != "transfer_code"]
    assert faults == [(f"invoices[0].banks[0].{name}", "E500004") for name in missing]


async def test_a_bank_account_is_named_by_code_or_whole_key(doors: Doors, cast: Cast) -> None:
    part = {"fncl_inst_code": "0001", "branch_code": "001", "depositor_name": "名義"}
    faults, _ = await send(doors, cast, {"banks": [BANK_1, part]})
    assert faults == [("invoices[0].banks[1].transfer_code", "E500005")]


async def test_an_account_registered_more_than_once_is_ambiguous(doors: Doors, cast: Cast) -> None:
    await add_masters(doors.pool, cast.seller.company_id, BANK_ACCOUNT, {**BANK_1})
    faults, _ = await send(doors, cast, {"banks": [{"transfer_code": "B-001"}]})
    assert faults == [("invoices[0].banks[0]", "E500006")]


async def test_banks_go_with_bank_transfer_only_and_ten_of_them_at_most(doors: Doors, cast: Cast) -> None:
    ten = [{**NEW_BANK, "transfer_code": f"B{n}", "account_num": f"{n}"} for n in range(11)]
    faults, invoices = await send(
        doors,
        cast,
        {"banks": ten[:10]},
        {"banks": ten},
        {"banks": [BANK_1], "payment_method": "1"},
        {"banks": [BANK_1], "payment_method": "0"},
    )
    assert faults == [("invoices[1].banks", "E200019"), ("invoices[2].banks", "E300006")]
    assert len(invoices[0]["banks"]) == 10
    assert len(await masters(doors, cast, "bank_accounts")) == 3 + 10


# All together


async def test_masters_of_another_company_are_never_seen_or_changed(doors: Doors, cast: Cast) -> None:
    before = await everything_of(doors.pool, cast.outsider.company_id)
    foreign = {**PUBLISHER_1, "publisher_mng_num": "P-THEIRS", "publisher_section": "他社"}
    await send(
        doors,
        cast,
        {
            "publisher": foreign,
            "customer": {"phone": "03-9-9"},
            "banks": [{**BANK_1, "depositor_name": "他社"}],
        },
    )
    assert await everything_of(doors.pool, cast.outsider.company_id) == before


async def test_changes_of_masters_are_in_the_audit_log(doors: Doors, cast: Cast) -> None:
    faults, _ = await send(
        doors,
        cast,
        {
            "publisher": NEW_PUBLISHER,
            "customer": {"phone": "03-9-9"},
            "banks": [BANK_1, NEW_BANK, {"transfer_code": "B-002", "depositor_name": "新名義"}],
        },
    )
    assert faults == []
    events = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT action, subject_kind, subject_id, actor_user_id FROM audit_events",
    )
    known = {
        str(row[key]): row[name]
        for table, key, name in (
            ("publishers", "publisher_id", "publisher_mng_num"),
            ("customers", "customer_id", "phone"),
            ("bank_accounts", "bank_account_id", "transfer_code"),
        )
        for row in await masters(doors, cast, table)
    }
    told_of = {(e["action"], known[e["subject_id"]]) for e in events if e["subject_kind"] != "invoice"}
    assert told_of == {
        ("publisher.registered", "P-NEW"),
        ("customer.updated", "03-9-9"),
        ("bank_account.registered", "B-NEW"),
        ("bank_account.updated", "B-002"),
    }
    assert {e["actor_user_id"] for e in events} == {cast.seller.user.user_id}


async def test_a_correction_without_a_registered_customer_shows_the_customer_as_given(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.SENT_BACK)
    await rows(doors.pool, cast.seller.company_id, "UPDATE invoices SET customer_id = NULL RETURNING 1")
    body = {"invoice_mng_num": number, "inv_show_amount": 1, "customer": {"base_name": "新宿店"}}
    assert codes_of(await doors.put(cast.seller, body)) == []
    invoice = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert invoice["customer"]["base_name"] == "新宿店"
    assert invoice["customer"]["company_name_org"] is None
