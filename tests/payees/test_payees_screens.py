"""支払先 on screen: what is known beside the form, duplicates, merging, invoices of no payee."""

import asyncio
import re
from typing import Any

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.masters.model import Master
from seikyu.payees.actions.link import payee_of_seller
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.house.screens import at_screen
from tests.payees.test_linking import NUMBER, add_payee, codes_of_payees, delivered, inside
from tests.payees.test_registrations import new_number, row, take_in

HERE = "/buyer/payees"
TERMS = {"closing_day": 20, "pay_month": 1, "pay_day": 10, "holiday_rule": "0"}
BANK = {
    "fncl_inst_code": "0001",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "1234567",
    "depositor_kana": "ｱｵﾊﾞ",
}


async def test_a_payee_s_page_tells_all_that_is_known_of_it(doors: Doors, cast: Cast) -> None:
    number = new_number()
    await take_in(doors.pool, row(number, expired="2026-04-01", name="青葉商事株式会社"))
    owner = cast.buyer.company_id
    payee = await add_payee(doors, owner, "A-1", registration_number=number, **TERMS, **BANK)
    await add_payee(doors, owner, "A-2", **BANK)
    async with at_screen(doors, cast.buyer) as http:
        page = (await http.get(f"{HERE}/{payee.master_id}")).text
        listed = (await http.get(HERE)).text
    assert re.search(r"/20締め → .*/10払い", page)
    assert "登録が失効しています" in page
    assert "青葉商事株式会社" in page
    assert "振込先：みずほ" in page
    assert "A-2 株式会社青葉商事" in page
    assert "口座が同じ、名称が同じ" in page
    assert "連携している企業はありません" in page
    assert "A-1" in listed
    assert "口座番号" not in listed


async def test_its_invoices_and_the_company_it_is_stand_on_its_page(doors: Doors, cast: Cast) -> None:
    [number] = await delivered(doors, cast)
    payee_id = (await inside(doors, cast, number))["payee_id"]
    async with at_screen(doors, cast.buyer) as http:
        page = (await http.get(f"{HERE}/{payee_id}")).text
    assert f"/buyer/invoices/{number}" in page
    assert cast.seller.company.name in page
    assert "発行側企業と連携しました" in page


async def test_a_payee_is_kept_on_screen_and_told_what_is_wrong(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.buyer) as http:
        answer = await http.post(
            f"{HERE}/new", data={"payee_code": "1", "payee_name": "甲", "closing_day": "31"}
        )
        assert answer.status_code == 400
        assert "未入力：支払月、支払日" in answer.text
        answer = await http.post(f"{HERE}/new", data={"payee_code": "1", "payee_name": "甲"})
        assert answer.headers["location"] == HERE
        assert "甲" in (await http.get(HERE)).text


async def merged(doors: Doors, cast: Cast, kept: Master, other: Master) -> int:
    async with at_screen(doors, cast.buyer) as http:
        path = f"{HERE}/{other.master_id}/merge/{kept.master_id}"
        answer = await http.post(path, data={"keep": str(kept.master_id)})
    return answer.status_code


async def test_merging_moves_invoices_and_links_and_deletes_the_other(doors: Doors, cast: Cast) -> None:
    owner = cast.buyer.company_id
    other = await add_payee(doors, owner, "B", registration_number=NUMBER)
    kept = await add_payee(doors, owner, "A", payee_name="青葉商事", **BANK)
    [before] = await delivered(doors, cast)
    assert (await inside(doors, cast, before))["payee_id"] == other.master_id
    async with at_screen(doors, cast.buyer) as http:
        order = (await http.get(f"{HERE}/order")).text
        path = f"{HERE}/{kept.master_id}/merge/{other.master_id}"
        assert path in order
        assert "1234567" in (await http.get(path)).text
    assert await merged(doors, cast, kept, other) == 303
    [after] = await delivered(doors, cast)
    for number in (before, after):
        assert (await inside(doors, cast, number))["payee_id"] == kept.master_id
    async with at_screen(doors, cast.buyer) as http:
        page = (await http.get(f"{HERE}/{kept.master_id}")).text
        assert (await http.get(f"{HERE}/{other.master_id}")).status_code == 404
        assert "可能性のある支払先はありません" in (await http.get(f"{HERE}/order")).text
    assert "支払先を統合しました" in page
    assert "B 株式会社青葉商事" in page
    assert await merged(doors, cast, kept, other) == 404


async def test_of_two_mergings_at_once_one_is_done(doors: Doors, cast: Cast) -> None:
    owner = cast.buyer.company_id
    one, two = await add_payee(doors, owner, "A"), await add_payee(doors, owner, "B")
    found = await asyncio.gather(merged(doors, cast, one, two), merged(doors, cast, two, one))
    assert sorted(found) == [303, 404]


async def test_merging_while_invoices_arrive_leaves_none_with_the_deleted_one(
    doors: Doors, cast: Cast
) -> None:
    owner = cast.buyer.company_id
    other = await add_payee(doors, owner, "B", registration_number=NUMBER)
    kept = await add_payee(doors, owner, "A")
    await delivered(doors, cast)
    numbers = await add_invoices(doors.pool, cast, 8, SellerStatus.QUEUED)
    working = asyncio.create_task(doors.work_off())
    assert await merged(doors, cast, kept, other) == 303
    await working
    assert {(await inside(doors, cast, number))["payee_id"] for number in numbers} == {kept.master_id}


async def test_invoices_of_no_payee_are_given_one(doors: Doors, cast: Cast) -> None:
    payee = await add_payee(doors, cast.buyer.company_id, "A", registration_number=NUMBER, **TERMS)
    numbers = await add_invoices(doors.pool, cast, 3, SellerStatus.ISSUED)
    async with at_screen(doors, cast.buyer) as http:
        assert (await http.post(f"{HERE}/order")).status_code == 303
    kept = [await inside(doors, cast, number) for number in numbers]
    assert {one["payee_id"] for one in kept} == {payee.master_id}
    assert {str(one["own_due_date"]) for one in kept} == {"2026-09-10"}


async def test_to_others_a_payee_is_not_there(doors: Doors, cast: Cast) -> None:
    one, two = [await add_payee(doors, cast.buyer.company_id, code) for code in "AB"]
    async with at_screen(doors, cast.outsider) as http:
        for path in (f"{one.master_id}", f"{one.master_id}/merge/{two.master_id}"):
            assert (await http.get(f"{HERE}/{path}")).status_code == 404
        path = f"{HERE}/{one.master_id}/merge/{two.master_id}"
        assert (await http.post(path, data={"keep": str(one.master_id)})).status_code == 404
    assert await codes_of_payees(doors, cast.buyer.company_id) == ["A", "B"]


async def test_of_many_that_share_a_sign_each_is_to_be_compared_with_the_first(
    doors: Doors, cast: Cast
) -> None:
    for n in range(12):
        await add_payee(doors, cast.buyer.company_id, f"{n:02}", payee_name="(株)青葉　商店")
    async with at_screen(doors, cast.buyer) as http:
        assert (await http.get(f"{HERE}/order")).text.count("/merge/") == 11


async def test_whose_invoice_it_is_costs_as_many_statements_for_the_hundredth_as_for_the_second(
    doors: Doors, cast: Cast
) -> None:
    owner, seen = cast.buyer.company_id, []
    for _ in range(3):
        async with transaction(doors.pool, owner) as connection:
            asked: list[Any] = []
            connection.add_query_logger(asked.append)
            await payee_of_seller(connection, owner, cast.seller.company, system_clock())
            await asyncio.sleep(0.05)  # the driver tells of statements afterwards
            connection.remove_query_logger(asked.append)
            seen.append(len(asked))
    assert seen[0] <= 14
    assert seen[1:] == [1, 1]
