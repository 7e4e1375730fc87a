"""Two machines' worth of processes behind a proxy, one of each killed every few seconds, under load."""

import asyncio
import itertools
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import httpx
import pytest

from seikyu.audit.verifying import verify
from seikyu.client import Client, Patience
from seikyu.db.pool import Pool, transaction
from seikyu.wire.values import Value
from tests.durability.line import Proxy, proxy_before
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import Doors, answers, environment_for, free_port, start_process, until
from tests.house.papers import rows
from tests.issuing.registering import BUYER
from tests.webhooks.house import WEBHOOKS, Receiver, receiving

Kind = Literal["web", "worker", "scheduler"]
KINDS: tuple[Kind, ...] = ("web", "worker", "scheduler")
SECONDS = 120.0
EVERY = 3.0
LEAST_KILLS = 4
"""Of each kind, however long processes take to come up on a busy machine."""
BATCH = 10
SELLERS = 2
SETTLED = 120.0
PATIENCE = Patience(tries=60, longest_wait=2.0, timeout=30.0)


@dataclass
class Machine:
    """Processes on one database, and how to kill and start again any of them."""

    environment: dict[str, str]
    ports: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    health: dict[tuple[Kind, int], int] = field(default_factory=dict)
    processes: dict[tuple[Kind, int], subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: Counter[Kind] = field(default_factory=Counter)
    ends: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether the time is over and enough of each kind were killed."""
        return time.monotonic() > self.ends and all(self.kills[kind] >= LEAST_KILLS for kind in KINDS)

    def start(self, kind: Kind, place: int) -> None:
        health = self.health.setdefault((kind, place), free_port())
        own = {"SEIKYU_PORT": str(self.ports[place]), "SEIKYU_METRICS_PORT": str(health)}
        self.processes[kind, place] = start_process(kind, {**self.environment, **own})

    async def lives(self, kind: Kind, place: int) -> bool:
        """Whether a process has come up."""
        try:
            async with httpx.AsyncClient() as http:
                answer = await http.get(f"http://127.0.0.1:{self.health[kind, place]}/healthz")
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def restart(self, kind: Kind, place: int) -> None:
        """Kill one and start it again."""
        self.processes[kind, place].kill()
        self.processes[kind, place].wait(10)
        self.kills[kind] += 1
        self.start(kind, place)

    def finish(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait(10)


class Line(httpx.HTTPTransport):
    """A client's line, which counts how often it broke under a request."""

    broke = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except httpx.TransportError:
            self.broke += 1
            raise


@dataclass
class Load:
    """What was asked for, and what became of it."""

    registered: list[int] = field(default_factory=list)
    corrected: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@pytest.mark.timeout(900)
async def test_two_minutes_of_kills_fail_no_issue_double_no_effect_and_lose_no_entry(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    load = Load()
    async with receiving() as receiver, running(database_url) as (machine, proxy):
        await add_webhook(proxy, cast.seller, receiver)
        receiver.refusing = 10
        machine.ends = time.monotonic() + SECONDS
        lines = [Line() for _ in range(SELLERS)]
        with ExitStack() as stack:
            sellers = [stack.enter_context(client_of(proxy, cast.seller, line)) for line in lines]
            buyer = stack.enter_context(client_of(proxy, cast.buyer, Line()))
            async with asyncio.TaskGroup() as group:
                for kind in KINDS:
                    group.create_task(kill_in_turn(machine, kind))
                for seller in sellers:
                    group.create_task(trade(doors.pool, cast, machine, seller, buyer, load))
        await drained(doors)
        await until(partial(told_of_all, receiver, load), SETTLED)
        await until(partial(chained, doors.pool, cast), SETTLED)
    assert load.faults == []
    assert sum(line.broke for line in lines) > 0
    await assert_issued_and_logged_once(doors.pool, cast, load)
    assert happenings(receiver) == expected(load)


@asynccontextmanager
async def running(database_url: str) -> AsyncIterator[tuple[Machine, Proxy]]:
    """Two web processes behind a proxy, two workers and two schedulers."""
    environment = environment_for(
        database_url,
        free_port(),
        SEIKYU_WEBHOOK_PRIVATE_NETWORKS="127.0.0.0/8",
        SEIKYU_RATE_PER_CLIENT="0",
        SEIKYU_RATE_PER_ADDRESS="0",
        SEIKYU_RATE_TOKENS_PER_ADDRESS="0",
    )
    machine = Machine(environment)
    async with AsyncExitStack() as stack:
        stack.callback(machine.finish)
        for place in (0, 1):
            for kind in KINDS:
                machine.start(kind, place)
        proxy = await stack.enter_async_context(proxy_before(machine.ports))
        yield machine, proxy


async def kill_in_turn(machine: Machine, kind: Kind) -> None:
    """Every few seconds one of two, once the other is back: so does whoever watches over processes."""
    for turn in itertools.count():
        await asyncio.gather(asyncio.sleep(EVERY), until(partial(machine.lives, kind, 1 - turn % 2), SETTLED))
        if machine.enough:
            return
        await asyncio.to_thread(machine.restart, kind, turn % 2)


def client_of(proxy: Proxy, party: Party, line: Line) -> Client:
    """A program that knows nothing but the proxy's address."""
    return Client(
        f"http://127.0.0.1:{proxy.port}",
        party.client_id,
        party.client_secret,
        party.user.pfid,
        PASSWORD,
        patience=PATIENCE,
        transport=line,
    )


async def trade(pool: Pool, cast: Cast, machine: Machine, seller: Client, buyer: Client, load: Load) -> None:
    """Register batch after batch; every few batches one invoice comes back and is corrected."""
    for lap in itertools.count():
        numbers = await asyncio.to_thread(register, seller, load, lap)
        if lap % 5 == 4:
            await until(partial(issued, pool, cast, numbers[0]), SETTLED)
            await asyncio.to_thread(correct, seller, buyer, load, numbers[0])
        if machine.enough:
            return


async def add_webhook(proxy: Proxy, party: Party, receiver: Receiver) -> None:
    """Let the seller be told of what becomes of its invoices, once a web process answers."""
    events = [{"event": name} for name in ("invoice.issued", "invoice.reissued", "invoice.returned")]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{proxy.port}") as http:
        await until(lambda: answers(http), SETTLED)
        body = {"url": receiver.url, "events": events}
        answer = await http.post(WEBHOOKS, json=body, headers=party.headers)
        assert answer.status_code == 200, answer.text


def register(seller: Client, load: Load, lap: int) -> list[int]:
    """One batch; the client repeats it under its key until there is an answer."""
    batch: list[dict[str, Value]] = [
        {"customer": {**BUYER}, "inv_no": f"{lap}-{place}", "inv_name": "8月分", "inv_show_amount": 1100}
        for place in range(BATCH)
    ]
    outcomes = seller.register(batch)
    load.faults += [str(fault) for outcome in outcomes for fault in outcome.faults]
    numbers = [int(outcome.number or 0) for outcome in outcomes]
    load.registered += numbers
    return numbers


def correct(seller: Client, buyer: Client, load: Load, number: int) -> None:
    """The buyer sends one back, the seller corrects it."""
    buyer.send_back(number, "金額を確認してください")
    [outcome] = seller.update([{"invoice_mng_num": number, "inv_show_amount": 990}])
    load.faults += map(str, outcome.faults)
    load.corrected.append(number)


async def issued(pool: Pool, cast: Cast, number: int) -> bool:
    """Whether an invoice has been issued; raise at once when it could not be."""
    [row] = await rows(
        pool, cast.seller.company_id, "SELECT status FROM invoices WHERE invoice_mng_num = $1", number
    )
    assert row["status"] in {21, 22}
    return bool(row["status"] == 22)


async def drained(doors: Doors) -> None:
    """Wait until nothing is left to do; tell what is."""
    try:
        await until(doors.queue_is_empty, SETTLED)
    except TimeoutError:
        left = "SELECT entrypoint, status, attempts, execute_after, heartbeat, payload FROM pgqueuer"
        pytest.fail("\n".join(map(str, await doors.pool.fetch(left))))


async def chained(pool: Pool, cast: Cast) -> bool:
    """Whether every entry of both parties stands in the chain of its log."""
    verdicts = []
    for party in (cast.seller, cast.buyer):
        async with transaction(pool, party.company_id) as connection:
            verdicts.append(await verify(connection, party.company_id))
    assert [verdict.broken for verdict in verdicts] == [None, None]
    return not any(verdict.waiting for verdict in verdicts)


async def told_of_all(receiver: Receiver, load: Load) -> bool:
    """Whether the receiver has taken everything."""
    return happenings(receiver).keys() >= expected(load).keys()


def happenings(receiver: Receiver) -> Counter[tuple[str, int]]:
    """What the receiver was told of, an event id counted once however often it came."""
    events = {one.event_id: (one.body["event"], int(one.body["invoice_mng_num"])) for one in receiver.taken}
    return Counter(events.values())


def expected(load: Load) -> dict[tuple[str, int], int]:
    issues = [("invoice.issued", number) for number in load.registered]
    corrections = [
        (event, number) for number in load.corrected for event in ("invoice.returned", "invoice.reissued")
    ]
    return dict.fromkeys((*issues, *corrections), 1)


async def assert_issued_and_logged_once(pool: Pool, cast: Cast, load: Load) -> None:
    """Every invoice issued and delivered in its version, each with one entry for each thing done to it."""
    versions = {number: 1 + (number in load.corrected) for number in load.registered}
    assert len(versions) == len(load.registered)
    seller, buyer = cast.seller.company_id, cast.buyer.company_id
    states = "SELECT invoice_mng_num, status, version FROM invoices"
    assert {tuple(row.values()) for row in await rows(pool, seller, states)} == {
        (number, 22, version) for number, version in versions.items()
    }
    states = states.replace("invoices", "received_invoices")
    assert {tuple(row.values()) for row in await rows(pool, buyer, states)} == {
        (number, 50, version) for number, version in versions.items()
    }
    events = (
        "SELECT subject_id::bigint AS number, action FROM audit_events WHERE subject_kind LIKE '%invoice'"
    )
    for owner, first, action in (
        (seller, "invoice.registered", "invoice.issued"),
        (seller, "", "invoice.corrected"),
        (buyer, "", "invoice.received"),
    ):
        found = Counter((row["number"], row["action"]) for row in await rows(pool, owner, events))
        for number, version in versions.items():
            times = version - 1 if action == "invoice.corrected" else version
            assert found[number, action] == times, (number, action)
            assert not first or found[number, first] == 1
