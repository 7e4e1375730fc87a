"""The buyer's side: reading, opening, sending back, and what the mails say (contract §5, §6, §8)."""

from typing import Any

import pytest
from lxml import etree

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.receiving.model import BuyerStatus
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, Spelling, codes_of, told
from tests.house.papers import SOURCE, add_invoices, everything_of, rows


async def received(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    answer = await doors.get(cast.buyer, f"{RECEIVED}/{number}")
    assert answer.status_code == 200, answer.text
    invoice: dict[str, Any] = answer.json()["invoice"]
    return invoice


async def test_the_buyer_reads_the_invoice_as_it_was_delivered(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    invoice = await received(doors, cast, number)
    sellers = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    for name in SOURCE:
        assert invoice[name] == sellers[name]
    assert (invoice["seller_company_name"], invoice["wf_status"]) == (cast.seller.company.name, "50")
    assert invoice["reception_date"] == invoice["send_date"] == sellers["send_date"]
    assert invoice["issuer"] == sellers["issuer"]
    in_xml = await doors.get(cast.buyer, f"{RECEIVED}/{number}", response_type="xml")
    assert etree.fromstring(in_xml.content).findtext("invoice/inv_no") == SOURCE["inv_no"]


async def test_reading_is_not_opening_and_the_first_opening_counts(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    assert (await received(doors, cast, number))["open_date"] is None
    for _ in range(2):
        answer = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None)
        assert (answer.status_code, answer.json()) == (200, {"result": "0", "error_list": None})
    sellers = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert sellers["seal_flg"] == "1"
    assert sellers["seal_date"] == (await received(doors, cast, number))["open_date"]
    events = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
    assert [(event["action"], event["user_name"]) for event in events] == [("invoice.opened", "山田 太郎")]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_sending_back_changes_both_sides_and_tells_the_seller_why(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    reason = " 単価が\n違います <&> "
    path = f"{RECEIVED}/{number}/return"
    answer = await doors.send(cast.buyer, "POST", path, {"reason": reason}, spelling=spelling)
    assert answer.status_code == 200, answer.text
    sellers = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    buyers = await received(doors, cast, number)
    assert (sellers["wf_status"], sellers["return_reason"]) == ("19", "単価が\n違います <&>")
    assert (buyers["return_reason"], buyers["return_date"]) == (
        "単価が\n違います <&>",
        sellers["return_date"],
    )
    mails = await rows(doors.pool, cast.seller.company_id, "SELECT * FROM mails")
    assert cast.seller.user.email in {mail["recipient"] for mail in mails}
    for mail in mails:
        assert cast.buyer.company.name in mail["subject"]
        for part in ("単価が\n違います <&>", str(number), "11,000円", f"/seller/invoices/{number}"):
            assert part in mail["body"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "E200001"),
        (None, "E200001"),
        ({"reason": None}, "E200001"),
        ({"reason": " 　\n"}, "E200001"),
        ({"reason": "長" * 501}, "E200003"),
        ({"reason": 1}, "E200002"),
        ({"reason": ["a"]}, "E200002"),
        ({"reason": "\0"}, "E200005"),
    ],
)
async def test_a_reason_is_required_and_at_most_500_characters_long(
    doors: Doors, cast: Cast, body: Any, code: str
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    answer = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/return", body)
    assert (answer.status_code, codes_of(answer)) == (400, [("reason", code)])
    longest = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/return", {"reason": "長" * 500})
    assert longest.status_code == 200


async def test_every_fault_of_a_sending_back_is_told_at_once(doors: Doors, cast: Cast) -> None:
    body = {"response_type": "yaml", "reason": ""}
    answer = await doors.send(cast.buyer, "POST", f"{RECEIVED}/1/return", body)
    assert codes_of(answer) == [("response_type", "E700001"), ("reason", "E200001")]


@pytest.mark.parametrize("status", list(BuyerStatus))
async def test_what_is_being_approved_can_be_sent_back_and_what_is_done_cannot(
    doors: Doors, cast: Cast, status: BuyerStatus
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        await connection.execute("UPDATE received_invoices SET status = $1", status)
    before = await everything_of(doors.pool, cast.seller.company_id)
    answer = await doors.send_back(cast.buyer, number)
    if status in (50, 51, 60, 70):
        assert answer.status_code == 200
    else:
        assert (answer.status_code, codes_of(answer)) == (409, [("", "E400006")])
        assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_an_invoice_that_was_sent_back_stays_readable_but_neither_opens_nor_returns_again(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    assert (await received(doors, cast, number))["return_reason"] is not None
    assert (await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/open", None)).status_code == 200
    assert (await received(doors, cast, number))["open_date"] is None
    answer = await doors.send_back(cast.buyer, number)
    assert (answer.status_code, codes_of(answer)) == (409, [("", "E400006")])
    assert told(answer)[0]["error_detail"] == "この請求書は差戻しできる状態ではありません。"


async def test_a_seller_renamed_since_is_shown_under_the_name_it_issued_with(
    doors: Doors, cast: Cast
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    await doors.pool.execute(
        "UPDATE companies SET name = '新社名' WHERE company_id = $1", cast.seller.company_id
    )
    assert (await received(doors, cast, number))["seller_company_name"] == cast.seller.company.name
