"""請求書登録: customers found or registered, masters alone, deletions (contract §4.2)."""

import asyncio
from typing import Any

import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.actions.register import register
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.register_wire import read_register
from seikyu.kit.clock import system_clock
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast, add_customer
from tests.house.doors import Doors, Spelling, codes_of
from tests.house.papers import add_invoices, everything_of, rows
from tests.house.statements import note_query
from tests.issuing.registering import INVOICE, count_invoices, forget_jobs, masters, post, registered

OFFICE = {"private_cust_cd": "C-1", "company_name_org": "株式会社新規商会", "user_email": "keiri@example.jp"}
MIZUHO = {
    "transfer_code": "B-NEW",
    "fncl_inst_code": "0001",
    "branch_code": "004",
    "deposit_sec": "1",
    "account_num": "0000001",
    "depositor_name": "株式会社青葉商事",
    "depositor_kana": "ｶ)ｱｵﾊﾞｼﾖｳｼﾞ",
}


# 発行先: found by code, else by corporate number, else registered


async def test_a_customer_is_found_by_its_code_and_updated(doors: Doors, cast: Cast) -> None:
    await registered(doors, cast, customer=OFFICE)
    invoice = await registered(doors, cast, customer={"private_cust_cd": "C-1", "phone": "03-9-9"})
    [row] = await masters(doors, cast, "customers", private_cust_cd="C-1")
    assert (row["company_name_org"], row["phone"], row["user_email"]) == (
        OFFICE["company_name_org"],
        "03-9-9",
        OFFICE["user_email"],
    )
    assert (invoice["customer"]["company_name_org"], invoice["customer"]["phone"]) == (
        OFFICE["company_name_org"],
        "03-9-9",
    )


async def test_a_customer_without_a_code_is_found_by_corporate_number_and_may_take_the_code(
    doors: Doors, cast: Cast
) -> None:
    await registered(doors, cast, customer={"corp_genuine_id": "7000012050002", "private_cust_cd": "C-5"})
    [row] = await masters(doors, cast, "customers")
    assert (row["customer_id"], row["private_cust_cd"]) == (cast.customer_id, "C-5")


async def test_another_office_of_one_corporation_is_another_customer(doors: Doors, cast: Cast) -> None:
    number = {"corp_genuine_id": "1180301018771", "company_name_org": "本社と支店"}
    for code in ("C-A", "C-B"):
        await registered(doors, cast, customer={**number, "private_cust_cd": code})
    assert len(await masters(doors, cast, "customers", corp_genuine_id="1180301018771")) == 2
    answer = await post(doors, cast, {**INVOICE, "customer": number})
    assert codes_of(answer) == [("invoices[0].customer", "E500010")]


async def test_one_code_for_two_customers_is_ambiguous(doors: Doors, cast: Cast) -> None:
    for name in ("一号店", "二号店"):
        customer_id = await add_customer(doors.pool, cast.seller.company_id, None, company_name_org=name)
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            await connection.execute(
                "UPDATE customers SET private_cust_cd = 'C-2' WHERE customer_id = $1", customer_id
            )
    answer = await post(doors, cast, {**INVOICE, "customer": {"private_cust_cd": "C-2"}})
    assert codes_of(answer) == [("invoices[0].customer", "E500010")]


async def test_a_customer_with_nothing_but_a_name_is_registered_once(doors: Doors, cast: Cast) -> None:
    for base in (None, None, "大阪店"):
        await registered(doors, cast, customer={"company_name_org": "名前だけ商店", "base_name": base})
    found = await masters(doors, cast, "customers", company_name_org="名前だけ商店")
    assert [row["base_name"] for row in found] == [None, "大阪店"]


async def test_a_name_never_finds_a_customer_that_has_a_code_or_number(doors: Doors, cast: Cast) -> None:
    await registered(doors, cast, customer={"company_name_org": BUYER_AS_CUSTOMER["company_name_org"]})
    assert len(await masters(doors, cast, "customers")) == 2


async def test_a_customer_to_be_registered_has_a_name(doors: Doors, cast: Cast) -> None:
    answer = await post(doors, cast, {**INVOICE, "customer": {"private_cust_cd": "C-NO"}})
    assert codes_of(answer) == [("invoices[0].customer.company_name_org", "E500011")]


async def test_what_a_refused_invoice_would_have_registered_is_not_there_for_the_next(
    doors: Doors, cast: Cast
) -> None:
    bad = {**INVOICE, "customer": OFFICE, "inv_no": "x" * 21}
    answer = await post(doors, cast, bad, {**INVOICE, "customer": {"private_cust_cd": "C-1"}})
    assert codes_of(answer) == [
        ("invoices[0].inv_no", "E200003"),
        ("invoices[1].customer.company_name_org", "E500011"),
    ]
    assert await masters(doors, cast, "customers", private_cust_cd="C-1") == []


async def test_requests_at_once_register_a_new_customer_once(doors: Doors, cast: Cast) -> None:
    answers = await asyncio.gather(*(post(doors, cast, {**INVOICE, "customer": OFFICE}) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len(await masters(doors, cast, "customers", private_cust_cd="C-1")) == 1
    assert await count_invoices(doors, cast) == 8


async def test_another_companys_customer_is_never_found(doors: Doors, cast: Cast) -> None:
    before = await everything_of(doors.pool, cast.outsider.company_id)
    await registered(doors, cast, customer={**BUYER_AS_CUSTOMER, "phone": "03-9-9"})
    assert await everything_of(doors.pool, cast.outsider.company_id) == before


# 発行先 alone (FAQ 契約後 Q2): masters without an invoice


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_customer_alone_is_registered_without_an_invoice(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    answer = await post(doors, cast, {"customer": {**OFFICE, "invitation_method": "0"}}, spelling=spelling)
    assert answer.status_code == 200, answer.text
    if spelling == "json":
        assert answer.json()["invoices"] == [{"index": 0, "invoice_mng_num": None}]
    assert len(await masters(doors, cast, "customers", private_cust_cd="C-1")) == 1
    assert await count_invoices(doors, cast) == 0
    events = await rows(doors.pool, cast.seller.company_id, "SELECT action FROM audit_events")
    assert [event["action"] for event in events] == ["customer.registered"]


async def test_masters_alone_and_invoices_go_together_in_one_request(doors: Doors, cast: Cast) -> None:
    alone = {"customer": OFFICE, "publisher": {**PUBLISHER_1, "publisher_mng_num": "P-9"}, "banks": [MIZUHO]}
    using = {**INVOICE, "customer": {"private_cust_cd": "C-1"}, "publisher": {"publisher_mng_num": "P-9"}}
    answer = await post(doors, cast, alone, using)
    assert answer.status_code == 200, answer.text
    assert [line["invoice_mng_num"] is None for line in answer.json()["invoices"]] == [True, False]
    assert len(await masters(doors, cast, "bank_accounts", transfer_code="B-NEW")) == 1


async def test_a_publisher_alone_needs_its_code(doors: Doors, cast: Cast) -> None:
    codeless = {name: value for name, value in PUBLISHER_1.items() if name != "publisher_mng_num"}
    answer = await post(doors, cast, {"publisher": codeless})
    assert codes_of(answer) == [("invoices[0].publisher.publisher_mng_num", "E200001")]


async def test_an_element_with_nothing_in_it_is_an_invoice_without_everything(
    doors: Doors, cast: Cast
) -> None:
    answer = await post(doors, cast, {}, {"customer": {}})
    assert codes_of(answer) == [
        ("invoices[0].customer", "E200001"),
        ("invoices[0].inv_show_amount", "E200001"),
        ("invoices[1].customer", "E200001"),
        ("invoices[1].inv_show_amount", "E200001"),
    ]


# 振込先口座: names and kana from the bank master


async def test_names_of_a_known_bank_and_branch_are_filled_in(doors: Doors, cast: Cast) -> None:
    invoice = await registered(doors, cast, banks=[MIZUHO])
    filled = {
        "fncl_inst_name": "みずほ",
        "fncl_inst_kana": "ﾐｽﾞﾎ",
        "branch_name": "丸の内中央",
        "branch_kana": "ﾏﾙﾉｳﾁﾁﾕｳｵｳ",
    }
    [bank] = invoice["banks"]
    assert bank == {**MIZUHO, **filled}
    [row] = await masters(doors, cast, "bank_accounts", transfer_code="B-NEW")
    assert {name: row[name] for name in bank} == bank


async def test_an_unknown_bank_is_taken_as_it_is_given(doors: Doors, cast: Cast) -> None:
    foreign = {**BANK_1, "transfer_code": "B-X", "fncl_inst_code": "9991", "branch_code": "999"}
    assert (await registered(doors, cast, banks=[foreign]))["banks"] == [foreign]
    answer = await post(doors, cast, {**INVOICE, "banks": [{**MIZUHO, "fncl_inst_code": "9991"}]})
    assert {code for _, code in codes_of(answer)} == {"E500004"}


async def test_what_looks_wrong_is_a_warning_in_the_sandbox(doors: Doors, cast: Cast) -> None:
    customer = {"company_name_org": "検査用数字商店", "corp_genuine_id": "1234567890123"}
    bank = {**BANK_1, "transfer_code": "B-X", "fncl_inst_code": "9991"}
    answer = await post(doors, cast, {**INVOICE, "customer": customer, "banks": [bank], "nickname": "x"})
    assert answer.status_code == 200
    assert [one.partition(":")[0] for one in answer.json()["warning_list"]] == [
        "invoices[0].nickname",
        "invoices[0].customer.corp_genuine_id",
        "invoices[0].banks[0].fncl_inst_code",
    ]


# delete_flg


DELETIONS: list[tuple[str, dict[str, Any]]] = [
    ("publishers", {"publisher": {"publisher_mng_num": "P-001", "delete_flg": "1"}}),
    ("customers", {"customer": {"corp_genuine_id": "7000012050002", "delete_flg": "1"}}),
    ("bank_accounts", {"banks": [{"transfer_code": "B-001", "delete_flg": "1"}]}),
]


@pytest.mark.parametrize(("table", "deletion"), DELETIONS)
@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_master_is_deleted(
    doors: Doors, cast: Cast, table: str, deletion: dict[str, Any], spelling: Spelling
) -> None:
    await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED, publisher=PUBLISHER_1, banks=[BANK_1])
    before = await masters(doors, cast, table)
    answer = await post(doors, cast, deletion, spelling=spelling)
    assert answer.status_code == 200, answer.text
    assert len(await masters(doors, cast, table)) == len(before) - 1
    again = await post(doors, cast, deletion)
    assert [code for _, code in codes_of(again)] == ["E500013"]


@pytest.mark.parametrize(("table", "deletion"), DELETIONS)
@pytest.mark.parametrize("status", [SellerStatus.SENT_BACK, SellerStatus.QUEUED])
async def test_a_master_an_open_invoice_uses_is_not_deleted(
    doors: Doors, cast: Cast, table: str, deletion: dict[str, Any], status: SellerStatus
) -> None:
    await add_invoices(doors.pool, cast, status=status, publisher=PUBLISHER_1, banks=[BANK_1])
    before = await masters(doors, cast, table)
    answer = await post(doors, cast, deletion)
    [(path, code)] = codes_of(answer)
    assert path.startswith(f"invoices[0].{next(iter(deletion))}")
    assert code == "E500014"
    assert await masters(doors, cast, table) == before


@pytest.mark.parametrize(("table", "deletion"), DELETIONS)
async def test_a_master_used_earlier_in_the_request_is_not_deleted(
    doors: Doors, cast: Cast, table: str, deletion: dict[str, Any]
) -> None:
    using = {**INVOICE, "publisher": PUBLISHER_1, "banks": [BANK_1]}
    before = len(await masters(doors, cast, table))
    answer = await post(doors, cast, using, deletion)
    assert [code for _, code in codes_of(answer)] == ["E500014"]
    assert len(await masters(doors, cast, table)) == before


async def test_what_a_refused_invoice_uses_can_be_deleted(doors: Doors, cast: Cast) -> None:
    refused = {**INVOICE, "inv_no": "x" * 21, "publisher": PUBLISHER_1}
    answer = await post(doors, cast, refused, DELETIONS[0][1])
    assert codes_of(answer) == [("invoices[0].inv_no", "E200003")]
    assert await masters(doors, cast, "publishers", publisher_mng_num="P-001") == []


async def test_deleting_and_using_a_master_at_once_never_both_succeed(doors: Doors, cast: Cast) -> None:
    """Whoever is second is told: no open invoice is left with a deleted master."""
    for _ in range(5):
        code = f"C-{_}"
        await post(doors, cast, {"customer": {"private_cust_cd": code, "company_name_org": "競合商店"}})
        using = {**INVOICE, "customer": {"private_cust_cd": code}}
        deletion = {"customer": {"private_cust_cd": code, "delete_flg": "1"}}
        used, deleted = await asyncio.gather(post(doors, cast, using), post(doors, cast, deletion))
        assert sorted((used.status_code, deleted.status_code)) == [200, 400]


async def test_deletion_names_its_master(doors: Doors, cast: Cast) -> None:
    answer = await post(
        doors,
        cast,
        {"customer": {"company_name_org": "名前だけ", "delete_flg": "1"}},
        {"publisher": {"publisher_mng_num": "P-TWICE", "delete_flg": "1"}},
        {"banks": [{"account_num": "1", "delete_flg": "1"}]},
    )
    assert codes_of(answer) == [
        ("invoices[0].customer", "E500012"),
        ("invoices[1].publisher.publisher_mng_num", "E500001"),
        ("invoices[2].banks[0].transfer_code", "E500005"),
    ]


# A batch


async def test_a_batch_takes_as_many_statements_as_one_invoice(doors: Doors, cast: Cast) -> None:
    def element(n: int) -> dict[str, Any]:
        return {
            **INVOICE,
            "inv_no": str(n),
            "customer": {"private_cust_cd": f"C-{n}", "company_name_org": f"商店{n}"},
            "publisher": {**PUBLISHER_1, "publisher_mng_num": f"P-{n}"},
            "banks": [{**BANK_1, "transfer_code": f"B-{n}", "account_num": str(n)}],
        }

    async def statements(elements: list[dict[str, Any]]) -> int:
        seen: list[str] = []
        request: Any = {"response_type": "json", "invoices": elements}
        read = read_register(request, frozenset())
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            with connection.query_logger(lambda record: note_query(seen, record.query)):
                _, faults = await register(connection, cast.seller.actor, system_clock, read.elements)
        assert faults == []
        return len(seen)

    assert await statements([element(0)]) == await statements([element(n) for n in range(1, 101)])
    await forget_jobs(doors, cast)
