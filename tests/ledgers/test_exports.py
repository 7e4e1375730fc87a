"""Exporting to accounting, through the door: what is in a file, once, and who may have it."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.ledgers import queries
from seikyu.ledgers.actions.make import cancel
from seikyu.wire.faults import Refusal
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, rows
from tests.ledgers.exporting import EXPORTS, enter, export, file_of, journalised, made, rows_of
from tests.ledgers.papers import ONE_ROW, leg
from tests.ledgers.readers import read_yayoi

UNKNOWN = "00000000-0000-7000-8000-000000000000"


async def test_confirmed_slips_are_exported_and_the_others_left_out_and_told(
    doors: Doors, cast: Cast
) -> None:
    numbers = await journalised(doors, cast, 2)
    [draft, without] = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    await enter(doors.pool, cast, [draft], confirmed=False)
    told = await made(doors, cast, "yayoi")
    assert [one["invoice_mng_num"] for one in told["left_out"]] == [str(draft), str(without)]
    assert (told["export"]["invoice_count"], told["export"]["row_count"]) == (2, 2)
    assert told["export"]["left_out_count"] == 2
    slips = read_yayoi(await file_of(doors, cast, told))
    assert [slip.reference for slip in slips] == [str(number) for number in numbers]
    assert all(slip.balance == 0 for slip in slips)


async def test_an_invoice_is_new_to_each_format_once_until_it_is_asked_for_again(
    doors: Doors, cast: Cast
) -> None:
    [first] = await journalised(doors, cast)
    await made(doors, cast, "yayoi")
    again = await export(doors, cast, "yayoi")
    assert (again.status_code, codes_of(again)) == (400, [("", "E601301")])
    assert (await made(doors, cast, "freee"))["export"]["invoice_count"] == 1
    assert (await made(doors, cast, "yayoi", only_new_flg="0"))["export"]["invoice_count"] == 1
    [second] = await journalised(doors, cast)
    [slip] = read_yayoi(await file_of(doors, cast, await made(doors, cast, "yayoi")))
    assert (slip.reference, first < second) == (str(second), True)


async def test_a_file_is_the_same_however_often_it_is_fetched(doors: Doors, cast: Cast) -> None:
    [number] = await journalised(doors, cast)
    told = await made(doors, cast, "obc")
    content = await file_of(doors, cast, told)
    # What changes afterwards changes the next file, not this one.
    assert await file_of(doors, cast, told) == content
    assert told["export"]["file_sha256"] == hashlib.sha256(content).hexdigest()
    assert told["export"]["file_size"] == len(content)
    listed = (await doors.get(cast.buyer, EXPORTS)).json()["exports"]
    assert listed == [told["export"]]
    assert (listed[0]["made_by"], listed[0]["asked"]) == (cast.buyer.user.name, "未出力のみ")
    events = await rows(
        doors.pool,
        cast.buyer.company_id,
        "SELECT action, comment FROM audit_events WHERE subject_kind = 'ledger_export'",
    )
    assert events == [
        {"action": "ledger_export.made", "comment": "勘定奉行（OBC受入形式） 1件 未出力のみ"}
    ], number


async def test_the_receivers_file_holds_all_invoices_and_only_confirmed_slips(
    doors: Doors, cast: Cast
) -> None:
    [entered] = await journalised(doors, cast)
    [draft] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    await enter(doors.pool, cast, [draft], confirmed=False)
    told = await made(doors, cast, "receiver")
    heads, *found = rows_of(await file_of(doors, cast, told))
    named = {row[243]: dict(zip(heads, row, strict=True)) for row in found}
    assert set(named) == {str(entered), str(draft)}
    assert named[str(entered)]["【仕訳情報】借方科目"] == "外注費"
    assert named[str(draft)]["【仕訳情報】借方科目"] == ""
    assert {row["【全体情報】会計DL"] for row in named.values()} == {"未"}
    again = await made(doors, cast, "receiver", only_new_flg="0")
    heads, *found = rows_of(await file_of(doors, cast, again))
    flags = {row[243]: row[heads.index("【全体情報】会計DL")] for row in found}
    assert flags == {str(entered): "済", str(draft): "未"}


async def test_every_character_that_cannot_be_written_is_told_at_once_and_nothing_is_exported(
    doors: Doors, cast: Cast
) -> None:
    [good] = await journalised(doors, cast)
    [bad, worse] = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    await enter(doors.pool, cast, [bad], [replace(ONE_ROW[0], memo="７月〜")])
    wide = replace(ONE_ROW[0], debit=leg("1", "勘定" * 7 + "😀", 11000))
    await enter(doors.pool, cast, [worse], [wide])
    answer = await export(doors, cast, "yayoi")
    assert answer.status_code == 400
    assert codes_of(answer) == [
        (f"invoices[{bad}]", "E601303"),
        (f"invoices[{worse}]", "E601303"),
        (f"invoices[{worse}]", "E601304"),
    ]
    entry = answer.json()["error_list"][0]
    assert entry["invoice_mng_num"] == str(bad)
    assert "「摘要」にある「〜」（U+301C）" in entry["error_detail"]
    assert (await doors.get(cast.buyer, EXPORTS)).json()["exports"] == []
    assert (await made(doors, cast, "freee"))["export"]["invoice_count"] == 3, good


async def test_days_of_slips_and_of_closing_narrow_an_export(doors: Doors, cast: Cast) -> None:
    [july] = await journalised(doors, cast)
    [august] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED, close_date="2026-08-31")
    await enter(doors.pool, cast, [august], day=date(2026, 8, 31))
    by_slip = await made(
        doors, cast, "yayoi", slip_date_from="2026-08-01", slip_date_to="2026-08-31", only_new_flg="0"
    )
    by_closing = await made(doors, cast, "yayoi", close_date_to="2026-07-31", only_new_flg="0")
    found = [read_yayoi(await file_of(doors, cast, told))[0].reference for told in (by_slip, by_closing)]
    assert found == [str(august), str(july)]
    assert by_slip["export"]["asked"] == "伝票日付 2026/08/01～2026/08/31"
    assert by_closing["export"]["asked"] == "締日 2026/07/31まで"


async def test_two_who_export_at_once_do_not_both_get_an_invoice(doors: Doors, cast: Cast) -> None:
    await journalised(doors, cast, 3)
    answers = await asyncio.gather(*(export(doors, cast, "yayoi") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]


async def test_an_exported_slip_stays_as_it_is_until_the_export_is_cancelled(
    doors: Doors, cast: Cast
) -> None:
    [number] = await journalised(doors, cast)
    told = await made(doors, cast, "money_forward")
    path = f"{RECEIVED}/{number}/journal"
    slip = (await doors.get(cast.buyer, path)).json()
    answer = await doors.send(cast.buyer, "POST", f"{path}/reopen", {"comment": "訂正"})
    assert answer.status_code == 409, (answer.text, slip)
    assert [code for _, code in codes_of(answer)] == ["E401103"]
    await take_back(doors, cast, told)
    answer = await doors.send(cast.buyer, "POST", f"{path}/reopen", {"comment": "訂正"})
    assert answer.status_code == 200, answer.text
    [listed] = (await doors.get(cast.buyer, EXPORTS)).json()["exports"]
    assert listed["cancelled_by"] == cast.buyer.user.name
    with pytest.raises(Refusal) as again:
        await take_back(doors, cast, told)
    assert again.value.code.number == "E401302"


async def take_back(doors: Doors, cast: Cast, told: dict[str, Any]) -> None:
    """出力取消 by an administrator."""
    owner, actor = cast.buyer.company_id, replace(cast.buyer.actor, administrator=True)
    async with transaction(doors.pool, owner) as connection:
        export = await queries.export(connection, owner, UUID(told["export"]["export_id"]))
        assert export is not None
        with pytest.raises(Refusal):
            await cancel(connection, cast.buyer.actor, system_clock, export)
        await cancel(connection, actor, system_clock, export)


async def test_an_outsider_and_the_seller_get_nothing(doors: Doors, cast: Cast) -> None:
    await journalised(doors, cast)
    told = await made(doors, cast, "yayoi")
    path = f"{EXPORTS}/{told['export']['export_id']}/file"
    for party in (cast.outsider, cast.seller):
        answer, missing = await doors.get(party, path), await doors.get(party, f"{EXPORTS}/{UNKNOWN}/file")
        assert (answer.status_code, answer.json()) == (404, missing.json())
        assert (await doors.get(party, EXPORTS)).json()["exports"] == []
    nothing = await doors.send(cast.outsider, "POST", EXPORTS, {"format": "yayoi"})
    assert codes_of(nothing) == [("", "E601301")]
    refused = await doors.send(cast.free_seller, "POST", EXPORTS, {"format": "yayoi"})
    assert (refused.status_code, codes_of(refused)) == (403, [("", "E100001")])


async def test_what_is_asked_for_is_read_with_every_fault(doors: Doors, cast: Cast) -> None:
    answer = await export(doors, cast, "sap", slip_date_from="2026-02-30", wf_status="50,99")
    assert answer.status_code == 400
    assert {path for path, _ in codes_of(answer)} == {"format", "slip_date_from", "wf_status"}


async def test_xml_is_answered_alike(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    await journalised(doors, cast)
    body = {"response_type": "xml", "format": "yayoi"}
    answer = await doors.send(cast.buyer, "POST", EXPORTS, body, spelling="xml")
    assert answer.status_code == 200, answer.text
    assert f"<left_out><invoice_mng_num>{number}</invoice_mng_num></left_out>" in answer.text
