"""Clients without a callback: a code to type, a person who decides, and polling with patience (RFC 8628)."""

from typing import Any

import httpx
import pytest

from seikyu.accounts.store import disable_user
from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from seikyu.oauth import store
from seikyu.oauth.grants import DEVICE_GRANT
from seikyu.oauth.paths import DEVICE, ENTER_CODE
from seikyu.oauth.tokens import read_user_code
from tests.oauth.house import BASE_URL, PASSWORD, TOKEN, House, Person, hidden_fields


async def begun(house: House, http: httpx.AsyncClient, **changes: str) -> dict[str, Any]:
    answer = await http.post(DEVICE, data=house.client_form(**changes))
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


async def poll(house: House, http: httpx.AsyncClient, device_code: str, **changes: str) -> httpx.Response:
    form = house.client_form(grant_type=DEVICE_GRANT, device_code=device_code, **changes)
    return await http.post(TOKEN, data=form)


async def error_of(house: House, http: httpx.AsyncClient, device_code: str) -> str:
    answer = await poll(house, http, device_code)
    assert answer.status_code == 400
    return str(answer.json()["error"])


async def decide(
    house: House, code: str, decision: str = "allow", person: Person | None = None
) -> httpx.Response:
    """What the person does, at another machine than the device's."""
    async with house.browser("192.0.2.77") as http:
        await house.log_in(http, person)
        return await http.post(ENTER_CODE, data={"user_code": code, "decision": decision})


async def test_a_person_connects_a_device_by_what_the_pages_offer(house: House) -> None:
    async with house.browser() as device, house.browser("192.0.2.77") as http:
        given = await begun(house, device)
        assert given["verification_uri"] == f"{BASE_URL}/device"
        assert (given["expires_in"], given["interval"]) == (600, 5)
        assert await error_of(house, device, given["device_code"]) == "authorization_pending"
        to_login = await http.get(given["verification_uri_complete"])
        assert to_login.status_code == 303
        login = {"pfid": house.person.pfid, "password": PASSWORD}
        logged_in = await http.post(to_login.headers["location"], data=login)
        page = await http.get(logged_in.headers["location"])
        assert f'value="{given["user_code"]}"' in page.text
        typed = given["user_code"].lower().replace("-", " ")
        consent = await http.post(ENTER_CODE, data={"user_code": typed})
        assert consent.status_code == 200
        assert "株式会社発行のアプリケーション「販売管理」" in consent.text
        assert "同じコードが表示されている場合だけ" in consent.text
        done = await http.post(ENTER_CODE, data={**hidden_fields(consent.text), "decision": "allow"})
        assert (done.status_code, done.headers["location"]) == (303, ENTER_CODE)
        assert "機器を連携しました" in (await http.get(ENTER_CODE)).text
        house.clock.forward(seconds=5)
        answer = await poll(house, device, given["device_code"])
        assert answer.status_code == 200
        tokens = answer.json()
        assert await house.works(device, tokens["access_token"]) == 200
        assert "id_token" in tokens
        again = await poll(house, device, given["device_code"])
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        renewed = await device.post(TOKEN, data=house.refresh_form(tokens["refresh_token"]))
        assert renewed.status_code == 200
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [event.event.action for event in events] == ["consent_given"]


async def test_who_asks_too_often_has_to_pause_longer_each_time(house: House) -> None:
    async with house.browser() as http:
        code = (await begun(house, http))["device_code"]
        expected = (
            (0, "authorization_pending"),
            (5, "authorization_pending"),
            (4, "slow_down"),
            (9, "slow_down"),
            (14, "slow_down"),
            (20, "authorization_pending"),
        )
        for pause, error in expected:
            house.clock.forward(seconds=pause)
            assert await error_of(house, http, code) == error


async def test_a_code_is_good_for_ten_minutes(house: House) -> None:
    async with house.browser() as http:
        in_time, too_late = await begun(house, http), await begun(house, http)
        assert (await decide(house, in_time["user_code"])).status_code == 303
        house.clock.forward(minutes=10)
        assert await error_of(house, http, in_time["device_code"]) == "expired_token"
        assert await error_of(house, http, too_late["device_code"]) == "expired_token"
        assert (await decide(house, too_late["user_code"])).status_code == 400


async def test_saying_no_tells_the_device_and_stays_said(house: House) -> None:
    async with house.browser() as http:
        given = await begun(house, http)
        assert (await decide(house, given["user_code"], "deny")).status_code == 303
        assert await error_of(house, http, given["device_code"]) == "access_denied"
        assert (await decide(house, given["user_code"])).status_code == 400
        assert await error_of(house, http, given["device_code"]) == "access_denied"


async def test_a_device_acts_for_the_company_of_whoever_allowed_it_and_they_are_warned(house: House) -> None:
    async with house.browser() as http:
        given = await begun(house, http, scope="openid")
        page = await decide(house, given["user_code"], "", house.outsider)
        assert "自社のものではありません" in page.text
        await decide(house, given["user_code"], person=house.outsider)
        tokens = (await poll(house, http, given["device_code"])).json()
        assert tokens["scope"] == "openid"
        me = await http.get("/v1/whoami", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert me.json()["company"] == "株式会社部外"


async def test_a_device_code_is_worth_something_to_its_own_client_only(house: House) -> None:
    async with house.browser() as http:
        given = await begun(house, http)
        await decide(house, given["user_code"])
        form = {"grant_type": DEVICE_GRANT, "device_code": given["device_code"], "client_id": house.public_id}
        other = await http.post(TOKEN, data=form)
        assert (other.status_code, other.json()["error"]) == (400, "invalid_grant")
        wrong = await poll(house, http, given["device_code"], client_secret="wrong")
        assert wrong.status_code == 401
        assert (await poll(house, http, given["device_code"])).status_code == 200


async def test_a_client_without_a_secret_may_connect_a_device(house: House) -> None:
    async with house.browser() as http:
        given = (await http.post(DEVICE, data={"client_id": house.public_id})).json()
        await decide(house, given["user_code"])
        form = {"grant_type": DEVICE_GRANT, "device_code": given["device_code"], "client_id": house.public_id}
        assert (await http.post(TOKEN, data=form)).status_code == 200


async def test_beginning_is_refused_to_unknown_clients_addresses_and_scopes(house: House) -> None:
    async with house.browser() as http, house.browser("192.0.2.1") as elsewhere:
        wrong = await http.post(DEVICE, data=house.client_form(client_secret="wrong"))
        assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
        wide = await http.post(DEVICE, data=house.client_form(scope="openid everything"))
        assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")
        assert (await elsewhere.post(DEVICE, data=house.client_form())).status_code == 403


async def test_guessing_codes_makes_the_guesser_wait_even_with_the_right_one(house: House) -> None:
    async with house.browser() as device, house.browser("192.0.2.99") as http:
        given = await begun(house, device)
        await house.log_in(http)
        for _ in range(10):
            wrong = await http.post(ENTER_CODE, data={"user_code": "BBBB-BBBB"})
            assert wrong.status_code == 400
            assert "このコードは存在しないか" in wrong.text
        waits = await http.post(ENTER_CODE, data={"user_code": given["user_code"], "decision": "allow"})
        assert waits.status_code == 429
        assert int(waits.headers["retry-after"]) > 0
        assert await error_of(house, device, given["device_code"]) == "authorization_pending"
        # The person waits wherever they go; others do not.
        assert (await decide(house, given["user_code"])).status_code == 429
        assert (await decide(house, given["user_code"], person=house.outsider)).status_code == 303


async def test_a_person_shut_out_after_deciding_connects_nothing(house: House) -> None:
    async with house.browser() as http:
        given = await begun(house, http)
        await decide(house, given["user_code"])
        async with transaction(house.pool, None) as connection:
            await disable_user(connection, house.person.user_id, house.clock())
        assert await error_of(house, http, given["device_code"]) == "invalid_grant"


async def test_no_code_is_stored_readable(house: House) -> None:
    async with house.browser() as http:
        given = await begun(house, http)
    rows = await house.pool.fetch(
        "SELECT d::text AS all FROM oauth_devices d WHERE client_id = $1", house.client_id
    )
    for row in rows:
        assert given["device_code"] not in row["all"]
        assert given["user_code"] not in row["all"]


async def test_devices_are_forgotten_a_day_after_they_ran_out(house: House) -> None:
    counting = "SELECT count(*) FROM oauth_devices WHERE client_id = $1"
    async with house.browser() as http:
        await begun(house, http)
    for hours, left in ((23, 1), (2, 0)):
        house.clock.forward(hours=hours)
        async with transaction(house.pool, None) as connection:
            await store.purge(connection, house.clock())
            assert await connection.fetchval(counting, house.client_id) == left


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("BCDF-GHJK", "BCDF-GHJK"),
        ("bcdfghjk", "BCDF-GHJK"),
        ("ｂｃｄｆ－ｇｈｊｋ", "BCDF-GHJK"),
        (" BCDF GHJK ", "BCDF-GHJK"),
        ("BCDF-GHJ", None),
        ("BCDF-GHJA", None),
        ("", None),
        ("無効" * 4, None),
    ],
)
def test_a_user_code_is_read_however_it_is_typed(typed: str, read: str | None) -> None:
    assert read_user_code(typed) == read
