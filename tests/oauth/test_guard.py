"""The bearer guard: who calls, 401 and 403 as the contract says (§2, §3)."""

import time

import pytest
from starlette.requests import Request

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.store import change_membership, disable_company, disable_user
from seikyu.db.pool import Pool, transaction
from seikyu.oauth import guard as guards
from seikyu.oauth.guard import Guard
from seikyu.oauth.store import NewClient, disable_client, purge, register_client
from seikyu.settings import Environment
from tests.oauth.house import CREDENTIALS, TOKEN, House, build_house


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic eHg6eHg=", "Bearer unknown", "bearer 無効", "x"]
)
async def test_no_good_token_is_401_with_the_envelope(house: House, header: str | None) -> None:
    headers = [] if header is None else [(b"Authorization", header.encode())]
    async with house.browser() as http:
        answer = await http.get("/v1/whoami", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    body = answer.json()
    assert body["result"] == "1"
    assert body["error_list"][0]["error_code"] in {"E100003", "E100004"}


async def test_a_token_is_good_for_five_minutes_however_often_it_is_used(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        for _ in range(2):
            house.clock.forward(seconds=149.9)
            assert await house.works(http, given["access_token"]) == 200
        house.clock.forward(seconds=0.3)
        assert await house.works(http, given["access_token"]) == 401


async def test_the_scheme_is_read_in_any_case(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        answer = await http.get("/v1/whoami", headers={"Authorization": f"bearer  {given['access_token']}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("what", ["user", "company", "client"])
async def test_whoever_is_shut_out_is_out_within_seconds(house: House, what: str) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        assert await house.works(http, given["access_token"]) == 200
        async with transaction(house.pool, None) as connection:
            match what:
                case "user":
                    await disable_user(connection, house.person.user_id, house.clock())
                case "company":
                    await disable_company(connection, house.person.company_id, house.clock())
                case _:
                    await disable_client(connection, house.client_id, house.clock())
        house.clock.forward(seconds=3)
        assert await house.works(http, given["access_token"]) == 401
        refused = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        assert refused.status_code == (400 if what == "user" else 401)


async def test_a_withdrawn_option_is_seen_within_seconds(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        headers = {"Authorization": f"Bearer {given['access_token']}"}
        assert (await http.get("/v1/whoami", headers=headers)).json()["may_use_api"] is True
        async with transaction(house.pool, None) as connection:
            await change_membership(connection, house.person.company_id, Plan.PAID, [Option.BULK_PRINT])
        house.clock.forward(seconds=3)
        assert (await http.get("/v1/whoami", headers=headers)).json()["may_use_api"] is False


async def test_in_the_sandbox_an_unlisted_address_gets_no_token_and_may_not_call(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
    for address in ("192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7", "not-an-address"):
        async with house.browser(address) as http:
            refused = await http.post(CREDENTIALS, data=house.password_form())
            assert (refused.status_code, refused.json()["error"]) == (403, "unauthorized_client")
            called = await http.get(
                "/v1/whoami", headers={"Authorization": f"Bearer {given['access_token']}"}
            )
            assert called.status_code == 403
            assert called.json()["error_list"][0]["error_code"] == "E100002"
    for address in ("127.0.0.99", "::1", "::ffff:127.0.0.1"):
        async with house.browser(address) as http:
            assert await house.works(http, given["access_token"]) == 200


async def test_the_list_may_name_networks_and_an_empty_one_lets_nobody_in(house: House) -> None:
    async with transaction(house.pool, None) as connection:
        office = NewClient(house.person.company_id, "拠点", allowed_addresses=("192.0.2.0/28", "2001:db8::5"))
        closed = NewClient(house.person.company_id, "閉鎖", allowed_addresses=())
        office_id, office_secret = await register_client(connection, office, house.clock())
        closed_id, closed_secret = await register_client(connection, closed, house.clock())
    listed = house.password_form(client_id=office_id, client_secret=office_secret)
    for address, status in (
        ("192.0.2.15", 200),
        ("2001:db8::5", 200),
        ("192.0.2.16", 403),
        ("127.0.0.1", 403),
    ):
        async with house.browser(address) as http:
            assert (await http.post(CREDENTIALS, data=listed)).status_code == status
    async with house.browser() as http:
        shut = house.password_form(client_id=closed_id, client_secret=closed_secret)
        assert (await http.post(CREDENTIALS, data=shut)).status_code == 403


async def test_production_has_no_address_list_and_knows_no_sandbox_client(pool: Pool) -> None:
    house = await build_house(pool, Environment.PRODUCTION)
    async with transaction(pool, None) as connection:
        sandbox_client = await register_client(
            connection, NewClient(house.person.company_id, "試験"), house.clock()
        )
    async with house.browser("192.0.2.7") as http:
        given = await house.tokens(http)
        assert await house.works(http, given["access_token"]) == 200
        form = house.password_form(client_id=sandbox_client[0], client_secret=sandbox_client[1])
        assert (await http.post(CREDENTIALS, data=form)).status_code == 401


async def test_the_guard_forgets_the_oldest_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_REMEMBERED", 2)
    guard = Guard(house.pool, house.clock, Environment.SANDBOX)
    async with house.browser() as http:
        tokens = [(await house.tokens(http))["access_token"] for _ in range(3)]
    for token in tokens:
        await guard.actor(_request(token))
    assert len(guard._known) == 2
    assert (await guard.actor(_request(tokens[0]))).client_id == house.client_id


async def test_a_known_token_costs_next_to_nothing(house: House) -> None:
    guard = Guard(house.pool, house.clock, Environment.SANDBOX)
    async with house.browser() as http:
        request = _request((await house.tokens(http))["access_token"])
    await guard.actor(request)
    rounds = []
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(100):
            await guard.actor(request)
        rounds.append((time.perf_counter() - began) / 100)
    assert min(rounds) < 20e-6


async def test_purging_takes_what_has_run_out_and_leaves_what_is_good(house: House) -> None:
    async with house.browser() as http:
        old = await house.tokens(http)
        house.clock.forward(days=20)
        young = await house.tokens(http)
        house.clock.forward(days=13)
        # Only what this house began may be counted: other tests' clocks stand elsewhere.
        async with transaction(house.pool, None) as connection:
            await purge(connection, house.clock())
            families = await connection.fetchval(
                "SELECT count(*) FROM oauth_families WHERE client_id = $1", house.client_id
            )
        assert families == 1
        assert (await http.post(TOKEN, data=house.refresh_form(old["refresh_token"]))).status_code == 400
        assert (await http.post(TOKEN, data=house.refresh_form(young["refresh_token"]))).status_code == 200


def _request(token: str) -> Request:
    return Request(
        {
            "type": "http",
            "client": ("127.0.0.1", 1),
            "headers": [
                (b"host", b"localhost"),
                (b"accept", b"*/*"),
                (b"authorization", f"Bearer {token}".encode()),
            ],
            "state": {"request_id": "0123456789abcdef"},
        }
    )
