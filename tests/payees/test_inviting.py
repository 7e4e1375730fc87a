"""A payee is invited by mail: the supplier signs up or links, and both sides know each other."""

import asyncio
from typing import Any

import httpx
import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.masters.model import Master
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices, rows
from tests.house.screens import at_screen
from tests.invitations.house import key_in
from tests.payees.test_linking import add_payee, codes_of_payees, delivered, inside

HERE = "/buyer/payees"


async def invited(doors: Doors, cast: Cast, **fields: Any) -> tuple[Master, str]:
    """A payee with a mail address, invited on screen; the payee and the key that was mailed."""
    given = {"user_email": f"sales-{cast.buyer.company_id}@example.jp", **fields}
    payee = await add_payee(doors, cast.buyer.company_id, "A", **given)
    return payee, await asked(doors, cast, payee)


async def asked(doors: Doors, cast: Cast, payee: Master) -> str:
    async with at_screen(doors, cast.buyer) as http:
        assert "メールで招待する" in (await http.get(f"{HERE}/{payee.master_id}")).text
        answer = await http.post(f"{HERE}/{payee.master_id}/invite")
        assert answer.status_code == 303
        assert "招待しました" in (await http.get(f"{HERE}/{payee.master_id}")).text
    query = "SELECT body FROM mails WHERE recipient = $1 ORDER BY mail_id DESC LIMIT 1"
    [mail] = await rows(doors.pool, cast.buyer.company_id, query, payee.fields["user_email"])
    assert "ご発行いただくためのご招待" in mail["body"]
    return key_in(mail["body"])


async def linked(doors: Doors, cast: Cast, key: str, who: str = "outsider") -> httpx.Response:
    async with at_screen(doors, getattr(cast, who)) as http:
        page = (await http.get(f"/invitations/{key}")).text
        if "承諾すると" in page:
            assert "招待元が発行先として登録されます" in page
        return await http.post(f"/invitations/{key}/link")


async def customers(doors: Doors, seller: int, buyer: int) -> list[str]:
    query = "SELECT private_cust_cd FROM customers WHERE buyer_company_id = $1"
    return [row["private_cust_cd"] for row in await rows(doors.pool, seller, query, buyer)]


async def links(doors: Doors, cast: Cast) -> dict[int, Any]:
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        found = await connection.fetch("SELECT seller_company_id, payee_id FROM payee_links")
    return {row["seller_company_id"]: row["payee_id"] for row in found}


async def test_a_supplier_that_links_is_the_payee_and_has_its_inviter_as_a_customer(
    doors: Doors, cast: Cast
) -> None:
    payee, key = await invited(doors, cast)
    answer = await linked(doors, cast, key, "free_seller")
    assert (answer.status_code, answer.headers["location"]) == (303, "/seller/invoices")
    supplier, buyer = cast.free_seller.company_id, cast.buyer.company_id
    assert await links(doors, cast) == {supplier: payee.master_id}
    assert await customers(doors, supplier, buyer) == [f"B{buyer}"]
    async with at_screen(doors, cast.buyer) as http:
        page = (await http.get(f"{HERE}/{payee.master_id}")).text
        assert cast.free_seller.company.name in page
        assert "メールで招待する" not in page
        assert (await http.post(f"{HERE}/{payee.master_id}/invite")).status_code == 409
    [told, _] = await rows(doors.pool, buyer, "SELECT body FROM mails WHERE subject LIKE '【招待承諾】%'")
    assert f"{HERE}/{payee.master_id}" in told["body"]


async def test_a_supplier_that_knows_the_buyer_keeps_its_customer(doors: Doors, cast: Cast) -> None:
    payee, key = await invited(doors, cast)
    before = await customers(doors, cast.seller.company_id, cast.buyer.company_id)
    assert (await linked(doors, cast, key, "seller")).status_code == 303
    assert await customers(doors, cast.seller.company_id, cast.buyer.company_id) == before
    [number] = await delivered(doors, cast)
    assert (await inside(doors, cast, number))["payee_id"] == payee.master_id
    assert await codes_of_payees(doors, cast.buyer.company_id) == ["A"]


async def test_what_was_issued_to_the_unlinked_customer_lies_in_the_inbox_afterwards(
    doors: Doors, cast: Cast
) -> None:
    seller, buyer = cast.seller.company_id, cast.buyer.company_id
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.QUEUED)
    async with transaction(doors.pool, seller) as connection:
        await connection.execute(
            "UPDATE customers SET buyer_company_id = NULL, user_email = 'x@example.jp', "
            "corp_genuine_id = '1180301018771' WHERE company_id = $1",
            seller,
        )
        await connection.execute("UPDATE invoices SET buyer_company_id = NULL WHERE company_id = $1", seller)
        await connection.execute(
            "UPDATE companies SET corporate_number = '1180301018771' WHERE company_id = $1", buyer
        )
    await doors.work_off()
    payee, key = await invited(doors, cast)
    assert (await linked(doors, cast, key, "seller")).status_code == 303
    await doors.work_off()
    assert (await inside(doors, cast, number))["payee_id"] == payee.master_id


async def test_a_further_invitation_makes_the_link_before_void(doors: Doors, cast: Cast) -> None:
    payee, first = await invited(doors, cast)
    await asked(doors, cast, payee)
    assert (await linked(doors, cast, first)).status_code == 410
    assert await links(doors, cast) == {}


async def test_of_two_who_accept_at_once_one_is_the_payee(doors: Doors, cast: Cast) -> None:
    payee, key = await invited(doors, cast)
    await asyncio.gather(linked(doors, cast, key, "outsider"), linked(doors, cast, key, "free_seller"))
    assert list((await links(doors, cast)).values()) == [payee.master_id]


async def test_declining_leads_to_the_payee(doors: Doors, cast: Cast) -> None:
    payee, key = await invited(doors, cast)
    async with httpx.AsyncClient(base_url=doors.http.base_url) as http:
        await http.post(f"/invitations/{key}/decline", data={"reason": "紙で送ります"})
    query = "SELECT body FROM mails WHERE subject LIKE '【招待辞退】%' LIMIT 1"
    [told] = await rows(doors.pool, cast.buyer.company_id, query)
    assert "紙で送ります" in told["body"]
    assert f"{HERE}/{payee.master_id}" in told["body"]


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("buyer", 400)])
async def test_whoever_has_no_such_payee_or_no_address_invites_nobody(
    doors: Doors, cast: Cast, who: str, status: int
) -> None:
    payee = await add_payee(doors, cast.buyer.company_id, "A")
    async with at_screen(doors, getattr(cast, who)) as http:
        assert (await http.post(f"{HERE}/{payee.master_id}/invite")).status_code == status
