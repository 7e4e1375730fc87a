"""How often somebody may ask: each caller is told in its own form when to come back, wherever it asked."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from seikyu.db.pool import Pool
from seikyu.http.limits import network_of
from seikyu.http.rates import MINUTE, SLACK, Rate, admitted, seconds_to_wait
from seikyu.http.tallies import Tallies
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, open_doors, told

TOKEN = "/openam/oauth2/access_token"
RATES = st.integers(1, 2000).map(Rate)
PAUSES = st.lists(st.floats(0, 20), max_size=60)


class Moments:
    """A clock that is moved on by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def let_in(rate: Rate, pauses: list[float]) -> Iterator[float]:
    now, paid_at = 0.0, 0.0
    for pause in pauses:
        now += pause
        then = admitted(rate, paid_at, now)
        if then is not None:
            paid_at = then
            yield now


@given(RATES, PAUSES)
def test_no_span_lets_in_more_than_its_rate_and_one_minute_s_credit(rate: Rate, pauses: list[float]) -> None:
    moments = [*let_in(rate, pauses)]
    for first, begin in enumerate(moments):
        for last in range(first, len(moments)):
            span = moments[last] - begin
            assert last - first + 1 <= rate.per_minute * (1 + span / MINUTE) + SLACK * rate.per_minute + 1e-9


@given(RATES, PAUSES)
def test_a_steady_caller_within_the_rate_is_never_turned_away(rate: Rate, pauses: list[float]) -> None:
    steady = [max(pause, rate.cost) for pause in pauses]
    assert len([*let_in(rate, steady)]) == len(steady)
    assert all(later - sooner >= rate.cost - SLACK for sooner, later in pairwise(let_in(rate, steady)))


@given(RATES, st.floats(0, 200))
def test_whoever_waits_as_told_is_let_in(rate: Rate, debt: float) -> None:
    now = 50.0
    if admitted(rate, now + debt, now) is None:
        later = now + seconds_to_wait(rate, now + debt, now)
        assert admitted(rate, now + debt, later) is not None


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
    ],
)
def test_an_address_stands_for_one_subscriber(host: str, network: str) -> None:
    assert network_of(host) == network


async def test_processes_share_what_was_used(pool: Pool) -> None:
    moments, rate, caller = Moments(), Rate(10), uuid4().hex
    one, other = Tallies(pool, moments), Tallies(pool, moments)
    assert [one.take(rate, "client", caller) for _ in range(6)] == [0] * 6
    assert other.take(rate, "client", caller) == 0
    for tallies in (one, other, one):
        await tallies.share()
    assert [other.take(rate, "client", caller) for _ in range(3)] == [0] * 3
    assert other.take(rate, "client", caller) > 0
    # Only who called is looked up again: one call tells the first process what the second let in.
    assert one.take(rate, "client", caller) == 0
    await other.share()
    await one.share()
    assert one.take(rate, "client", caller) > 0
    moments.now += MINUTE
    assert one.take(rate, "client", caller) == 0


async def test_while_the_database_is_away_a_process_counts_for_itself(pool: Pool) -> None:
    class Away:
        def acquire(self) -> object:
            raise OSError("no route to the database")

    moments, rate, caller = Moments(), Rate(3), uuid4().hex
    tallies = Tallies(pool, moments)
    tallies._pool = Away()  # type: ignore[assignment] # a database that is away
    assert [tallies.take(rate, "client", caller) for _ in range(3)] == [0] * 3
    await tallies.share()
    assert tallies.take(rate, "client", caller) > 0
    tallies._pool = pool
    await tallies.share()
    another = Tallies(pool, moments)
    assert another.take(rate, "client", caller) == 0
    await another.share()
    assert another.take(rate, "client", caller) > 0


async def test_a_database_clock_that_is_put_back_shuts_nobody_out(pool: Pool) -> None:
    moments, rate, caller = Moments(), Rate(10), uuid4().hex
    tallies = Tallies(pool, moments)
    assert tallies.take(rate, "client", caller) == 0
    await tallies.share()
    [subject] = tallies._known
    await pool.execute(
        "UPDATE request_rates SET as_of = now() + interval '1 hour', debt = 59 WHERE subject = $1", subject
    )
    for _ in range(20):
        assert tallies.take(rate, "client", caller) == 0
        await tallies.share()
        moments.now += rate.cost
        # The second that was shared is paid as the others are.
        await pool.execute(
            "UPDATE request_rates SET as_of = as_of - interval '6 seconds' WHERE subject = $1", subject
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def strict(pool: Pool, database_url: str) -> AsyncIterator[Doors]:
    """A web server that lets five calls a minute of a client in; addresses are told apart by the proxy."""
    limits = {"SEIKYU_RATE_PER_CLIENT": "5", "SEIKYU_RATE_TOKENS_PER_ADDRESS": "4"}
    limits |= {"SEIKYU_RATE_PER_ADDRESS": "30", "SEIKYU_TRUSTED_PROXIES": "127.0.0.1"}
    async with open_doors(pool, database_url, **limits) as opened:
        yield opened


def came_from() -> dict[str, str]:
    """An address no other test comes from."""
    octets = uuid4().bytes
    return {"X-Forwarded-For": f"10.{octets[0]}.{octets[1]}.{octets[2]}"}


async def test_a_client_that_calls_too_often_is_told_when_to_come_back(strict: Doors, cast: Cast) -> None:
    path = f"{INVOICES}?response_type=json"
    for _ in range(5):
        assert (await strict.http.get(path, headers=cast.seller.headers)).status_code == 200
    answer = await strict.http.get(path, headers={**cast.seller.headers, "Accept": "application/xml"})
    assert (answer.status_code, told(answer)[0]["error_code"]) == (429, "E900003")
    assert 1 <= int(answer.headers["retry-after"]) <= 12
    # Another client of another company does not suffer for it.
    assert (await strict.http.get(path, headers=cast.buyer.headers)).status_code == 200


async def test_whoever_tries_secrets_is_slowed_down_and_others_are_not(strict: Doors) -> None:
    guesser, other = came_from(), came_from()
    for _ in range(4):
        assert (await strict.http.post(TOKEN, data={}, headers=guesser)).status_code == 400
    refused = await strict.http.post(TOKEN, data={}, headers=guesser)
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    page = await strict.http.post("/login", data={"pfid": "a@example.jp", "password": "x"}, headers=guesser)
    assert page.status_code == 429
    assert "しばらくお待ちください" in page.text
    assert (await strict.http.get("/documents/guess", headers=guesser)).status_code == 429
    assert (await strict.http.get("/login", headers=guesser)).status_code == 200
    assert (await strict.http.post(TOKEN, data={}, headers=other)).status_code == 400


async def test_an_address_has_a_ceiling_whatever_it_asks_for(strict: Doors) -> None:
    address = came_from()
    answers = [await strict.http.get("/login", headers=address) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert answers[-1].headers["content-type"].startswith("text/html")
    refused = await strict.http.get(INVOICES, headers=address)
    assert (refused.status_code, told(refused)[0]["error_code"]) == (429, "E900003")
    assert (await strict.http.get("/healthz", headers=address)).status_code == 200


async def test_two_web_processes_share_a_limit(
    strict: Doors, pool: Pool, database_url: str, cast: Cast
) -> None:
    async with open_doors(pool, database_url, SEIKYU_RATE_PER_CLIENT="5") as second:
        path = f"{INVOICES}?response_type=json"
        for _ in range(5):
            assert (await strict.http.get(path, headers=cast.outsider.headers)).status_code == 200
        assert await comes_to_refuse(second.http, path, cast.outsider.headers)


async def comes_to_refuse(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> bool:
    """Whether a process refuses a caller before it let in all it would by itself."""
    refused = []
    for _ in range(4):
        refused.append((await http.get(path, headers=headers)).status_code == 429)
        await asyncio.sleep(1.2)
    return any(refused)
