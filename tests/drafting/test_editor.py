"""Entering an invoice without scripts: kept whatever is typed, told all at once, issued once."""

import asyncio
from typing import Any

import pytest

from seikyu.issuing.model import SellerStatus
from seikyu.wire import json
from tests.drafting.screen import Screen, Shown, filled
from tests.house.cast import BANK_1, PUBLISHER_1, Cast, add_customer
from tests.house.doors import INVOICES, Doors, codes_of
from tests.house.papers import add_invoices, rows
from tests.issuing.registering import post

NEW = "/seller/invoices/new"
ENTERED: dict[str, Any] = {
    "inv_name": "11月分ご請求",
    "inv_no": "N-100",
    "close_date": "2026-11-30",
    "pay_due_date": "2026-12-31",
    "remarks": "一行目\r\n二行目",
    "details-0-item_name": "トナー",
    "details-0-item_qty": "２",
    "details-0-item_price": "13,582",
    "details-0-mode": "1",
    "details-2-item_name": "お茶",
    "details-2-item_qty": "3",
    "details-2-item_price": "￥500",
    "details-2-tax_class": "tr8_reduced",
    "details-2-item_slip_date": "2026/11/5",
    "details-3-item_name": "値引き",
    "details-3-amount": "▲1,000",
}


async def documents(doors: Doors, cast: Cast) -> list[tuple[int, bytes]]:
    query = "SELECT invoice_mng_num, document FROM invoice_versions WHERE company_id = $1 ORDER BY 1, version"
    found = await rows(doors.pool, cast.seller.company_id, query, cast.seller.company_id)
    return [(row["invoice_mng_num"], row["document"]) for row in found]


async def parties(shown: Shown) -> dict[str, str]:
    """The inputs that choose the customer, the publisher P-001 and the bank account B-001."""
    customer = shown.tree.xpath("//select[@id='customer']/option[@value!='']/@value")[0]
    [publisher] = shown.tree.xpath("//select[@id='publisher']/option[contains(., 'P-001')]/@value")
    [bank] = shown.tree.xpath("//label[contains(., 'B-001')]/input/@value")
    return {"customer": customer, "publisher": publisher, "banks": bank}


async def entered(screen: Screen, **changes: Any) -> tuple[Shown, dict[str, Any]]:
    shown = await screen.get(NEW)
    return shown, {**ENTERED, **await parties(shown), **changes}


async def test_what_is_entered_is_stored_to_the_byte_as_the_same_request_by_api(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown, given = await entered(screen)
    confirm = await screen.send(shown, "confirm", **given)
    assert confirm.path.endswith("/confirm"), confirm.text
    assert "株式会社あおぞら商店" in confirm.text
    assert "¥27,684" in confirm.text
    done = await screen.press(confirm)
    assert done.path.startswith("/seller/invoices/")
    [(number, by_screen)] = await documents(doors, cast)
    assert done.path == f"/seller/invoices/{number}"
    request = {
        "customer": {"corp_genuine_id": "7000012050002"},
        "publisher": PUBLISHER_1,
        "banks": [BANK_1],
        "inv_name": "11月分ご請求",
        "inv_no": "N-100",
        "close_date": "2026-11-30",
        "pay_due_date": "2026-12-31",
        "remarks": "一行目\n二行目",
        "payment_method": "0",
        "unit_tax_calc_sec": "0",
        "inv_without_tax": 25184,
        "inv_tax": 2500,
        "inv_amount": 27684,
        "inv_show_amount": 27684,
        "inv_without_tax_tr10": 23695,
        "inv_tax_tr10": 2369,
        "inv_amount_tr10": 26064,
        "inv_without_tax_tr8_reduced": 1500,
        "inv_tax_tr8_reduced": 120,
        "inv_amount_tr8_reduced": 1620,
        "details": [
            {
                "item_name": "トナー",
                "item_qty": 2,
                "item_price": 13582,
                "item_amount": 27164,
                "tax_type": "0",
                "tax_rate_sec": 10,
                "reduced_tax_flg": "0",
                "input_tax_type": "1",
            },
            {
                "item_slip_date": "2026-11-05",
                "item_name": "お茶",
                "item_qty": 3,
                "item_price": 500,
                "item_without_tax": 1500,
                "tax_type": "0",
                "tax_rate_sec": 8,
                "reduced_tax_flg": "1",
                "input_tax_type": "0",
            },
            {
                "item_name": "値引き",
                "item_without_tax": -1000,
                "tax_type": "0",
                "tax_rate_sec": 10,
                "reduced_tax_flg": "0",
                "input_tax_type": "0",
            },
        ],
    }
    amounts = json.read(by_screen)
    assert isinstance(amounts, dict)
    request |= {name: value for name, value in amounts.items() if name.startswith(("inv_tax", "inv_without"))}
    answer = await post(doors, cast, request)
    assert codes_of(answer) == []
    [_, (_, by_api)] = await documents(doors, cast)
    assert by_api == by_screen
    assert "下書きはありません" in (await screen.get("/seller/drafts")).text


async def test_every_fault_stands_at_its_input_and_what_was_typed_is_kept(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown, given = await entered(
        screen,
        customer="",
        inv_no="9" * 21,
        payment="abc",
        send_date="2020-01-01",
        payment_method="2",
    )
    checked = await screen.send(
        shown, "check", **{**given, "details-2-item_qty": "三", "details-3-item_slip_date": "昨日"}
    )
    assert checked.answer.status_code == 200
    assert "必須" in checked.problem("customer")
    assert "20文字以内" in checked.problem("inv_no")
    assert "整数" in checked.problem("payment")
    assert "過去の日付" in checked.problem("send_date")
    assert "数字" in checked.problem("details-2-item_qty")
    assert "yyyy-MM-dd" in checked.problem("details-3-item_slip_date")
    assert "銀行振込以外" in checked.text
    assert checked.value("details-2-item_qty") == "三"
    assert checked.value("payment") == "abc"
    again = await screen.send(checked, "confirm")
    assert "check=1" in str(again.answer.url), "what is faulty is not issued"
    assert await documents(doors, cast) == []


async def test_an_empty_invoice_is_not_issued(doors: Doors, cast: Cast, screen: Screen) -> None:
    shown = await screen.get(NEW)
    checked = await screen.send(shown, "confirm", **await parties(shown))
    assert "明細が入力されていません。" in checked.text
    assert await documents(doors, cast) == []


async def test_the_buttons_of_lines_add_insert_move_and_remove(screen: Screen) -> None:
    shown, given = await entered(screen)
    shown = await screen.send(shown, "up-2", **given)
    assert [shown.value(f"details-{n}-item_name") for n in range(4)] == ["トナー", "お茶", "", "値引き"]
    shown = await screen.send(shown, "down-0")
    shown = await screen.send(shown, "remove-2")
    shown = await screen.send(shown, "insert-0")
    assert [shown.value(f"details-{n}-item_name") for n in range(4)] == ["", "お茶", "トナー", "値引き"]
    before = len(shown.tree.xpath("//tr[@data-line]"))
    shown = await screen.send(shown, "add")
    assert len(shown.tree.xpath("//tr[@data-line]")) == before + 5


async def test_pressing_twice_or_in_two_windows_makes_one_invoice(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown, given = await entered(screen)
    confirm = await screen.send(shown, "confirm", **given)
    done = await asyncio.gather(*(screen.press(confirm) for _ in range(3)))
    assert len({one.path for one in done}) == 1
    assert (await screen.press(confirm)).path == done[0].path
    assert (await screen.send(shown, "save", **given)).answer.status_code == 409
    [_] = await documents(doors, cast)
    old = await screen.get(confirm.path.removesuffix("/confirm"))
    assert old.path == done[0].path, "the draft leads to what it has become"


async def test_of_two_who_change_a_draft_the_later_is_told_and_loses_nothing(screen: Screen) -> None:
    shown, given = await entered(screen)
    first = await screen.send(shown, "save", **given)
    await screen.send(first, "save", remarks="先に保存")
    late = await screen.send(first, "save", remarks="後から保存")
    assert late.answer.status_code == 409
    assert "後から保存" in late.answer.text
    fork = await screen.send(late, "fork")
    assert fork.path not in (first.path, late.path)
    assert "後から保存" in fork.answer.text
    assert "先に保存" in (await screen.get(first.path)).answer.text


async def test_while_typing_all_is_saved_and_totals_are_told(screen: Screen) -> None:
    shown, given = await entered(screen)
    path, fields = filled(shown, "", **given)
    live = await screen.http.post(f"{path}/live", data=fields)
    assert live.status_code == 200
    assert live.headers["hx-replace-url"] == path
    assert "¥27,684" in live.text
    assert 'name="revision" value="1"' in live.text
    assert (await screen.get(path)).value("details-0-item_name") == "トナー"
    stale = await screen.http.post(f"{path}/live", data={**fields, "remarks": "古い画面"})
    assert "自動保存を止めています" in stale.text
    assert "古い画面" not in (await screen.get(path)).answer.text


async def test_the_rounding_is_the_customers_rule_else_the_companys(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    own = cast.seller.company_id
    query = (
        "INSERT INTO selling_rules (company_id, rounding, api_through_approval, changed_at) "
        "VALUES ($1, 'up', false, now())"
    )
    await rows(doors.pool, own, query, own)
    line = {"details-0-item_qty": "1", "details-0-item_price": "15"}
    shown, given = await entered(screen)
    blank = {name: None for name in given if name.startswith("details-")}
    saved = await screen.send(shown, "save", **{**given, **blank, **line})
    assert "切上げ" in saved.text
    assert "¥17" in saved.text
    await rows(doors.pool, own, "UPDATE customers SET rounding = 'down' WHERE company_id = $1", own)
    assert "¥16" in (await screen.get(saved.path)).text


async def test_a_sent_back_invoice_is_corrected_and_issued_again(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    shown = await screen.post(f"/seller/invoices/{number}/correct", {})
    same = await screen.post(f"/seller/invoices/{number}/correct", {})
    assert same.path == shown.path, "one correction for all who begin it"
    assert shown.value("details-0-item_name") == "業務委託費"
    confirm = await screen.send(shown, "confirm", **{"details-0-item_qty": "3"})
    done = await screen.press(confirm)
    assert done.path == f"/seller/invoices/{number}"
    [row] = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT status, version, inv_show_amount FROM invoices WHERE invoice_mng_num = $1",
        number,
    )
    assert (row["status"], row["version"], row["inv_show_amount"]) == (SellerStatus.QUEUED, 2, 16500)
    await doors.work_off()
    shown_by_api = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert shown_by_api["wf_status"] == "22"
    assert shown_by_api["publisher"]["publisher_mng_num"] == "P-001"
    assert shown_by_api["customer"]["company_name_org"] == "株式会社あおぞら商店"
    assert [bank["transfer_code"] for bank in shown_by_api["banks"]] == ["B-001"]
    assert shown_by_api["unit_tax_calc_sec"] == "1"
    refused = await screen.post(f"/seller/invoices/{number}/correct", {})
    assert refused.answer.status_code == 409


async def test_a_correction_overtaken_by_another_begins_anew_and_stays_as_a_draft(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    old = await screen.post(f"/seller/invoices/{number}/correct", {})
    corrected = {"invoice_mng_num": str(number), "inv_show_amount": 5, "inv_name": "APIで修正"}
    assert (await doors.put(cast.seller, corrected)).status_code == 200
    late = await screen.send(old, "confirm")
    assert "差戻し請求書として存在しません" in late.text
    await doors.work_off()
    assert (await doors.send_back(cast.buyer, number)).status_code == 200
    new = await screen.post(f"/seller/invoices/{number}/correct", {})
    assert new.path != old.path
    assert new.value("inv_name") == "APIで修正"
    assert (await screen.get(old.path)).value("inv_name") == "7月分ご請求"


async def test_a_copy_takes_over_what_is_not_of_its_month(doors: Doors, cast: Cast, screen: Screen) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    shown = await screen.post(f"/seller/invoices/{number}/copy", {})
    assert shown.value("inv_name") == "7月分ご請求"
    assert shown.value("inv_no") == ""
    assert shown.value("close_date") == ""
    assert shown.tree.xpath("//select[@id='customer']/option[@selected]/@value") == [str(cast.customer_id)]
    assert len(shown.tree.xpath("//input[@name='banks'][@checked]")) == 1
    done = await screen.press(await screen.send(shown, "confirm"))
    assert done.path != f"/seller/invoices/{number}"
    assert len(await documents(doors, cast)) == 2


async def test_totals_of_an_invoice_without_lines_survive_its_correction(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    changes: dict[str, Any] = {"details": [], "inv_amount": 11000, "inv_show_amount": 11000}
    [number] = await add_invoices(doors.pool, cast, **changes)
    shown = await screen.post(f"/seller/invoices/{number}/correct", {})
    done = await screen.press(await screen.send(shown, "confirm", remarks="備考だけ直す"))
    assert done.path == f"/seller/invoices/{number}"
    [row] = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT inv_amount, inv_show_amount FROM invoices WHERE invoice_mng_num = $1",
        number,
    )
    assert tuple(row.values()) == (11000, 11000)


async def test_fields_that_have_no_input_survive_moving_their_line(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    details: list[dict[str, Any]] = [
        {"item_name": "一", "item_without_tax": 1, "item_free_txt1": "自由"},
        {
            "item_name": "二",
            "item_without_tax": 2,
            "tax_type": "0",
            "tax_rate_sec": 10,
            "reduced_tax_flg": "1",
        },
    ]
    [number] = await add_invoices(doors.pool, cast, details=details)
    shown = await screen.post(f"/seller/invoices/{number}/correct", {})
    shown = await screen.send(shown, "down-0")
    await screen.press(await screen.send(shown, "confirm"))
    document = json.read((await documents(doors, cast))[-1][1])
    assert isinstance(document, dict)
    lines: Any = document["details"]
    assert [line["item_name"] for line in lines] == ["二", "一"]
    assert (lines[0]["tax_rate_sec"], lines[0]["reduced_tax_flg"]) == (10, "1")
    assert lines[1]["item_free_txt1"] == "自由"


async def test_customers_are_found_by_name_and_code(doors: Doors, cast: Cast, screen: Screen) -> None:
    fields = {"private_cust_cd": "C-77", "company_name_org": "株式会社別の店", "company_name_kana_org": "ﾍﾞﾂ"}
    await add_customer(doors.pool, cast.seller.company_id, None, **fields)
    shown, given = await entered(screen, customer_q="C-77", customer="")
    found = await screen.send(shown, "find", **given)
    assert [one for one in found.tree.xpath("//select[@id='customer']/option/text()") if "別の店" in one] == [
        "株式会社別の店 [C-77] - 未連携"
    ]
    assert found.value("inv_name") == "11月分ご請求"
    live = await screen.http.get("/seller/drafts/customers", params={"customer_q": "ﾍﾞﾂ"})
    assert live.text.count("<option") == 2


async def test_a_draft_is_deleted_only_after_a_question(screen: Screen) -> None:
    shown, given = await entered(screen)
    saved = await screen.send(shown, "save", **given)
    asked = await screen.get(f"{saved.path}/delete")
    assert "元に戻すことはできません" in asked.text
    assert "11月分ご請求" in (await screen.get("/seller/drafts?q=11月分")).text
    await screen.press(asked)
    assert (await screen.get(saved.path)).answer.status_code == 404


async def test_an_outsider_finds_nothing(doors: Doors, cast: Cast, screen: Screen, stranger: Screen) -> None:
    [number] = await add_invoices(doors.pool, cast)
    shown, given = await entered(screen)
    saved = await screen.send(shown, "save", **given)
    for path in (saved.path, f"{saved.path}/confirm", f"{saved.path}/delete", "/seller/drafts/x"):
        assert (await stranger.get(path)).answer.status_code == 404, path
    for path, fields in (
        (f"{saved.path}/issue", {"revision": "1"}),
        (f"{saved.path}/delete", {"revision": "1"}),
        (f"/seller/invoices/{number}/copy", {}),
        (f"/seller/invoices/{number}/correct", {}),
    ):
        assert (await stranger.post(path, fields)).answer.status_code == 404, path
    path, fields = filled(saved, "save", remarks="横取り")
    assert (await stranger.post(path, fields)).answer.status_code == 409
    assert "横取り" not in (await screen.get(saved.path)).answer.text
    # Masters of another company, chosen by their ids, are not there.
    choosing = filled(await stranger.get(NEW), "confirm", **given)
    assert "発行先は必須です。" in (await stranger.post(*choosing)).text


@pytest.mark.parametrize(
    "changes",
    [
        {"details-0-rest": '{"item_free_txt1": {"x": [1]}, "item_name": "y"}'},
        {"details-0-rest": "[1"},
        {"details-0-rest": '{"tax_rate_sec": "x", "tax_type": 5}', "details-0-tax_class": "kept"},
        {"details-9999-item_name": "x", "details-0-mode": "9", "details-0-tax_class": "zz"},
        {"customer": "x", "publisher": "own", "banks": ["x", "y"], "revision": "x"},
        {"details-0-item_qty": "1e999999", "details-0-item_price": "9" * 30, "carryover_new": "9" * 30},
        {"close_date": "0000-99-99", "details-0-item_slip_date": "99/99", "payment_method": "x"},
        {"unit_tax_calc_sec": "7", "inv_free_num1": "NaN", "inv_free_num2": "Infinity"},
    ],
)
async def test_whatever_is_sent_is_kept_shown_and_told_and_never_fails(
    screen: Screen, changes: dict[str, Any]
) -> None:
    shown, given = await entered(screen)
    path, fields = filled(shown, "check", **{**given, **changes})
    assert (await screen.http.post(f"{path}/live", data=fields)).status_code == 200
    again = filled(await screen.get(path), "check", **{"revision": "1", **changes})
    checked = await screen.post(*again)
    assert checked.answer.status_code in (200, 409)
    assert (await screen.get(f"{path}?check=1")).answer.status_code == 200
    assert (await screen.get("/seller/drafts")).answer.status_code == 200
