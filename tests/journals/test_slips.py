"""Slips through the API: proposed, saved, confirmed, reopened, and told beside received invoices."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from seikyu.accounts.model import Actor
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.journals import queries
from seikyu.journals.actions.confirm_many import Left, Outcome, confirm_many
from seikyu.journals.actions.lay_out import papers_of
from seikyu.journals.actions.reopen import reopen
from seikyu.kit.clock import system_clock
from seikyu.payees.registrations import Period
from seikyu.payees.store import keep_periods, remove_periods
from seikyu.receiving import queries as receiving
from seikyu.wire import xml as wire_xml
from seikyu.wire.faults import Refusal
from tests.house.cast import Cast, Party
from tests.house.doors import RECEIVED, Doors, Spelling, codes_of
from tests.house.papers import add_invoices, rows
from tests.house.statements import note_query

PREFIX = "/v1/invoice/buyer/"
MASTERS: dict[str, list[dict[str, str]]] = {
    "tax-categories": [
        {
            "tax_category_code": "10",
            "tax_category_name": "課対仕入込10%適格",
            "tax_rate": "10",
            "credit": "qualified",
        },
        {
            "tax_category_code": "80",
            "tax_category_name": "課対仕入込10%区分80%",
            "tax_rate": "10",
            "credit": "transitional",
        },
        {"tax_category_code": "00", "tax_category_name": "対象外", "tax_rate": "0", "credit": "none"},
    ],
    "departments": [{"department_code": "100", "department_name": "製造部"}],
    "accounts": [
        {"account_code": "511", "account_name": "外注費"},
        {"account_code": "521", "account_name": "会議費"},
        {"account_code": "311", "account_name": "買掛金"},
    ],
    "sub-accounts": [{"account_code": "511", "sub_account_code": "01", "sub_account_name": "国内"}],
}
ENTRY: dict[str, Any] = {
    "line_no": 1,
    "debit_account_code": "511",
    "debit_sub_account_code": "01",
    "debit_department_code": "100",
    "debit_tax_category_code": "10",
    "debit_amount": 11000,
    "credit_account_code": "311",
    "credit_amount": 11000,
    "memo": "業務委託 7月",
}


async def masters(doors: Doors, party: Party) -> None:
    for name, given in MASTERS.items():
        answer = await doors.send(party, "POST", PREFIX + name, {"response_type": "json", name: given})
        assert answer.status_code == 200, answer.text


async def received(doors: Doors, cast: Cast, count: int = 1, **changes: Any) -> list[int]:
    return await add_invoices(doors.pool, cast, count, SellerStatus.ISSUED, **changes)


async def put(
    doors: Doors,
    party: Party,
    number: int,
    *entries: dict[str, Any],
    confirm: bool = True,
    revision: int = 0,
    spelling: Spelling = "json",
    **more: Any,
) -> httpx.Response:
    body = {
        "response_type": spelling,
        "revision": revision,
        "confirm_flg": "1" if confirm else "0",
        "entries": [*entries] or [ENTRY],
        **more,
    }
    return await doors.send(party, "PUT", f"{RECEIVED}/{number}/journal", body, spelling=spelling)


async def journal(doors: Doors, party: Party, number: int) -> dict[str, Any]:
    answer = await doors.get(party, f"{RECEIVED}/{number}/journal")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["journal"]
    return found


async def reopened(doors: Doors, party: Party, number: int) -> httpx.Response:
    return await doors.send(party, "POST", f"{RECEIVED}/{number}/journal/reopen", {"comment": "科目違い"})


async def many(doors: Doors, actor: Actor, numbers: list[int]) -> Outcome:
    async with transaction(doors.pool, actor.company.company_id) as connection:
        return await confirm_many(connection, actor, system_clock, dict.fromkeys(numbers, 1))


async def test_a_slip_is_proposed_saved_confirmed_and_told_beside_its_invoice(
    doors: Doors, cast: Cast
) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    proposed = await journal(doors, cast.buyer, number)
    assert (proposed["proposed_flg"], proposed["revision"], proposed["amount"]) == ("1", 0, 11000)
    [entry] = proposed["entries"]
    assert (entry["line_no"], entry["debit_amount"], entry["debit_tax"]) == (1, 11000, 1000)
    assert (entry["debit_account_code"], entry["debit_tax_category_code"]) == (None, "10")
    assert await rows(doors.pool, cast.buyer.company_id, "SELECT * FROM journal_slips") == []
    saved = await put(doors, cast.buyer, number, confirm=False)
    assert saved.status_code == 200, saved.text
    assert saved.json()["journal"]["confirmed_flg"] == "0"
    answer = await put(doors, cast.buyer, number, revision=1)
    slip = answer.json()["journal"]
    assert (slip["confirmed_flg"], slip["revision"], slip["slip_date"]) == ("1", 2, "2026-07-31")
    assert slip["entries"][0]["debit_account_name"] == "外注費"
    assert slip["entries"][0]["deduction_percent"] == 100
    [line] = (await doors.get(cast.buyer, f"{RECEIVED}/{number}")).json()["invoice"]["journals"]
    assert (line["confirmed_flg"], line["credit_account_name"], line["memo"]) == (
        "1",
        "買掛金",
        "業務委託 7月",
    )
    history = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
    assert {"invoice.journal_saved", "invoice.journal_confirmed"} <= {step["action"] for step in history}


async def test_journals_stand_in_lists_and_searches_and_are_empty_without_a_slip(
    doors: Doors, cast: Cast
) -> None:
    await masters(doors, cast.buyer)
    numbers = await received(doors, cast, 2)
    await put(doors, cast.buyer, numbers[0])
    listed = (await doors.get(cast.buyer, RECEIVED)).json()["invoices"]
    assert [len(one["journals"]) for one in listed] == [1, 0]
    body = {"reception_date_from": "2020-01-01", "reception_date_to": "2099-12-31"}
    answer = await doors.send(
        cast.buyer, "POST", "/wi/v2/buyer/invoice/search", body, headers={"Accept": "application/json"}
    )
    assert [len(one["journals"]) for one in answer.json()["invdata"]] == [1, 0]
    written = await doors.get(cast.buyer, RECEIVED, response_type="xml")
    assert written.text.count("<debit_account_code>511<") == 1


async def test_a_poller_sees_an_invoice_again_when_its_slip_changes(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    query = "SELECT updated_at FROM received_invoices"
    before = await rows(doors.pool, cast.buyer.company_id, query)
    await put(doors, cast.buyer, number)
    assert (await rows(doors.pool, cast.buyer.company_id, query))[0]["updated_at"] > before[0]["updated_at"]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_slip_that_is_not_balanced_is_refused_with_the_difference(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    answer = await put(doors, cast.buyer, number, ENTRY | {"credit_amount": 10000}, ENTRY, spelling=spelling)
    assert answer.status_code == 400
    assert codes_of(answer) == [("entries", "E301101")]
    assert "1,000円" in answer.text
    wrong = ENTRY | {"debit_account_code": "999", "credit_amount": "x"}
    answer = await put(doors, cast.buyer, number, wrong, spelling=spelling)
    assert codes_of(answer) == [("entries[0].credit_amount", "E200007")]
    assert (await journal(doors, cast.buyer, number))["revision"] == 0


async def test_json_and_xml_say_the_same(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    answer = await put(doors, cast.buyer, number, spelling="xml")
    assert answer.status_code == 200, answer.text
    tree: Any = wire_xml.read(
        (await doors.get(cast.buyer, f"{RECEIVED}/{number}/journal", response_type="xml")).content
    )
    told = await journal(doors, cast.buyer, number)
    assert tree["journal"]["entries"]["debit_account_name"] == told["entries"][0]["debit_account_name"]
    assert tree["journal"]["revision"] == str(told["revision"])


async def test_of_two_at_once_one_is_told(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    answers = await asyncio.gather(*(put(doors, cast.buyer, number) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {code for answer in answers for _, code in codes_of(answer)} == {"E401101"}
    kept = await rows(doors.pool, cast.buyer.company_id, "SELECT * FROM journal_confirmed")
    assert len(kept) == 1


async def test_a_confirmed_slip_changes_only_after_it_was_reopened_and_what_was_confirmed_is_kept(
    doors: Doors, cast: Cast
) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    await put(doors, cast.buyer, number)
    assert codes_of(await put(doors, cast.buyer, number, revision=1)) == [("", "E401102")]
    answer = await reopened(doors, cast.buyer, number)
    assert answer.json()["journal"]["confirmed_flg"] == "0"
    assert codes_of(await reopened(doors, cast.buyer, number)) == [("", "E401104")]
    assert codes_of(await put(doors, cast.buyer, number, revision=1)) == [("", "E401101")]
    other = ENTRY | {"debit_account_code": "521", "debit_sub_account_code": None}
    assert (await put(doors, cast.buyer, number, other, revision=2)).status_code == 200
    kept = await rows(
        doors.pool,
        cast.buyer.company_id,
        "SELECT revision, entries->0->'debit'->>'account_name' AS name FROM journal_confirmed ORDER BY 1",
    )
    assert [(one["revision"], one["name"]) for one in kept] == [(1, "外注費"), (3, "会議費")]
    history = (await doors.get(cast.buyer, f"{RECEIVED}/{number}/history")).json()["history"]
    assert [s["comment"] for s in history if s["action"] == "invoice.journal_reopened"] == ["科目違い"]


async def test_what_was_exported_is_not_reopened(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    await put(doors, cast.buyer, number)

    async def exported(*_: object) -> list[int]:
        return [number]

    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        with pytest.raises(Refusal) as refusal:
            await reopen(connection, cast.buyer.actor, system_clock, exported, number)
    assert refusal.value.code.number == "E401103"
    assert (await journal(doors, cast.buyer, number))["confirmed_flg"] == "1"


async def test_names_are_frozen_when_a_slip_is_confirmed(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    await put(doors, cast.buyer, number)
    renamed = {"response_type": "json", "accounts": [{"account_code": "511", "account_name": "委託費"}]}
    await doors.send(cast.buyer, "POST", PREFIX + "accounts", renamed)
    assert (await journal(doors, cast.buyer, number))["entries"][0]["debit_account_name"] == "外注費"


async def test_a_new_version_of_the_invoice_makes_its_slip_a_draft_again(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    await put(doors, cast.buyer, number)
    await doors.send_back(cast.buyer, number)
    assert codes_of(await put(doors, cast.buyer, number, revision=1)) == [("", "E401105")]
    body = {
        "invoice_mng_num": str(number),
        "inv_amount": 11000,
        "details": [
            {
                "item_name": "業務委託費",
                "item_without_tax": 10000,
                "item_tax": 1000,
                "tax_type": "0",
                "tax_rate_sec": 10,
            }
        ],
    }
    assert (await doors.put(cast.seller, body)).status_code == 200
    await doors.work_off()
    slip = await journal(doors, cast.buyer, number)
    assert (slip["confirmed_flg"], slip["version"], slip["revision"]) == ("0", 1, 1)
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        found = await queries.slips(connection, cast.buyer.company_id, [number])
    assert found[number].confirmed_at is None
    assert (await put(doors, cast.buyer, number, revision=1, version=1)).status_code == 409
    again = await put(doors, cast.buyer, number, revision=1, version=2)
    assert (again.status_code, again.json()["journal"]["version"]) == (200, 2)


async def test_only_confirmed_slips_teach(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    first, second, third = await received(doors, cast, 3)
    await put(doors, cast.buyer, first, confirm=False)
    assert (await journal(doors, cast.buyer, second))["entries"][0]["debit_account_code"] is None
    await put(doors, cast.buyer, first, revision=1)
    [entry] = (await journal(doors, cast.buyer, second))["entries"]
    assert (entry["debit_account_code"], entry["debit_sub_account_code"]) == ("511", "01")
    assert (entry["debit_department_code"], entry["memo"]) == ("100", "業務委託 7月")
    other = ENTRY | {"debit_account_code": "521", "debit_sub_account_code": None}
    await put(doors, cast.buyer, second, other, confirm=False)
    assert (await journal(doors, cast.buyer, third))["entries"][0]["debit_account_code"] == "511"


@pytest.mark.parametrize(
    ("kind", "key", "code"),
    [
        ("accounts", {"account_code": "521"}, "521"),
        ("departments", {"department_code": "100"}, "100"),
        ("tax-categories", {"tax_category_code": "10"}, "10"),
        ("sub-accounts", {"account_code": "511", "sub_account_code": "01"}, "01"),
    ],
)
async def test_a_master_that_an_unconfirmed_slip_names_is_not_deleted(
    doors: Doors, cast: Cast, kind: str, key: dict[str, str], code: str
) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    half = ENTRY | {"debit_amount": 6000, "credit_amount": 6000}
    rest = half | {
        "debit_account_code": "521",
        "debit_sub_account_code": None,
        "debit_amount": 5000,
        "credit_amount": 5000,
    }
    await put(doors, cast.buyer, number, half, rest, confirm=False)
    given = next(one for one in MASTERS[kind] if code in one.values())
    gone = {"response_type": "json", kind: [{**given, **key, "delete_flg": "1"}]}
    assert codes_of(await doors.send(cast.buyer, "POST", PREFIX + kind, gone)) == [(f"{kind}[0]", "E500902")]
    assert (await put(doors, cast.buyer, number, half, rest, revision=1)).status_code == 200
    assert (await doors.send(cast.buyer, "POST", PREFIX + kind, gone)).status_code == 200
    assert (await journal(doors, cast.buyer, number))["entries"][1]["debit_account_name"] == "会議費"


async def test_complete_proposals_are_confirmed_together_each_with_its_own_outcome(
    doors: Doors, cast: Cast
) -> None:
    await masters(doors, cast.buyer)
    taught, begun, *ready = await received(doors, cast, 4)
    [strange] = await received(doors, cast, inv_amount=12000, inv_show_amount=12000)
    nothing = await many(doors, cast.buyer.actor, ready)
    assert [why for _, why in nothing.left] == [Left.INCOMPLETE, Left.INCOMPLETE]
    await put(doors, cast.buyer, taught)
    await put(doors, cast.buyer, begun, confirm=False)
    outcome = await many(doors, cast.buyer.actor, [begun, *ready, strange])
    assert outcome.done == sorted(ready)
    assert {one.invoice_mng_num: why for one, why in outcome.left} == {
        begun: Left.BEGUN,
        strange: Left.INCOMPLETE,
    }
    assert (await journal(doors, cast.buyer, ready[0]))["confirmed_flg"] == "1"
    again = await many(doors, cast.buyer.actor, ready)
    assert (again.done, [why for _, why in again.left]) == ([], [Left.BEGUN, Left.BEGUN])
    assert (await many(doors, cast.outsider.actor, [begun])) == Outcome([], [])


async def test_confirming_a_hundred_costs_as_many_statements_as_one(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [taught] = await received(doors, cast)
    await put(doors, cast.buyer, taught)
    costs = []
    for size in (1, 100):
        numbers = await received(doors, cast, size)
        seen: list[str] = []

        def note(record: Any, seen: list[str] = seen) -> None:
            note_query(seen, record.query)

        async with transaction(doors.pool, cast.buyer.company_id) as connection:
            connection.add_query_logger(note)
            try:
                outcome = await confirm_many(
                    connection, cast.buyer.actor, system_clock, dict.fromkeys(numbers, 1)
                )
            finally:
                connection.remove_query_logger(note)
        assert len(outcome.done) == size
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 12


async def test_a_number_that_was_cancelled_before_the_day_is_known_from_the_public_list(
    doors: Doors, cast: Cast
) -> None:
    [number] = await received(doors, cast)
    owner, mark = cast.buyer.company_id, cast.seller.company.registration_number
    assert mark is not None
    cancelled = date(2026, 7, 31)
    period = Period(mark, date(2023, 10, 1), cancelled, None, cancelled, "青葉", None, corporation=True)
    async with transaction(doors.pool, owner) as connection:
        invoices = await receiving.some(connection, owner, [number])
        [before] = await papers_of(connection, owner, invoices)
        await keep_periods(connection, [period])
        [after] = await papers_of(connection, owner, invoices)
        await remove_periods(connection, [period])
    assert (before.percent_of(1), after.percent_of(1)) == (100, 80)


async def test_another_company_s_slip_is_not_there(doors: Doors, cast: Cast) -> None:
    await masters(doors, cast.buyer)
    [number] = await received(doors, cast)
    await put(doors, cast.buyer, number)
    for party in (cast.outsider, cast.seller):
        path = f"{RECEIVED}/{number}/journal"
        assert (await doors.get(party, path)).status_code == 404
        assert (await put(doors, party, number)).status_code == 404
        assert (await reopened(doors, party, number)).status_code == 404
    async with transaction(doors.pool, cast.outsider.company_id) as connection:
        assert await queries.slips(connection, cast.buyer.company_id, [number]) == {}
