"""Questions and answers about an invoice: both sides hold the same thread, and nobody else does."""

import asyncio
from typing import Any

import asyncpg
import pytest
from lxml import etree

from seikyu.db.pool import Pool, transaction
from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, Spelling, codes_of
from tests.house.papers import add_invoices, rows

SIDES = ("buyer", "seller")


def path(side: str, number: int) -> str:
    return f"{RECEIVED if side == 'buyer' else INVOICES}/{number}/messages"


def party(cast: Cast, side: str) -> Party:
    return cast.buyer if side == "buyer" else cast.seller


async def written(doors: Doors, cast: Cast, side: str, number: int, text: str) -> dict[str, Any]:
    answer = await doors.send(party(cast, side), "POST", path(side, number), {"text": text})
    assert answer.status_code == 200, answer.text
    message: dict[str, Any] = answer.json()["message"]
    return message


async def thread(doors: Doors, cast: Cast, side: str, number: int) -> dict[str, Any]:
    answer = await doors.get(party(cast, side), path(side, number))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def issued(doors: Doors, cast: Cast) -> int:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    return number


async def test_both_sides_read_the_same_thread_with_authors_and_times(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    first = await written(doors, cast, "buyer", number, " 2行目の数量は？\n発注は3です <&> ")
    second = await written(doors, cast, "seller", number, "3が正しいです。差戻しをお願いします。")
    buyers, sellers = [await thread(doors, cast, side, number) for side in SIDES]
    assert buyers["open_flg"] == sellers["open_flg"] == "1"
    told = [
        (m["message_no"], m["side"], m["company_name"], m["user_name"], m["text"]) for m in buyers["messages"]
    ]
    assert told == [
        (1, "buyer", cast.buyer.company.name, "山田 太郎", "2行目の数量は？\n発注は3です <&>"),
        (2, "seller", cast.seller.company.name, "山田 太郎", second["text"]),
    ]
    assert [m["written_at"] for m in sellers["messages"]] == [first["written_at"], second["written_at"]]
    # Each side has the other's unread, and nothing else differs.
    assert [m.pop("unread_flg") for m in buyers["messages"]] == ["0", "1"]
    assert [m.pop("unread_flg") for m in sellers["messages"]] == ["1", "0"]
    assert buyers["messages"] == sellers["messages"]


async def test_xml_says_the_same_as_json(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    spelling: Spelling = "xml"
    answer = await doors.send(
        cast.buyer,
        "POST",
        path("buyer", number),
        {"response_type": "xml", "text": "一\n二"},
        spelling=spelling,
    )
    assert answer.status_code == 200, answer.text
    assert etree.fromstring(answer.content).findtext("message/text") == "一\n二"
    listed = await doors.get(cast.seller, path("seller", number), response_type="xml")
    assert [m.findtext("text") for m in etree.fromstring(listed.content).findall("messages")] == ["一\n二"]


@pytest.mark.parametrize("side", SIDES)
async def test_the_other_sides_people_are_told_by_mail_and_the_own_are_not(
    doors: Doors, cast: Cast, side: str
) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, side, number, "ご確認ください。")
    other = "seller" if side == "buyer" else "buyer"
    query = "SELECT recipient, subject, body FROM mails WHERE subject LIKE '【質問・回答】%'"
    mails = await rows(doors.pool, party(cast, other).company_id, query)
    people = await rows(
        doors.pool,
        party(cast, other).company_id,
        "SELECT pfid FROM users WHERE company_id = $1",
        party(cast, other).company_id,
    )
    assert {mail["recipient"] for mail in mails} == {one["pfid"] for one in people}
    assert len(mails) == len(people)
    for mail in mails:
        assert party(cast, side).company.name in mail["subject"]
        assert "ご確認ください。" in mail["body"]
        assert f"/{other}/invoices/{number}/messages" in mail["body"]
    assert await rows(doors.pool, party(cast, side).company_id, query) == []


async def test_both_histories_tell_of_a_message(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "buyer", number, "ご確認ください。")
    for side in SIDES:
        answer = await doors.get(party(cast, side), path(side, number).replace("/messages", "/history"))
        told = [(event["action"], event["company_name"]) for event in answer.json()["history"]]
        assert ("invoice.messaged", cast.buyer.company.name) in told


async def test_messages_that_many_write_at_once_stand_in_one_order_on_both_sides(
    doors: Doors, cast: Cast
) -> None:
    number = await issued(doors, cast)
    await asyncio.gather(
        *(written(doors, cast, side, number, f"{side}{n}") for n in range(6) for side in SIDES)
    )
    buyers, sellers = [(await thread(doors, cast, side, number))["messages"] for side in SIDES]
    assert [m["message_no"] for m in buyers] == list(range(1, 13))
    assert [m["text"] for m in buyers] == [m["text"] for m in sellers]
    assert [m["written_at"] for m in buyers] == sorted(m["written_at"] for m in buyers)


async def test_a_repeated_request_writes_once(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    key = {"Idempotency-Key": "question-1"}
    for _ in range(2):
        answer = await doors.send(
            cast.buyer, "POST", path("buyer", number), {"text": "一度だけ"}, headers=key
        )
        assert answer.json()["message"]["message_no"] == 1
    assert len((await thread(doors, cast, "seller", number))["messages"]) == 1


@pytest.mark.parametrize("side", SIDES)
async def test_an_outsider_finds_no_thread_and_writes_none(doors: Doors, cast: Cast, side: str) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "buyer", number, "社外秘")
    for stranger in (cast.outsider, party(cast, "seller" if side == "buyer" else "buyer")):
        read = await doors.get(stranger, path(side, number))
        wrote = await doors.send(stranger, "POST", path(side, number), {"text": "a"})
        for answer in (read, wrote):
            assert (answer.status_code, codes_of(answer)) == (404, [("", "E400004")])
            assert "社外秘" not in answer.text
    assert len((await thread(doors, cast, "buyer", number))["messages"]) == 1


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("text", "E200001")),
        ({"text": " \n "}, ("text", "E200001")),
        ({"text": "字" * 1001}, ("text", "E200003")),
    ],
)
async def test_a_message_says_something_and_not_too_much(
    doors: Doors, cast: Cast, body: dict[str, str], fault: tuple[str, str]
) -> None:
    number = await issued(doors, cast)
    answer = await doors.send(cast.buyer, "POST", path("buyer", number), body)
    assert (answer.status_code, codes_of(answer)) == (400, [fault])
    await written(doors, cast, "buyer", number, "字" * 1000)


async def test_a_sent_back_invoice_keeps_its_thread_and_takes_more(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "buyer", number, "前")
    assert (await doors.send_back(cast.buyer, number)).status_code == 200
    await written(doors, cast, "seller", number, "後")
    await written(doors, cast, "buyer", number, "さらに後")
    for side in SIDES:
        assert [m["text"] for m in (await thread(doors, cast, side, number))["messages"]] == [
            "前",
            "後",
            "さらに後",
        ]


async def test_a_withdrawn_invoice_keeps_its_thread_and_takes_no_more(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "seller", number, "まもなく取り消します")
    answer = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/delete", None)
    assert answer.status_code == 200, answer.text
    for side in SIDES:
        found = await thread(doors, cast, side, number)
        assert (found["open_flg"], len(found["messages"])) == ("0", 1)
        refused = await doors.send(party(cast, side), "POST", path(side, number), {"text": "a"})
        assert (refused.status_code, codes_of(refused)) == (409, [("", "E401701")])


async def test_an_invoice_that_no_buyer_has_takes_no_messages(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUE_ERROR)
    assert await thread(doors, cast, "seller", number) == {
        "result": "0",
        "error_list": None,
        "open_flg": "0",
        "messages": [],
    }
    refused = await doors.send(cast.seller, "POST", path("seller", number), {"text": "a"})
    assert (refused.status_code, codes_of(refused)) == (409, [("", "E401701")])


async def test_what_the_buyer_entered_itself_has_nobody_to_ask(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await _own(doors.pool, cast, number)
    refused = await doors.send(cast.buyer, "POST", path("buyer", number), {"text": "a"})
    assert (refused.status_code, codes_of(refused)) == (409, [("", "E401701")])
    assert (await thread(doors, cast, "buyer", number))["open_flg"] == "0"


async def test_whoever_had_it_before_another_buyer_writes_no_more(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "buyer", number, "前")
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute(
            "UPDATE invoices SET buyer_company_id = $2 WHERE invoice_mng_num = $1",
            number,
            cast.outsider.company_id,
        )
    refused = await doors.send(cast.buyer, "POST", path("buyer", number), {"text": "後"})
    assert (refused.status_code, codes_of(refused)) == (409, [("", "E401701")])
    assert len((await thread(doors, cast, "buyer", number))["messages"]) == 1


async def test_a_message_is_never_changed(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    await written(doors, cast, "buyer", number, "a")
    for statement in ("UPDATE messages SET text = 'b'", "DELETE FROM messages"):
        with pytest.raises(asyncpg.PostgresError):
            await rows(doors.pool, cast.buyer.company_id, statement)


async def _own(pool: Pool, cast: Cast, number: int) -> None:
    """Make a received invoice one that the buyer entered itself."""
    async with transaction(pool, cast.buyer.company_id) as connection:
        await connection.execute(
            "UPDATE received_invoices SET origin = 'own', seller_company_id = NULL "
            "WHERE company_id = $1 AND invoice_mng_num = $2",
            cast.buyer.company_id,
            number,
        )
