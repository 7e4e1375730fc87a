"""Logging in and out at the screens."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from argon2 import PasswordHasher

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.model import Attempt, User, Via, Wait, Wrong
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.accounts.store import change_password, disable_user, purge
from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from tests.oauth.house import PASSWORD, House

WRONG = "IDまたはパスワードが違います"


async def test_the_page_is_japanese_and_says_what_to_enter(house: House) -> None:
    async with house.browser() as http:
        page = await http.get("/login")
    assert page.status_code == 200
    for words in ("ログイン", "PFID", "パスワード"):
        assert words in page.text
    assert 'autocomplete="current-password"' in page.text


async def test_a_login_leads_back_to_where_the_person_wanted_to_go(house: House) -> None:
    async with house.browser() as http:
        page = await http.get("/login", params={"next": "/seller/invoices?status=19&q=請求"})
        action = page.text.split('method="post" action="')[1].split('"')[0]
        answer = await http.post(action, data={"pfid": house.person.pfid, "password": PASSWORD})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/seller/invoices?status=19&q=請求".encode().decode(
            "latin-1"
        ) or ("/seller/invoices?status=19" in answer.headers["location"])
        assert (await http.get("/")).text == "山田 太郎"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example.com/",
        "//evil.example.com/",
        "/\\evil.example.com",
        "\\\\evil.example.com",
        "/\t/evil.example.com",
        "/\n/evil.example.com",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
async def test_a_login_never_leads_to_another_site(house: House, target: str) -> None:
    async with house.browser() as http:
        form = {"pfid": house.person.pfid, "password": PASSWORD, "next": target}
        answer = await http.post("/login", data=form)
        assert answer.headers["location"] == "/"
        answer = await http.post("/login", params={"next": target}, data=form | {"next": ""})
        assert answer.headers["location"] == "/"


@pytest.mark.parametrize("pfid", ["", "nobody@example.jp", "x" * 3000, "<script>"])
async def test_an_unknown_person_and_a_wrong_password_look_the_same(house: House, pfid: str) -> None:
    async with house.browser() as http:
        wrong = await http.post("/login", data={"pfid": house.person.pfid, "password": "guess"})
        unknown = await http.post("/login", data={"pfid": pfid, "password": "guess"})
    assert wrong.status_code == unknown.status_code == 400
    assert WRONG in wrong.text
    assert WRONG in unknown.text
    assert "<script>alert" not in unknown.text
    assert "set-cookie" not in unknown.headers


async def test_the_pfid_is_read_in_any_case_and_width(house: House) -> None:
    wide = house.person.pfid.upper().replace("@", "＠")
    async with house.browser() as http:
        answer = await http.post("/login", data={"pfid": f" {wide} ", "password": PASSWORD})
    assert answer.status_code == 303


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post("/login", data={"pfid": house.person.pfid, "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("seikyu=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie
    assert Sessions(house.pool, house.clock, secure=True).cookie == "__Host-seikyu"


async def test_every_login_has_a_token_of_its_own_and_ends_the_one_before(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        first = http.cookies["seikyu"]
        await house.log_in(http)
        second = http.cookies["seikyu"]
    assert first != second
    for token, name in ((first, ""), (second, "山田 太郎")):
        async with house.browser() as http:
            assert (await http.get("/", headers={"Cookie": f"seikyu={token}"})).text == name


async def test_the_token_is_stored_as_a_hash_only(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        token = http.cookies["seikyu"]
    async with house.pool.acquire() as connection:
        rows = await connection.fetch("SELECT s::text AS row FROM login_sessions s")
    assert token not in str(rows)
    assert token.encode().hex() not in str(rows)


async def test_logging_out_ends_the_session_for_whoever_still_has_the_token(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        token = http.cookies["seikyu"]
        answer = await http.post("/logout")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert "seikyu" not in http.cookies
        assert (await http.get("/", headers={"Cookie": f"seikyu={token}"})).text == ""
        assert (await http.get("/logout")).status_code == 405


async def test_a_session_ends_after_two_idle_hours_or_twelve_in_all(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        for _ in range(6):
            house.clock.forward(hours=1, minutes=59)
            assert (await http.get("/")).text == "山田 太郎"
        house.clock.forward(minutes=7)
        assert (await http.get("/")).text == ""
        await house.log_in(http)
        house.clock.forward(hours=2)
        assert (await http.get("/")).text == ""


async def test_a_changed_password_and_a_shut_out_person_end_the_sessions(house: House) -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    async with house.browser() as http:
        await house.log_in(http)
        async with transaction(house.pool, None) as connection:
            await change_password(connection, house.person.user_id, await passwords.hash(PASSWORD))
        assert (await http.get("/")).text == ""
        await house.log_in(http)
        async with transaction(house.pool, None) as connection:
            await disable_user(connection, house.person.user_id, house.clock())
        assert (await http.get("/")).text == ""
        answer = await http.post("/login", data={"pfid": house.person.pfid, "password": PASSWORD})
        assert WRONG in answer.text


async def test_failures_make_the_person_wait_longer_and_longer(house: House) -> None:
    async with house.browser() as http:
        waits = []
        for _ in range(5):
            assert await _guess(house, http) == 400
        for _ in range(7):
            page = await http.post("/login", data={"pfid": house.person.pfid, "password": PASSWORD})
            assert page.status_code == 429
            assert "後にもう一度お試しください" in page.text
            waits.append(int(page.headers["retry-after"]))
            house.clock.forward(seconds=waits[-1])
            assert await _guess(house, http) == 400
    assert waits == [30, 60, 120, 240, 480, 900, 900]


async def test_an_hour_without_failures_or_a_login_forgets_them(house: House) -> None:
    async with house.browser() as http:
        for _ in range(4):
            await _guess(house, http)
        await house.log_in(http)
        for _ in range(4):
            assert await _guess(house, http) == 400
        house.clock.forward(hours=1, seconds=1)
        for _ in range(4):
            assert await _guess(house, http) == 400
        await house.log_in(http)


async def test_guesses_sent_all_at_once_are_counted_like_any_others(house: House) -> None:
    async with house.browser("127.0.0.77") as http:
        statuses = await asyncio.gather(*(_guess(house, http) for _ in range(30)))
    # Two are checked at a time, so one more than the five free ones may be under way.
    assert statuses.count(400) <= 6
    assert statuses.count(429) >= 24


async def test_many_logins_at_once_with_the_right_password_all_succeed(house: House) -> None:
    async def log_in() -> int:
        async with house.browser() as http:
            answer = await http.post("/login", data={"pfid": house.person.pfid, "password": PASSWORD})
            return answer.status_code

    assert set(await asyncio.gather(*(log_in() for _ in range(20)))) == {303}


async def test_logins_and_failures_are_in_the_companys_log(house: House) -> None:
    async with house.browser() as http:
        await _guess(house, http)
        house.clock.forward(seconds=1)
        await house.log_in(http)
    owner = house.person.company_id
    async with transaction(house.pool, owner) as connection:
        events = await history(connection, owner, "user", str(house.person.user_id))
    assert [event.event.action for event in events] == ["login_failed", "logged_in"]
    assert all(event.author.request_id and event.event.comment == "127.0.0.1" for event in events)


async def test_a_hash_with_yesterdays_parameters_is_renewed_at_login(house: House) -> None:
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    attempt = Attempt(house.person.pfid, PASSWORD, "127.0.0.1", Via.SCREEN)
    for _ in range(2):
        assert isinstance(await check_password(house.pool, house.clock, stronger, attempt), User)
        async with house.pool.acquire() as connection:
            stored = await connection.fetchval(
                "SELECT password_hash FROM users WHERE user_id = $1", house.person.user_id
            )
        assert "m=16,t=2,p=1" in stored


async def test_people_of_other_companies_fail_where_only_one_is_let_in(house: House) -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    attempt = Attempt(house.outsider.pfid, PASSWORD, "127.0.0.1", Via.API, company_id=house.person.company_id)
    for _ in range(5):
        assert await check_password(house.pool, house.clock, passwords, attempt) == Wrong()
    assert await check_password(house.pool, house.clock, passwords, attempt) == Wait(30)


async def test_purging_takes_ended_sessions_only(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        async with transaction(house.pool, None) as connection:
            await purge(connection, house.clock())
        assert (await http.get("/")).text == "山田 太郎"
        async with transaction(house.pool, None) as connection:
            await purge(connection, house.clock() + timedelta(hours=2, seconds=1))
            left = await connection.fetchval(
                "SELECT count(*) FROM login_sessions WHERE user_id = $1", house.person.user_id
            )
        assert left == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "https://evil.example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[bad"}, 403),
        ({"Origin": "http://localhost:8001"}, 403),
        ({"Origin": "http://localhost:8000"}, 303),
        ({"Origin": "https://localhost:8000"}, 303),
        ({"Origin": "https://evil.example.com", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
async def test_another_site_cannot_log_anybody_in(house: House, headers: dict[str, str], status: int) -> None:
    form = {"pfid": house.person.pfid, "password": PASSWORD}
    async with house.browser() as http:
        answer = await http.post("/login", data=form, headers=headers)
    assert answer.status_code == status


async def test_token_endpoints_are_open_to_other_origins(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post(
            "/api/credentials/access_token",
            data=house.password_form(),
            headers={"Origin": "https://erp.example.com", "Sec-Fetch-Site": "cross-site"},
        )
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [b"pfid=%FF&password=x", b"pfid=a%00b&password=x", b"x=1&" * 300])
async def test_a_form_that_cannot_be_read_gets_a_page(house: House, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with house.browser() as http:
        answer = await http.post("/login", content=body, headers=headers)
        assert answer.status_code == 400
        assert "html" in answer.headers["content-type"]
        assert (await http.post("/login", content=body)).status_code == 415


async def _guess(house: House, http: httpx.AsyncClient) -> int:
    answer = await http.post("/login", data={"pfid": house.person.pfid, "password": "guess"})
    status: int = answer.status_code
    return status
