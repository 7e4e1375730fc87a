"""`Idempotency-Key`: a client may repeat any request and nothing is done twice (contract §4.2)."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from seikyu.db.pool import transaction
from seikyu.http import idempotency
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.wire import json as wire_json
from tests.house.cast import Cast, Party
from tests.house.doors import (
    INVOICES,
    RECEIVED,
    Doors,
    Spelling,
    answers,
    codes_of,
    environment_for,
    free_port,
    start_process,
    until,
)
from tests.house.papers import add_invoices, rows, status_of
from tests.issuing.registering import INVOICE, count_invoices, forget_jobs, masters, post

KEY = {"Idempotency-Key": "order 2026-08/17"}


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_repeat_gets_the_first_answer_and_registers_nothing(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    batch = [
        INVOICE,
        {**INVOICE, "inv_no": "x" * 21},
        {**INVOICE, "customer": {"company_name_org": "新商店"}},
    ]
    first, *repeats = [await post(doors, cast, *batch, spelling=spelling, headers=KEY) for _ in range(3)]
    assert "Idempotent-Replayed" not in first.headers
    for repeat in repeats:
        assert repeat.headers["Idempotent-Replayed"] == "true"
        assert (repeat.status_code, repeat.content) == (first.status_code, first.content)
        assert repeat.headers["content-type"] == first.headers["content-type"]
    assert first.status_code == 400
    assert await count_invoices(doors, cast) == 2
    assert len(await masters(doors, cast, "customers", company_name_org="新商店")) == 1


async def test_a_repeated_correction_corrects_once(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    body = {
        "response_type": "json",
        "invoices": [{"invoice_mng_num": str(number), "inv_show_amount": 1}],
    }
    sent = [await doors.send(cast.seller, "PUT", INVOICES, body, headers=KEY) for _ in range(3)]
    assert [(one.status_code, one.content) for one in sent] == [(200, sent[0].content)] * 3
    assert await status_of(doors.pool, cast.seller.company_id, number) == (SellerStatus.QUEUED, 2)


async def test_a_repeated_sending_back_sends_back_once(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    path, body = f"{RECEIVED}/{number}/return", {"reason": "金額が違います"}
    sent = [await doors.send(cast.buyer, "POST", path, body, headers=KEY) for _ in range(3)]
    assert [one.status_code for one in sent] == [200] * 3
    again = await doors.send(cast.buyer, "POST", path, body)
    assert again.status_code == 409


async def test_what_was_refused_did_nothing_and_leaves_the_key_free(doors: Doors, cast: Cast) -> None:
    refused = await post(doors, cast, headers=KEY)
    assert codes_of(refused) == [("invoices", "E200001")]
    done = await post(doors, cast, INVOICE, headers=KEY)
    assert (done.status_code, done.headers.get("Idempotent-Replayed")) == (200, None)


async def test_a_key_with_another_body_or_path_is_refused(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    await post(doors, cast, INVOICE, headers=KEY)
    other = await post(doors, cast, {**INVOICE, "inv_no": "N-2"}, headers=KEY)
    assert (other.status_code, codes_of(other)) == (409, [("Idempotency-Key", "E700014")])
    body = {
        "response_type": "json",
        "invoices": [{"invoice_mng_num": str(number), "inv_show_amount": 1}],
    }
    elsewhere = await doors.send(cast.seller, "PUT", INVOICES, body, headers=KEY)
    assert (elsewhere.status_code, codes_of(elsewhere)) == (409, [("Idempotency-Key", "E700014")])
    assert await count_invoices(doors, cast) == 2


async def test_each_client_has_its_own_keys(doors: Doors, cast: Cast) -> None:
    await post(doors, cast, INVOICE, headers=KEY)
    body: Any = {
        "response_type": "json",
        "invoices": [{**INVOICE, "inv_no": "theirs"}],
    }
    theirs = await doors.send(cast.outsider, "POST", INVOICES, body, headers=KEY)
    assert (theirs.status_code, theirs.headers.get("Idempotent-Replayed")) == (200, None)


@pytest.mark.parametrize("key", ["", "x" * 256, "鍵".encode(), b"a\tb"])
async def test_a_key_is_1_to_255_printable_characters(doors: Doors, cast: Cast, key: str | bytes) -> None:
    body = wire_json.write({"response_type": "json", "invoices": [INVOICE]})
    raw = key if isinstance(key, bytes) else key.encode()
    headers: Any = [
        *((name.encode(), value.encode()) for name, value in cast.seller.headers.items()),
        (b"Content-Type", b"application/json"),
        (b"Idempotency-Key", raw),
    ]
    answer = await doors.http.post(INVOICES, content=body, headers=headers)
    assert (answer.status_code, codes_of(answer)) == (400, [("Idempotency-Key", "E700013")])
    assert await count_invoices(doors, cast) == 0


async def test_the_longest_key_is_taken(doors: Doors, cast: Cast) -> None:
    key = {"Idempotency-Key": "~" * 255}
    sent = [await post(doors, cast, INVOICE, headers=key) for _ in range(2)]
    assert sent[0].content == sent[1].content


async def test_a_key_is_forgotten_after_a_day(doors: Doors, cast: Cast) -> None:
    await post(doors, cast, INVOICE, headers=KEY)
    await post(doors, cast, INVOICE, headers={"Idempotency-Key": "other"})
    owner = cast.seller.company_id
    kept = await rows(doors.pool, owner, "SELECT kept_until FROM idempotency_keys")
    left = [row["kept_until"] - system_clock() for row in kept]
    assert all(timedelta(hours=23) < one < timedelta(hours=24, seconds=1) for one in left)
    async with transaction(doors.pool, owner) as connection:
        await connection.execute("UPDATE idempotency_keys SET kept_until = now()")
    again = await post(doors, cast, INVOICE, headers=KEY)
    assert (again.status_code, again.headers.get("Idempotent-Replayed")) == (200, None)
    assert await count_invoices(doors, cast) == 3
    found = await rows(doors.pool, owner, "SELECT key FROM idempotency_keys")
    assert [row["key"] for row in found] == [KEY["Idempotency-Key"]]


async def test_the_token_is_looked_at_before_the_key(doors: Doors, cast: Cast) -> None:
    await post(doors, cast, INVOICE, headers=KEY)
    answer = await post(doors, cast, INVOICE, headers={**KEY, "Authorization": "Bearer x"})
    assert answer.status_code == 401


async def test_repeats_at_once_wait_for_the_first(doors: Doors, cast: Cast) -> None:
    sent = await asyncio.gather(*(post(doors, cast, INVOICE, headers=KEY) for _ in range(6)))
    assert {one.status_code for one in sent} == {200}
    assert len({one.content for one in sent}) == 1
    assert [one.headers.get("Idempotent-Replayed") for one in sent].count(None) == 1
    assert await count_invoices(doors, cast) == 1


async def test_who_waits_too_long_is_told_when_to_come_again(
    doors: Doors, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE", 1)
    caller = idempotency.Caller(cast.seller.company_id, cast.seller.client_id)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await idempotency._wait_for_others(connection, caller, KEY["Idempotency-Key"])
        answer = await post(doors, cast, INVOICE, headers=KEY)
    assert (answer.status_code, codes_of(answer)) == (409, [("Idempotency-Key", "E700015")])
    assert answer.headers["Retry-After"] == "1"
    assert (await post(doors, cast, INVOICE, headers=KEY)).status_code == 200


# Several processes


@contextmanager
def web_process(database_url: str) -> Iterator[str]:
    """A real web process; killed, not stopped, at the end. Gives its address."""
    port = free_port()
    process = start_process("web", environment_for(database_url, port))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@asynccontextmanager
async def web(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    with web_process(database_url) as address:
        async with httpx.AsyncClient(base_url=address, timeout=30) as http:
            await until(lambda: answers(http))
            yield http


async def send_to(http: httpx.AsyncClient, party: Party, key: str, invoices: list[Any]) -> httpx.Response:
    body = wire_json.write({"response_type": "json", "invoices": invoices})
    kind = {"Content-Type": "application/json", "Idempotency-Key": key}
    return await http.post(INVOICES, content=body, headers={**party.headers, **kind})


async def test_two_processes_race_for_one_key_and_one_does_it(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    async with web(database_url) as one, web(database_url) as other:
        for n in range(5):
            racing = [send_to(http, cast.seller, f"race {n}", [INVOICE]) for http in (one, other) * 3]
            sent = await asyncio.gather(*racing)
            assert {answer.status_code for answer in sent} == {200}
            assert len({answer.content for answer in sent}) == 1
    assert await count_invoices(doors, cast) == 5


async def test_a_server_killed_between_leaves_no_double_and_loses_nothing(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    """The client repeats every request three times, whatever became of the ones before."""
    moments = random.Random(20260817)
    batch = [{**INVOICE, "inv_no": f"N-{n}", "details": [{"item_name": "品"}] * 50} for n in range(40)]
    for n in range(5):
        got: list[httpx.Response] = []
        with ExitStack() as killing:
            address = killing.enter_context(web_process(database_url))
            async with httpx.AsyncClient(base_url=address, timeout=30) as http:
                await until(lambda http=http: answers(http))  # type: ignore[misc]
                sending = asyncio.create_task(send_to(http, cast.seller, f"kill {n}", batch))
                await asyncio.sleep(moments.uniform(0.0, 0.12))
                killing.close()
                with suppress(httpx.TransportError):
                    got.append(await sending)
        got += [
            await doors.send(
                cast.seller,
                "POST",
                INVOICES,
                {"response_type": "json", "invoices": batch},
                headers={"Idempotency-Key": f"kill {n}"},
            )
            for _ in range(2)
        ]
        assert {answer.status_code for answer in got} == {200}
        assert len({answer.content for answer in got}) == 1
        assert await count_invoices(doors, cast) == 40 * (n + 1)
    await forget_jobs(doors, cast)
