"""The client against the real server: what it promises a program that sends or fetches invoices."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seikyu.client import Faults, InFile, NotAdmitted, Patience, Refused, Unreachable
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from tests.client.house import WRONG, Faulty, client_of, invoices
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors
from tests.house.papers import add_invoices
from tests.issuing.registering import count_invoices, forget_jobs

in_thread = asyncio.to_thread
PASSWORD_PATH, TOKEN_PATH = "/api/credentials/access_token", "/openam/oauth2/access_token"


async def test_of_500_with_11_faults_in_three_497_are_done_and_all_11_are_told_at_once(
    doors: Doors, cast: Cast
) -> None:
    given = invoices(range(500))
    for place, wrong in WRONG.items():
        given[place] |= wrong
    with client_of(doors, cast.seller) as client:
        outcomes = await in_thread(client.register, given)
        told = {one.index: {fault.path for fault in one.faults} for one in outcomes if not one.done}
        assert told == {place: set(wrong) for place, wrong in WRONG.items()}
        assert sum(len(one.faults) for one in outcomes) == 11
        numbers = [one.number for one in outcomes if one.done]
        assert len({*numbers}) == 497
        assert None not in numbers

        corrected = [{**one.given, **invoices([one.index])[0]} for one in outcomes if not one.done]
        assert {"remarks"} == {key for one in corrected for key in one if one[key] == {"a": "b"}}
        for one in corrected:
            for name in ("remarks", "inv_tax", "inv_amount", "pay_due_date", "close_date", "payment_method"):
                one.pop(name, None)
        assert all(one.done for one in await in_thread(client.register, corrected))

        found = await in_thread(lambda: list(client.invoices()))
    assert Counter(one["inv_no"] for one in found) == Counter(f"K-{number}" for number in range(500))
    assert await count_invoices(doors, cast) == 500
    await forget_jobs(doors, cast)


async def test_a_lost_answer_and_a_503_are_tried_again_and_nothing_is_done_twice(
    doors: Doors, cast: Cast
) -> None:
    line = Faulty(INVOICES, "lost", "503", "lost")
    with client_of(doors, cast.seller, transport=line) as client:
        outcomes = await in_thread(client.register, invoices(range(3)))
    assert [one.done for one in outcomes] == [True] * 3
    assert await count_invoices(doors, cast) == 3
    assert len(line.keys(INVOICES)) == 4
    assert len({*line.keys(INVOICES)}) == 1
    await forget_jobs(doors, cast)


async def test_what_stays_unreachable_tells_of_the_batches_before_it(doors: Doors, cast: Cast) -> None:
    line = Faulty(INVOICES, "", *["lost"] * 4)
    with (
        client_of(doors, cast.seller, transport=line) as client,
        pytest.raises(Unreachable, match="the line broke") as problem,
    ):
        await in_thread(client.register, invoices(range(4)), batch=2)
    assert [one.done for one in problem.value.told] == [True, True]
    await forget_jobs(doors, cast)


async def test_a_long_maintenance_is_told_and_not_waited_for(doors: Doors, cast: Cast) -> None:
    line = Faulty(INVOICES, "away")
    with client_of(doors, cast.seller, transport=line) as client, pytest.raises(Unreachable) as problem:
        await in_thread(client.register, invoices([1]))
    assert problem.value.retry_after == 7200
    assert len(line.keys(INVOICES)) == 1


async def test_who_called_too_often_waits_as_long_as_told_and_nothing_is_done_twice(
    doors: Doors, cast: Cast
) -> None:
    line = Faulty(INVOICES, "429", "503", "429")
    waited: list[float] = []
    patience = Patience(tries=4, wait=waited.append)
    with client_of(doors, cast.seller, transport=line, patience=patience) as client:
        [outcome] = await in_thread(client.register, invoices([1]))
    assert outcome.done
    assert waited == [7, 0, 7]
    assert len({*line.keys(INVOICES)}) == 1
    await forget_jobs(doors, cast)


async def test_a_float_is_not_sent(doors: Doors, cast: Cast) -> None:
    line = Faulty(INVOICES)
    with client_of(doors, cast.seller, transport=line) as client, pytest.raises(TypeError, match="exact"):
        await in_thread(client.register, invoices([1], details=[{"item_price": 0.1}]))
    assert line.asked == []


async def test_a_token_is_renewed_before_it_runs_out_and_when_it_is_refused(
    doors: Doors, cast: Cast, tmp_path: Path
) -> None:
    now = [system_clock()]

    def clock() -> datetime:
        return now[0]

    line, kept = Faulty(INVOICES, "", "", "stale"), InFile(tmp_path / "token")
    with client_of(doors, cast.seller, transport=line, clock=clock, refresh_tokens=kept) as client:
        await in_thread(lambda: list(client.invoices()))
        first = kept.load()
        now[0] += timedelta(minutes=4, seconds=45)
        await in_thread(lambda: list(client.invoices()))
        second = kept.load()
        await in_thread(lambda: list(client.invoices()))
    paths = [path for path, _ in line.asked]
    assert paths == [PASSWORD_PATH, INVOICES, TOKEN_PATH, INVOICES, INVOICES, TOKEN_PATH, INVOICES]
    assert len({first, second, kept.load()}) == 3
    with client_of(doors, cast.seller, refresh_tokens=kept, password=None) as another_day:
        assert await in_thread(lambda: list(another_day.invoices())) == []


async def test_who_is_not_admitted_is_told_so(doors: Doors, cast: Cast) -> None:
    with client_of(doors, cast.seller, password="wrong") as client, pytest.raises(NotAdmitted):
        await in_thread(client.register, invoices([1]))
    with client_of(doors, cast.free_seller) as client, pytest.raises(Refused) as refused:
        await in_thread(client.register, invoices([1]))
    assert (refused.value.status, refused.value.code) == (403, "E100001")


async def test_both_sides_read_approve_and_send_back(doors: Doors, cast: Cast) -> None:
    [number, other] = await add_invoices(doors.pool, cast, 2, SellerStatus.ISSUED)
    with client_of(doors, cast.buyer) as buyer, client_of(doors, cast.seller) as seller:
        days: dict[str, Any] = {"reception_date_from": "2026-01-01", "reception_date_to": "2036-12-31"}
        listed = await in_thread(lambda: list(buyer.invoices("buyer")))
        searched = await in_thread(lambda: list(buyer.search("buyer", **days)))
        assert {one["invoice_mng_num"] for one in listed} == {str(number), str(other)}
        assert len(searched) == 2
        await in_thread(buyer.approve, number)
        await in_thread(buyer.send_back, other, "金額が違います")
        sent: dict[str, Any] = {"send_date_from": "2026-07-01", "send_date_to": "2026-07-31"}
        assert len(await in_thread(lambda: list(seller.search(**sent)))) == 2
        shown = await in_thread(seller.invoice, other)
        assert (shown["wf_status"], shown["return_reason"]) == ("19", "金額が違います")
        assert await in_thread(seller.history, other)
        [line] = shown["details"] if isinstance(shown["details"], list) else []
        assert isinstance(line, dict)
        assert type(line["item_price"]) in (int, Decimal)
        update: dict[str, Any] = {"invoice_mng_num": str(other), "inv_show_amount": 11000}
        lost: dict[str, Any] = {"invoice_mng_num": "9999999999", "inv_show_amount": 1}
        done, missing = await in_thread(seller.update, [update, lost])
        assert (done.done, done.number) == (True, str(other))
        assert not missing.done
        with pytest.raises(Faults):
            await in_thread(buyer.send_back, number, "")
    await forget_jobs(doors, cast)


async def test_masters_are_kept_and_listed(doors: Doors, cast: Cast) -> None:
    given = [{"private_cust_cd": f"M-{n}", "company_name_org": f"得意先{n}"} for n in range(120)]
    given[7]["company_name_org"] = "長" * 61
    with client_of(doors, cast.seller) as client:
        outcomes = await in_thread(client.keep, "customers", given)
        listed = await in_thread(lambda: list(client.masters("customers")))
    assert [one.index for one in outcomes if not one.done] == [7]
    assert outcomes[8].answer["outcome"] == "registered"
    assert len(listed) == 120  # with the one the cast has


async def test_the_printed_document_is_fetched(doors: Doors, cast: Cast) -> None:
    with client_of(doors, cast.seller) as client:
        [outcome] = await in_thread(client.register, invoices([1]))
        await doors.work_off()
        assert outcome.number is not None
        pdf = await in_thread(client.pdf, outcome.number)
    assert pdf.startswith(b"%PDF")
