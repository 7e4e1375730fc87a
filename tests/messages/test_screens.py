"""Questions and answers on screen: on the invoice's page, alone, and as marks in the lists."""

import httpx
import pytest

from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast, Party
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.house.screens import at_screen

SIDES = ("buyer", "seller")
MARK = "質問・回答 未読"


def party(cast: Cast, side: str) -> Party:
    return cast.buyer if side == "buyer" else cast.seller


async def issued(doors: Doors, cast: Cast) -> int:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    return number


async def send(http: httpx.AsyncClient, side: str, number: int, text: str) -> httpx.Response:
    return await http.post(f"/{side}/invoices/{number}/messages", data={"text": text})


@pytest.mark.parametrize("side", SIDES)
async def test_what_one_side_writes_is_marked_in_the_others_list_until_somebody_reads_it(
    doors: Doors, cast: Cast, side: str
) -> None:
    other = "seller" if side == "buyer" else "buyer"
    number = await issued(doors, cast)
    async with at_screen(doors, party(cast, side)) as writer, at_screen(doors, party(cast, other)) as reader:
        sent = await send(writer, side, number, "1行目\r\n2行目 <b>")
        assert (sent.status_code, sent.headers["location"]) == (303, f"/{side}/invoices/{number}#messages")
        assert MARK not in (await writer.get(f"/{side}/invoices")).text
        assert (await reader.get(f"/{other}/invoices")).text.count(MARK) == 1
        # What a browser asks for without showing it has been read by nobody.
        await reader.head(f"/{other}/invoices/{number}/messages")
        await reader.get(f"/{other}/invoices/{number}/messages", headers={"Sec-Purpose": "prefetch"})
        assert MARK in (await reader.get(f"/{other}/invoices")).text
        page = (await reader.get(f"/{other}/invoices/{number}")).text
        assert "1行目\n2行目 &lt;b&gt;" in page
        assert page.count('<span class="mark">未読</span>') == 1
        assert MARK not in (await reader.get(f"/{other}/invoices")).text
        assert '<span class="mark">未読</span>' not in (await reader.get(f"/{other}/invoices/{number}")).text


async def test_what_comes_after_reading_is_unread_again(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    async with at_screen(doors, cast.buyer) as buyer, at_screen(doors, cast.seller) as seller:
        for text in ("一", "二"):
            await send(buyer, "buyer", number, text)
            assert MARK in (await seller.get("/seller/invoices")).text
            await seller.get(f"/seller/invoices/{number}/messages")
            assert MARK not in (await seller.get("/seller/invoices")).text


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("text", "problem"), [("", "本文は必須です"), ("字" * 1001, "1000文字")])
async def test_a_bad_text_stays_on_the_page_beside_what_is_wrong(
    doors: Doors, cast: Cast, side: str, text: str, problem: str
) -> None:
    number = await issued(doors, cast)
    async with at_screen(doors, party(cast, side)) as http:
        answer = await send(http, side, number, text)
        assert answer.status_code == 400
        assert problem in answer.text
        assert f"{text}</textarea>" in answer.text
        assert "まだ質問・回答はありません" in answer.text


async def test_an_outsider_is_shown_no_thread(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    async with at_screen(doors, cast.outsider) as http:
        for side in SIDES:
            assert (await http.get(f"/{side}/invoices/{number}/messages")).status_code == 404
            assert (await send(http, side, number, "a")).status_code == 404


async def test_a_withdrawn_invoice_shows_what_was_said_and_no_form(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    async with at_screen(doors, cast.seller) as seller, at_screen(doors, cast.buyer) as buyer:
        await send(seller, "seller", number, "取り消します")
        await seller.post(f"/seller/invoices/{number}/delete", data={"reason": ""})
        page = (await buyer.get(f"/buyer/invoices/{number}")).text
        assert "取り消します" in page
        assert "新しい質問・回答は送れません" in page
        assert "/messages" not in page.partition('id="messages"')[2]
        assert (await send(buyer, "buyer", number, "a")).status_code == 409
