"""The FAQ for members (契約後), as far as it speaks of the seller: a test a sentence."""

import random
import re
from typing import Any
from uuid import uuid4

import pytest_asyncio
from lxml import etree

from tests.approvals.office import Office, open_office
from tests.house.cast import BUYER_AS_CUSTOMER, Cast
from tests.house.doors import INVOICES, Doors, codes_of
from tests.house.papers import SOURCE
from tests.house.screens import at_screen
from tests.invitations.house import mails
from tests.issuing.registering import INVOICE, count_invoices, masters, post
from tests.pdf.reading import said


@pytest_asyncio.fixture(loop_scope="session")
async def office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    """People of the seller who approve."""
    return await open_office(doors, cast, password_hash)


async def number_of(doors: Doors, cast: Cast, **fields: Any) -> int:
    """Register one invoice; return its number."""
    answer = await post(doors, cast, {**INVOICE, **fields})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["invoices"][0]["invoice_mng_num"])


async def status(doors: Doors, cast: Cast, number: int) -> str:
    """`wf_status`, as the list shows it."""
    found = (await doors.listed(cast.seller))["invoices"]
    [shown] = [one for one in found if one["invoice_mng_num"] == str(number)]
    told: str = shown["wf_status"]
    return told


async def test_a_customer_alone_is_invited_and_no_invoice_is_made(doors: Doors, cast: Cast) -> None:
    """契約後 Q2."""
    email = f"{uuid4().hex[:10]}@example.jp"
    customer = {
        "private_cust_cd": uuid4().hex[:10],
        "company_name_org": "株式会社お招き",
        "user_email": email,
        "invitation_method": "1",
    }
    answer = await post(doors, cast, {"customer": customer})
    assert (answer.status_code, answer.json()["error_list"]) == (200, None)
    await doors.work_off()
    assert len(await mails(doors, cast, email)) == 1
    assert await count_invoices(doors, cast) == 0
    assert len(await masters(doors, cast, "customers", private_cust_cd=customer["private_cust_cd"])) == 1


async def test_answers_hold_every_field_by_name_so_that_order_does_not_matter(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q3: both formats, read by name alone, say the same."""
    number = await number_of(doors, cast)
    as_json = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    answer = await doors.get(cast.seller, f"{INVOICES}/{number}", response_type="xml")
    as_xml = {element.tag: element.text for element in etree.fromstring(answer.content).findall("invoice/*")}
    assert set(as_xml) >= {name for name, value in as_json.items() if value != []}
    for name in ("inv_no", "inv_name", "wf_status"):
        assert as_xml[name] == as_json[name]
    await doors.work_off()


async def test_requests_are_read_whatever_the_order_of_their_fields_and_new_ones_do_no_harm(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q3, the other way round: what holds for clients holds for us."""
    fields = [*{**SOURCE, "customer": BUYER_AS_CUSTOMER, "a_field_of_tomorrow": "1"}.items()]
    random.Random(3).shuffle(fields)
    numbers = [
        await number_of(doors, cast, **dict(order)) for order in (fields, [*reversed(fields)], sorted(fields))
    ]
    documents = [(await doors.get(cast.seller, f"{INVOICES}/{n}")).json()["invoice"] for n in numbers]
    for document in documents:
        for own in ("invoice_mng_num", "updated_at", "created_at"):
            document.pop(own, None)
    assert documents[0] == documents[1] == documents[2]
    await doors.work_off()


async def test_each_customer_s_invoices_may_have_a_layout_of_their_own_prepared_on_screen(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q4."""
    titles = {"plain": "御請求書", "english": "INVOICE"}
    async with at_screen(doors, cast.seller) as screen:
        blank = (await screen.get("/settings/layouts/new")).text
        hidden = dict.fromkeys(re.findall(r'name="(place_\w+)"', blank), "hidden")
        for code, title in titles.items():
            form = {**hidden, "place_name": "column", "place_with_tax": "column", "language": "ja"}
            form |= {"code": code, "name": code, "title": title, "accent": "navy", "banks": "below"}
            form |= {"registration": "issuer", "logo_place": "issuer", "remarks_use": "default", "do": "save"}
            answer = await screen.post(
                "/settings/layouts/new", files={name: (None, value) for name, value in form.items()}
            )
            assert answer.status_code == 303, re.findall(r'class="problems?".*', answer.text)
    other = {**BUYER_AS_CUSTOMER, "corp_genuine_id": None, "private_cust_cd": "Q4", "company_name_org": "Q4"}
    other["user_email"] = f"{uuid4().hex[:10]}@example.jp"
    first = await number_of(doors, cast, invoice_setting_code="plain")
    second = await number_of(doors, cast, invoice_setting_code="english", customer=other)
    await doors.work_off()
    for number, title in zip((first, second), titles.values(), strict=True):
        pdf = (await doors.get(cast.seller, f"{INVOICES}/{number}/pdf")).content
        assert title.replace(" ", "") in said(pdf)
    unprepared = await post(doors, cast, {**INVOICE, "invoice_setting_code": "never-made"})
    assert codes_of(unprepared) == [("invoices[0].invoice_setting_code", "E500009")]


async def test_several_invoices_of_one_request_are_registered_apart(doors: Doors, cast: Cast) -> None:
    """契約後 Q5."""
    answer = await post(doors, cast, {**INVOICE, "inv_no": "A"}, {**INVOICE, "inv_no": "B"})
    first, second = (line["invoice_mng_num"] for line in answer.json()["invoices"])
    assert first != second
    found = {one["invoice_mng_num"]: one["inv_no"] for one in (await doors.listed(cast.seller))["invoices"]}
    assert found == {first: "A", second: "B"}
    await doors.work_off()


async def test_of_a_batch_with_errors_the_good_ones_are_registered_and_the_answer_is_400(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q6: A and B come back, C alone is registered."""
    bad = {**INVOICE, "inv_no": "x" * 21}
    answer = await post(doors, cast, bad, bad, {**INVOICE, "inv_no": "C"})
    assert (answer.status_code, answer.json()["result"]) == (400, "1")
    assert {path for path, _ in codes_of(answer)} == {"invoices[0].inv_no", "invoices[1].inv_no"}
    assert [one["inv_no"] for one in (await doors.listed(cast.seller))["invoices"]] == ["C"]
    await doors.work_off()


async def test_sending_the_batch_again_makes_another_invoice_of_the_one_that_was_good(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q7: `inv_no` is not unique, and registering never overwrites."""
    bad = {**INVOICE, "inv_no": "x" * 21}
    await post(doors, cast, bad, {**INVOICE, "inv_no": "C"})
    answer = await post(doors, cast, {**INVOICE, "inv_no": "A"}, {**INVOICE, "inv_no": "C"})
    assert answer.status_code == 200
    found = (await doors.listed(cast.seller))["invoices"]
    assert sorted(one["inv_no"] for one in found) == ["A", "C", "C"]
    assert {one["version"] for one in found} == {1}
    await doors.work_off()


async def test_only_the_update_api_changes_an_invoice_that_is_there(doors: Doors, cast: Cast) -> None:
    """契約後 Q7: registering under a number that is there leaves that invoice as it is."""
    number = await number_of(doors, cast)
    again = await post(doors, cast, {**INVOICE, "invoice_mng_num": number, "inv_name": "上書き"})
    assert again.status_code == 200
    assert (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]["inv_name"] == (
        INVOICE["inv_name"]
    )
    await doors.work_off()
    await doors.send_back(cast.buyer, number)
    assert (
        await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    ).status_code == 200
    shown = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert (shown["version"], shown["inv_show_amount"]) == (2, 1)
    await doors.work_off()


async def test_the_list_tells_the_final_status_and_no_steps_of_the_workflow(office: Office) -> None:
    """契約後 Q10: the published answers hold the status an invoice has, not how it came by it."""
    await office.route()
    [number] = await office.make()
    await office.approve(office.boss, number)
    await office.approve(office.issuer, number)
    await office.doors.work_off()
    found = (await office.doors.listed(office.maker))["invoices"]
    assert [one["wf_status"] for one in found] == ["22"]
    spoken = str(found)
    assert office.boss.user.name not in spoken
    assert office.issuer.user.name not in spoken


async def test_the_list_comes_whole_and_clients_sort_by_status(office: Office) -> None:
    """契約後 Q11: without a filter (ours is an addition) all statuses come in one answer."""
    await office.route()
    await office.make({}, {})
    doors, cast = office.doors, office.cast
    await number_of(doors, cast)
    await doors.work_off()
    found = await doors.listed(office.maker)
    assert sorted(one["wf_status"] for one in found["invoices"]) == ["11", "11", "22"]
    assert found["total_count"] == 3


async def test_11_and_20_while_people_of_the_company_approve(office: Office) -> None:
    """契約後 Q11: 社内承認中, 発行承認中."""
    await office.route()
    [number] = await office.make()
    assert await status(office.doors, office.cast, number) == "11"
    await office.approve(office.boss, number)
    assert await status(office.doors, office.cast, number) == "20"


async def test_19_when_an_approver_sends_back(office: Office) -> None:
    """契約後 Q11: 差戻受, from inside."""
    await office.route()
    [number] = await office.make()
    await office.send_back(office.boss, number)
    assert await status(office.doors, office.cast, number) == "19"
    await office.doors.work_off()


async def test_19_when_the_buyer_sends_back(doors: Doors, cast: Cast) -> None:
    """契約後 Q11: 差戻受."""
    number = await number_of(doors, cast)
    await doors.work_off()
    await doors.send_back(cast.buyer, number)
    assert await status(doors, cast, number) == "19"


async def test_21_until_it_is_issued_and_22_from_then_on(doors: Doors, cast: Cast) -> None:
    """契約後 Q11: 発行予約済, 発行済."""
    number = await number_of(doors, cast)
    assert await status(doors, cast, number) == "21"
    await doors.work_off()
    assert await status(doors, cast, number) == "22"


async def test_23_when_it_is_deleted_after_issuing(doors: Doors, cast: Cast) -> None:
    """契約後 Q11: 発行済削除."""
    number = await number_of(doors, cast)
    await doors.work_off()
    answer = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/delete", {"reason": "誤発行"})
    assert answer.status_code == 200, answer.text
    assert await status(doors, cast, number) == "23"


async def test_29_when_it_cannot_be_issued(doors: Doors, cast: Cast) -> None:
    """契約後 Q11: 発行エラー, of a customer nobody can reach."""
    nobody = {**BUYER_AS_CUSTOMER, "corp_genuine_id": None, "private_cust_cd": "Q11"}
    number = await number_of(doors, cast, customer=nobody)
    await doors.work_off()
    assert await status(doors, cast, number) == "29"
