"""請求書登録, sentence by sentence: what becomes of the invoices (contract §4.2; FAQ 契約後 Q5 to Q7)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from seikyu.invitations.actions.mail_invoice import mailer
from seikyu.invoices.print import invoice_press
from seikyu.issuing.actions.issue import issue
from seikyu.issuing.ways import Ways
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import start_of_day, today
from seikyu.receiving.actions.deliver import deliverer
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast, add_customer
from tests.house.doors import INVOICES, Doors, Spelling, codes_of, told
from tests.house.papers import SOURCE, add_invoices, everything_of, rows, status_of
from tests.issuing.registering import INVOICE, count_invoices, forget_jobs, post, registered, shown

PAST = (today(system_clock) - timedelta(days=1)).isoformat()
TOMORROW = today(system_clock) + timedelta(days=1)


async def test_a_registered_invoice_is_issued_and_reaches_the_buyer(doors: Doors, cast: Cast) -> None:
    answer = await post(doors, cast, {**SOURCE, "customer": BUYER_AS_CUSTOMER})
    assert (answer.status_code, answer.json()["error_list"]) == (200, None)
    [line] = answer.json()["invoices"]
    number = line["invoice_mng_num"]
    assert line == {"index": 0, "invoice_mng_num": number}
    assert (await shown(doors, cast, number))["wf_status"] == "21"
    await doors.work_off()
    issued = await shown(doors, cast, number)
    assert (issued["wf_status"], issued["version"]) == ("22", 1)
    assert issued["send_date"] == today(system_clock).isoformat()
    received = (await doors.get(cast.buyer, f"/v1/invoice/buyer/invoices/{number}")).json()["invoice"]
    assert received["inv_name"] == SOURCE["inv_name"]
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert [(e["action"], e["from_status"], e["to_status"]) for e in history] == [
        ("invoice.registered", None, "21"),
        ("invoice.issued", "21", "22"),
    ]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_several_invoices_of_one_request_become_several(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    """FAQ 契約後 Q5."""
    answer = await post(doors, cast, INVOICE, {**INVOICE, "inv_no": "N-2"}, spelling=spelling)
    assert answer.status_code == 200, answer.text
    found = await doors.listed(cast.seller)
    assert sorted(one["inv_no"] for one in found["invoices"]) == ["N-1", "N-2"]


async def test_the_good_one_of_a_batch_is_registered_and_the_others_are_told(
    doors: Doors, cast: Cast
) -> None:
    """FAQ 契約後 Q6: A and B are at fault, C is registered."""
    bad_a, bad_b = {**INVOICE, "inv_no": "x" * 21}, {**INVOICE, "inv_show_amount": None}
    answer = await post(doors, cast, bad_a, bad_b, INVOICE)
    assert answer.status_code == 400
    assert answer.json()["result"] == "1"
    assert [(e["error_item"], e["error_code"], e["index"], e["invoice_mng_num"]) for e in told(answer)] == [
        ("invoices[0].inv_no", "E200003", 0, None),
        ("invoices[1].inv_show_amount", "E200001", 1, None),
    ]
    [line] = answer.json()["invoices"]
    assert line["index"] == 2
    assert (await shown(doors, cast, line["invoice_mng_num"]))["inv_no"] == "N-1"
    assert await count_invoices(doors, cast) == 1


async def test_sending_again_registers_another_invoice(doors: Doors, cast: Cast) -> None:
    """FAQ 契約後 Q7: `inv_no` is not unique, and registering never overwrites."""
    first, second = await registered(doors, cast), await registered(doors, cast)
    assert first["inv_no"] == second["inv_no"]
    assert first["invoice_mng_num"] != second["invoice_mng_num"]
    assert (await shown(doors, cast, first["invoice_mng_num"]))["version"] == 1


async def test_json_and_xml_register_the_same_document(doors: Doors, cast: Cast) -> None:
    whole = {**SOURCE, "publisher": PUBLISHER_1, "customer": BUYER_AS_CUSTOMER, "banks": [BANK_1]}
    for spelling in ("json", "xml"):
        answer = await post(doors, cast, *[whole] * 500, spelling=spelling)
        assert answer.status_code == 200, answer.text[:500]
    await forget_jobs(doors, cast)
    stored = await rows(doors.pool, cast.seller.company_id, "SELECT document, sha256 FROM invoice_versions")
    assert len(stored) == 1000
    assert len({row["document"] for row in stored}) == len({row["sha256"] for row in stored}) == 1


async def test_the_document_holds_the_published_fields_and_no_others(doors: Doors, cast: Cast) -> None:
    [source] = await add_invoices(doors.pool, cast)
    reference = await shown(doors, cast, str(source))
    customer = {**BUYER_AS_CUSTOMER, "private_cust_cd": "C-9", "user_email": "a@example.jp"}
    invoice = await registered(doors, cast, customer=customer, banks=[BANK_1], publisher=PUBLISHER_1)
    assert list(invoice) == list(reference)
    for name in ("publisher", "customer"):
        assert list(invoice[name]) == list(reference[name])
    assert list(invoice["banks"][0]) == list(reference["banks"][0])
    assert invoice["issuer"] == reference["issuer"]


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"customer": None}, "customer", "E200001"),
        ({"send_date": PAST}, "send_date", "E200022"),
        ({"send_date": "2026-02-30"}, "send_date", "E200011"),
        ({"invoice_setting_code": "L-1"}, "invoice_setting_code", "E500009"),
        ({"invoice_setting_code": "x" * 16}, "invoice_setting_code", "E200003"),
        ({"customer": {"private_cust_cd": "x" * 16}}, "customer.private_cust_cd", "E200003"),
        ({"customer": {**BUYER_AS_CUSTOMER, "user_email": "nobody"}}, "customer.user_email", "E200021"),
        (
            {"customer": {**BUYER_AS_CUSTOMER, "user_email": f"{'a' * 92}@jp.jp.jp"}},
            "customer.user_email",
            "E200021",
        ),
        (
            {"customer": {**BUYER_AS_CUSTOMER, "invitation_method": "1"}},
            "customer.user_email",
            "E500201",
        ),
        (
            {"customer": {"company_name_org": "番地なし商店", "invitation_method": "2"}},
            "customer.zip",
            "E500202",
        ),
        (
            {"customer": {**BUYER_AS_CUSTOMER, "invitation_method": "3"}},
            "customer.invitation_method",
            "E200006",
        ),
        ({"customer": {**BUYER_AS_CUSTOMER, "delete_flg": "1"}}, "customer.delete_flg", "E500015"),
        ({"publisher": {**PUBLISHER_1, "delete_flg": "1"}}, "publisher.delete_flg", "E500015"),
        ({"banks": [{**BANK_1, "delete_flg": "1"}]}, "banks[0].delete_flg", "E500015"),
        ({"banks": [{**BANK_1, "delete_flg": "2"}]}, "banks[0].delete_flg", "E200006"),
        ({"publisher": {"publisher_zip": "100-0001"}}, "publisher.publisher_phone", "E300004"),
        ({"publisher": {"publisher_mng_num": "P-TWICE"}}, "publisher.publisher_mng_num", "E500001"),
        ({"banks": [{"transfer_code": "B-?", "account_num": "1"}]}, "banks[0].fncl_inst_code", "E500004"),
        ({"banks": [BANK_1], "payment_method": "2"}, "banks", "E300006"),
        ({"private_print_flg": "1"}, "private_print_flg", "E100006"),
        (
            {"customer": {**BUYER_AS_CUSTOMER, "private_user_name": "誰か"}},
            "customer.private_user_name",
            "E500007",
        ),
    ],
)
@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_faults_are_told_with_their_place_and_nothing_is_stored(
    doors: Doors, cast: Cast, changes: dict[str, Any], path: str, code: str, spelling: Spelling
) -> None:
    before = await everything_of(doors.pool, cast.seller.company_id)
    answer = await post(doors, cast, {**INVOICE, **changes}, spelling=spelling)
    assert answer.status_code == 400
    assert (f"invoices[0].{path}", code) in codes_of(answer)
    assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_the_tax_unit_at_the_top_holds_for_all_invoices_that_give_none(
    doors: Doors, cast: Cast
) -> None:
    answer = await post(doors, cast, INVOICE, {**INVOICE, "unit_tax_calc_sec": "0"}, unit_tax_calc_sec="1")
    numbers = [line["invoice_mng_num"] for line in answer.json()["invoices"]]
    assert [(await shown(doors, cast, n))["unit_tax_calc_sec"] for n in numbers] == ["1", "0"]


async def test_a_request_without_invoices_is_refused_whole(doors: Doors, cast: Cast) -> None:
    body = {"response_type": "json"}
    answer = await doors.send(cast.seller, "POST", INVOICES, body)
    assert codes_of(answer) == [("invoices", "E200001")]
    answer = await doors.send(cast.seller, "POST", INVOICES, {"invoices": [INVOICE]})
    assert codes_of(answer) == [("response_type", "E200001")]
    assert await count_invoices(doors, cast) == 0


async def test_only_paying_issuers_register(doors: Doors, cast: Cast) -> None:
    body = {"response_type": "json", "invoices": [INVOICE]}
    answer = await doors.send(cast.free_seller, "POST", INVOICES, body)
    assert (answer.status_code, codes_of(answer)) == (403, [("", "E100001")])


async def test_an_invoice_to_nobody_who_is_linked_becomes_an_issue_error(doors: Doors, cast: Cast) -> None:
    await add_customer(doors.pool, cast.seller.company_id, None, company_name_org="未連携商店")
    invoice = await registered(doors, cast, customer={"company_name_org": "未連携商店"})
    await doors.work_off()
    found = await shown(doors, cast, invoice["invoice_mng_num"])
    assert (found["wf_status"], found["customer"]["company_name_org"]) == ("29", "未連携商店")
    assert found["issue_error"]


async def test_the_first_invoice_to_a_customer_is_marked_as_such(doors: Doors, cast: Cast) -> None:
    """`extracting_type02` finds new partners (contract §4.3)."""
    await post(doors, cast, {**INVOICE, "inv_no": "first"}, {**INVOICE, "inv_no": "second"})
    await post(doors, cast, {**INVOICE, "inv_no": "third"})
    found = await doors.listed(cast.seller, extracting_type02="1")
    assert [one["inv_no"] for one in found["invoices"]] == ["first"]


async def test_the_customer_code_finds_the_invoice(doors: Doors, cast: Cast) -> None:
    await registered(doors, cast, customer={**BUYER_AS_CUSTOMER, "private_cust_cd": "C-7"})
    found = await doors.listed(cast.seller, customer_code="C-7")
    assert found["total_count"] == 1


# A day to come


async def test_an_invoice_for_a_day_to_come_waits_for_that_day_in_japan(doors: Doors, cast: Cast) -> None:
    invoice = await registered(doors, cast, send_date=TOMORROW.isoformat())
    number, owner = int(invoice["invoice_mng_num"]), cast.seller.company_id
    assert (invoice["wf_status"], invoice["send_date"]) == ("21", TOMORROW.isoformat())
    [job] = await forget_jobs(doors, cast)
    assert abs(job["execute_after"] - start_of_day(TOMORROW)) < timedelta(seconds=30)

    await _issue_at(doors, cast, number, start_of_day(TOMORROW) - timedelta(seconds=1))
    assert (await status_of(doors.pool, owner, number))[0] == 21
    assert len(await forget_jobs(doors, cast)) == 1

    await _issue_at(doors, cast, number, start_of_day(TOMORROW))
    found = await shown(doors, cast, str(number))
    assert (found["wf_status"], found["send_date"]) == ("22", TOMORROW.isoformat())
    received = (await doors.get(cast.buyer, f"/v1/invoice/buyer/invoices/{number}")).json()["invoice"]
    assert received["send_date"] == TOMORROW.isoformat()


async def test_an_invoice_for_today_is_issued_at_once(doors: Doors, cast: Cast) -> None:
    invoice = await registered(doors, cast, send_date=today(system_clock).isoformat())
    await doors.work_off()
    assert (await shown(doors, cast, invoice["invoice_mng_num"]))["wf_status"] == "22"


async def _issue_at(doors: Doors, cast: Cast, number: int, moment: datetime) -> None:
    site = "http://127.0.0.1"
    press, ways = invoice_press(compilers=1), Ways(deliverer(site), mailer(site))
    await issue(doors.pool, lambda: moment, press, ways, cast.seller.company_id, number, 1)
