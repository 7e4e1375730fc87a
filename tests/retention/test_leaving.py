"""退会: nobody comes in any more and what runs by itself stops; papers stay, and others keep their own."""

import pytest

from seikyu.cli.operator import OPERATOR
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.retention.actions.close import close, reopen
from seikyu.wire.faults import Refusal
from tests.house.cast import PASSWORD, Cast
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import add_invoices
from tests.house.screens import at_screen
from tests.retention.aged import BASE_URL


async def test_whoever_has_left_is_let_in_nowhere_until_it_comes_back(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    owner = cast.seller.company_id
    async with at_screen(doors, cast.seller) as http:
        assert (await doors.get(cast.seller, INVOICES)).status_code == 200
        async with transaction(doors.pool, owner) as connection:
            await close(connection, owner, OPERATOR, system_clock, "事業の終了")
        assert (await http.get("/seller/invoices")).status_code == 303, "the session is over"
    login = {"pfid": cast.seller.user.pfid, "password": PASSWORD}
    assert (await doors.http.post("/login", data=login)).status_code != 303
    assert len((await doors.get(cast.buyer, RECEIVED)).json()["invoices"]) == 1, "the buyer keeps its copy"
    async with transaction(doors.pool, owner) as connection:
        assert await connection.fetchval("SELECT count(*) FROM invoice_versions") == 1
        subject = await connection.fetchval("SELECT subject FROM mails ORDER BY mail_id DESC LIMIT 1")
        assert subject == "【Seikyu】退会の手続きが完了しました"
        with pytest.raises(Refusal):
            await close(connection, owner, OPERATOR, system_clock, "もう一度")
        await reopen(connection, owner, OPERATOR, system_clock, BASE_URL)
    assert (await doors.http.post("/login", data=login)).status_code == 303


async def test_an_invoice_to_whoever_has_left_goes_another_way(doors: Doors, cast: Cast) -> None:
    buyer = cast.buyer.company_id
    async with transaction(doors.pool, buyer) as connection:
        await close(connection, buyer, OPERATOR, system_clock, "事業の終了")
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        status = await connection.fetchval("SELECT status FROM invoices WHERE invoice_mng_num = $1", number)
    assert status == SellerStatus.ISSUE_ERROR, "there is no mail address, and nobody reads the inbox"
