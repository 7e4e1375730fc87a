"""Papers entered on screen: what they become, how they are changed, and that nothing of them is lost."""

from typing import Any

import httpx

from tests.approvals.office import step
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors
from tests.house.screens import at_screen, problems_of
from tests.receiving.buying import open_buying

PDF = b"%PDF-1.7\nthe paper as it came, byte for byte"
PAPER = {
    "payee": "P-001",
    "registration_number": "T7000012050002",
    "inv_no": "Y-77",
    "inv_name": "事務用品",
    "send_date": "2026-11-10",
    "close_date": "2026-11-30",
    "pay_due_date": "2026-12-31",
    "department_code": "110",
    "inv_amount_tr10": "11,000",
    "inv_without_tax_tr8_reduced": "1000",
    "do": "register",
}


async def new_entry(desk: httpx.AsyncClient) -> str:
    answer = await desk.get("/buyer/own/new")
    assert answer.status_code == 303
    return answer.headers["location"]


async def enter(desk: httpx.AsyncClient, **changes: Any) -> int:
    path = await new_entry(desk)
    answer = await desk.post(path, data={**PAPER, **changes})
    assert answer.status_code == 303, problems_of(answer.text) or answer.text
    return int(answer.headers["location"].rpartition("/")[2])


async def shown(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    answer = await doors.get(cast.buyer, f"{RECEIVED}/{number}")
    assert answer.status_code == 200, answer.text
    invoice: dict[str, Any] = answer.json()["invoice"]
    return invoice


async def events(doors: Doors, cast: Cast, number: int) -> list[str]:
    answer = await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")
    return [event["action"] for event in answer.json()["history"]]


async def test_a_paper_becomes_a_received_invoice_with_all_amounts(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    number = await enter(desk)
    await doors.work_off()
    invoice = await shown(doors, cast, number)
    assert (invoice["wf_status"], invoice["origin"]) == ("50", "own")
    assert invoice["seller_company_name"] == "文具の山本"
    assert invoice["issuer"] == {"company_name": "文具の山本", "registration_number": "T7000012050002"}
    assert invoice["customer"]["company_name_org"] == "株式会社あおぞら商店"
    assert [invoice[f"inv_{part}_tr10"] for part in ("without_tax", "tax", "amount")] == [10000, 1000, 11000]
    assert [invoice[f"inv_{part}_tr8_reduced"] for part in ("without_tax", "tax", "amount")] == [
        1000,
        80,
        1080,
    ]
    assert (invoice["inv_amount"], invoice["inv_show_amount"]) == (12080, 12080)
    assert (await doors.get(cast.buyer, f"{RECEIVED}/{number}/pdf")).content.startswith(b"%PDF-")
    listed = (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["invoices"]
    assert [one["invoice_mng_num"] for one in listed] == [str(number)]
    page = (await desk.get("/buyer/invoices?own=yes")).text
    assert "自社作成</span>" in page
    assert "Y-77" not in (await desk.get("/buyer/invoices?own=no")).text


async def test_amounts_follow_from_lines_where_there_are_any(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    line = {"item_name": "用紙", "item_qty": "3", "item_price": "333", "tax_class": "tr10", "mode": "0"}
    given = {f"details-0-{name}": value for name, value in line.items()}
    number = await enter(desk, inv_amount_tr10="", inv_without_tax_tr8_reduced="", **given)
    invoice = await shown(doors, cast, number)
    assert (invoice["inv_without_tax"], invoice["inv_tax"], invoice["inv_show_amount"]) == (999, 99, 1098)
    assert invoice["details"][0]["item_name"] == "用紙"


async def test_the_pdf_that_came_is_kept_and_shown_byte_for_byte(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    path = await new_entry(desk)
    sent = {**PAPER, "do": "attach"}
    beside = await desk.post(path, data=sent, files={"file": ("請求書.pdf", PDF, "application/pdf")})
    assert beside.status_code == 200
    assert "<iframe" in beside.text
    assert 'value="Y-77"' in beside.text
    file_path = beside.text.split('<iframe class="own-shown" src="')[1].split('"')[0]
    assert (await desk.get(file_path)).content == PDF
    number = int((await desk.post(path, data=PAPER)).headers["location"].rpartition("/")[2])
    assert (await doors.get(cast.buyer, f"{RECEIVED}/{number}/pdf")).content == PDF
    [file] = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/attachments")).json()["attachments"]
    assert file["name"] == "請求書.pdf"
    again = await desk.post(path, data=PAPER)
    assert again.headers["location"] == f"/buyer/invoices/{number}"


async def test_every_fault_is_told_at_its_input_and_nothing_is_stored(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    path = await new_entry(desk)
    wrong = {
        **PAPER,
        "payee": "new",
        "new_payee_code": "P-001",
        "registration_number": "T1",
        "department_code": "999",
        "pay_due_date": "2026-13-01",
        "inv_amount_tr10": "百円",
    }
    answer = await desk.post(path, data=wrong)
    assert answer.status_code == 400
    told = problems_of(answer.text)
    assert {"new_payee_code", "registration_number", "department_code", "pay_due_date"} <= set(told)
    assert "inv_amount_tr10" in told
    assert (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["total_count"] == 0


async def test_a_new_payee_is_registered_with_its_invoice(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    number = await enter(desk, payee="new", new_payee_code="P-900", new_payee_name="新町運送")
    assert (await shown(doors, cast, number))["seller_company_name"] == "新町運送"
    assert "P-900" in (await desk.get(await new_entry(desk))).text


async def test_the_same_paper_twice_is_told_and_taken_only_when_confirmed(desk: httpx.AsyncClient) -> None:
    first = await enter(desk)
    path = await new_entry(desk)
    doubted = await desk.post(path, data=PAPER)
    assert doubted.status_code == 200
    assert f"管理番号 {first}" in doubted.text
    assert (await desk.post(path, data={**PAPER, "confirmed": "1"})).status_code == 303


async def test_a_change_is_a_new_version_and_the_earlier_one_stays(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    number = await enter(desk)
    path = f"/buyer/own/invoices/{number}"
    assert 'value="2026-11-10"' in (await desk.get(path)).text
    changed = {**PAPER, "inv_amount_tr10": "22000", "seen": "1"}
    assert (await desk.post(path, data=changed)).status_code == 303
    await doors.work_off()
    invoice = await shown(doors, cast, number)
    assert (invoice["version"], invoice["inv_show_amount"]) == (2, 23080)
    assert "¥12,080" in (await desk.get(f"/buyer/invoices/{number}?version=1")).text
    assert (await desk.post(path, data=changed)).status_code == 409
    assert await events(doors, cast, number) == ["invoice.entered", "invoice.changed"]


async def test_a_void_invoice_leaves_the_inbox_and_stays_readable_with_its_reason(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    number = await enter(desk)
    path = f"/buyer/own/invoices/{number}/void"
    assert (await desk.post(path, data={"seen": "1"})).status_code == 400
    assert (await desk.post(path, data={"seen": "1", "reason": "二重に登録した"})).status_code == 303
    assert (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["total_count"] == 0
    invoice = await shown(doors, cast, number)
    assert (invoice["withdrawn_flg"], invoice["return_reason"]) == ("1", "二重に登録した")
    page = (await desk.get(f"/buyer/invoices/{number}")).text
    assert "自社作成の請求書を取り消しました" in page
    assert (await desk.get(f"/buyer/own/invoices/{number}")).status_code == 409


async def test_an_own_invoice_is_not_sent_back_and_is_fixed_once_it_is_done(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    number = await enter(desk)
    refused = await doors.send_back(cast.buyer, number)
    assert (refused.status_code, refused.json()["error_list"][0]["error_code"]) == (409, "E400006")
    assert f"/buyer/invoices/{number}/return" not in (await desk.get(f"/buyer/invoices/{number}")).text
    done = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/approve", {})
    assert done.status_code == 200, done.text
    assert (await desk.post(f"/buyer/own/invoices/{number}", data={**PAPER, "seen": "1"})).status_code == 409


async def test_to_outsiders_it_is_not_there(doors: Doors, cast: Cast, desk: httpx.AsyncClient) -> None:
    number = await enter(desk)
    assert (await doors.get(cast.outsider, f"{RECEIVED}/{number}")).status_code == 404
    async with at_screen(doors, cast.outsider) as http:
        for path in ("", "/void"):
            assert (await http.get(f"/buyer/own/invoices/{number}{path}")).status_code == 404
        assert (
            await http.post(f"/buyer/own/invoices/{number}", data={**PAPER, "seen": "1"})
        ).status_code == 404


async def test_whoever_entered_it_never_approves_it(
    doors: Doors, cast: Cast, password_hash: str, desk: httpx.AsyncClient
) -> None:
    buying = await open_buying(doors, cast, password_hash)
    await buying.route(step(51, cast.buyer, buying.boss))
    number = await enter(desk)
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert await buying.status(number) == "51"
    refused = await buying.approve(buying.charge, number)
    assert (refused.status_code, refused.json()["error_list"][0]["error_code"]) == (403, "E100402")
    fixed = await desk.post(f"/buyer/own/invoices/{number}", data={**PAPER, "seen": "1"})
    assert fixed.status_code == 409
    assert (await buying.inside(buying.boss, number)).status_code == 200
    again = {**PAPER, "inv_amount_tr10": "5500", "seen": "1"}
    assert (await desk.post(f"/buyer/own/invoices/{number}", data=again)).status_code == 303
    assert (await buying.status(number), (await buying.shown(number))["version"]) == ("59", 2)
    assert (await buying.approve(buying.charge, number)).status_code == 200
    assert (await buying.approve(buying.boss, number)).status_code == 200
    assert await buying.status(number) == "71"
