"""One-time codes: set up, asked for, good once, guessed at, lost."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import httpx
from argon2 import PasswordHasher

from seikyu.accounts.passwords import Passwords
from seikyu.accounts.store import NewUser, add_user
from seikyu.accounts.totp import matching_step
from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from tests.accounts.entering import code_of, codes_on, secret_on, set_up, show_code, show_password
from tests.oauth.house import AUTHORIZE, CREDENTIALS, PASSWORD, TOKEN, House, told

NAME = "山田 太郎"
ANOTHER = "べつの新しいパスワード-2"


async def actions_of(house: House) -> list[str]:
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "user", str(house.person.user_id))
    return [event.event.action for event in events]


async def mails_to(house: House) -> list[str]:
    async with transaction(house.pool, house.person.company_id) as connection:
        rows = await connection.fetch("SELECT subject FROM mails ORDER BY mail_id")
    return [row["subject"] for row in rows]


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B: 94287082 at 59 seconds, of which the last six digits are shown.
    assert matching_step(b"12345678901234567890", "287082", datetime.fromtimestamp(59, UTC), 0) == 1


async def test_nobody_has_a_session_before_the_code(house: House) -> None:
    async with house.browser() as http:
        secret, _ = await set_up(house, http)
    async with house.browser() as http:
        answer = await show_password(house, http, "/seller/invoices?status=19")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login/second")
        assert "seikyu" not in http.cookies
        assert (await http.get("/")).text == ""
        house.clock.forward(seconds=30)
        answer = await show_code(http, code_of(secret, house.clock()))
        assert (answer.status_code, answer.headers["location"]) == (303, "/seller/invoices?status=19")
        assert (await http.get("/")).text == NAME
    assert (await actions_of(house)) == ["logged_in", "totp_added", "logged_in"]


async def test_a_code_is_good_once_and_a_step_too(house: House) -> None:
    async with house.browser() as http:
        secret, _ = await set_up(house, http)
    async with house.browser() as http:
        await show_password(house, http)
        # The code that set the app up was seen once already.
        assert (await show_code(http, code_of(secret, house.clock()))).status_code == 400
        later = code_of(secret, house.clock(), 1)
        token = http.cookies["seikyu_step"]
        assert (await show_code(http, later)).status_code == 303
        again = {"Cookie": f"seikyu_step={token}"}
        answer = await http.post("/login/second", data={"code": later}, headers=again)
        assert answer.headers["location"] == "/login"
        await show_password(house, http)
        assert (await show_code(http, later)).status_code == 400
        house.clock.forward(seconds=60)
        assert (await show_code(http, f" {code_of(secret, house.clock())[:3]} ")).status_code == 400
        assert (await show_code(http, code_of(secret, house.clock(), -2))).status_code == 400
        assert (await show_code(http, code_of(secret, house.clock()))).status_code == 303


async def test_six_wrong_codes_make_the_person_wait(house: House) -> None:
    async with house.browser() as http:
        secret, codes = await set_up(house, http)
    house.clock.forward(seconds=30)
    async with house.browser() as http:
        await show_password(house, http)
        for _ in range(5):
            assert (await show_code(http, "000000")).status_code == 400
        answer = await show_code(http, code_of(secret, house.clock()))
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
        assert (await http.post("/login/second", data={"recovery": codes[0]})).status_code == 429
        house.clock.forward(seconds=31)
        assert (await show_code(http, code_of(secret, house.clock()))).status_code == 303
    assert (await actions_of(house)).count("second_failed") == 5


async def test_the_way_in_takes_ten_minutes_at_most(house: House) -> None:
    async with house.browser() as http:
        secret, _ = await set_up(house, http)
    async with house.browser() as http:
        await show_password(house, http)
        house.clock.forward(minutes=10)
        answer = await show_code(http, code_of(secret, house.clock()))
        assert answer.headers["location"] == "/login"
        assert (await http.get("/")).text == ""
        assert (await http.get("/login/second")).headers["location"] == "/login"


async def test_a_recovery_code_is_good_once(house: House) -> None:
    async with house.browser() as http:
        _, codes = await set_up(house, http)
    assert len(set(codes)) == 10
    async with house.browser() as http:
        await show_password(house, http)
        spoken = codes[3].upper().replace("-", " ")
        assert (await http.post("/login/second", data={"recovery": spoken})).status_code == 303
        assert (await http.get("/")).text == NAME
        assert "9個" in (await http.get("/settings/security")).text
        await show_password(house, http)
        assert (await http.post("/login/second", data={"recovery": codes[3]})).status_code == 400
        stored = await house.pool.fetch("SELECT s::text AS row FROM login_steps s")
        assert codes[3] not in str(stored)


async def test_factors_are_changed_only_after_a_login_that_is_not_long_ago(house: House) -> None:
    async with house.browser() as http:
        secret, _ = await set_up(house, http)
        house.clock.forward(minutes=16)
        answer = await http.post("/settings/security/totp/remove")
        assert answer.headers["location"].startswith("/login?next=")
        assert "もう一度ログイン" in (await http.get("/settings/security")).text
        await show_password(house, http, "/settings/security")
        await show_code(http, code_of(secret, house.clock()))
        assert (await http.post("/settings/security/totp/remove")).status_code == 303
        assert (await show_password(house, http)).headers["location"] == "/"
    assert await mails_to(house) == ["【Seikyu】ログイン方法の変更"] * 2


async def test_a_company_may_ask_everybody_for_a_second_factor(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        await http.post("/settings/security/company", data={"required": "1"})
        assert (await http.get("/")).text == NAME
    async with house.browser() as http:
        answer = await show_password(house, http, "/seller/invoices")
        assert answer.headers["location"] == "/login/enrol"
        page = await http.get("/login/enrol")
        assert "必須" in page.text
        assert (await http.get("/")).text == ""
        assert (await http.post("/login/enrol", data={"code": "000000"})).status_code == 400
        secret = secret_on((await http.get("/login/enrol")).text)
        done = await http.post("/login/enrol", data={"code": code_of(secret, house.clock())})
        assert len(codes_on(done.text)) == 10
        assert 'href="/seller/invoices"' in done.text
        assert (await http.get("/")).text == NAME
        kept = await http.post("/settings/security/totp/remove")
        assert (kept.status_code, "E102401" in kept.text) == (409, True)
        await show_password(house, http)
        assert (await http.get("/login/enrol")).headers["location"] == "/login"


async def test_a_secret_shown_to_somebody_else_before_never_becomes_ones_own(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        await http.post("/settings/security/company", data={"required": "1"})
    secrets = []
    for _ in range(2):
        async with house.browser() as http:
            await show_password(house, http)
            secrets.append(secret_on((await http.get("/login/enrol")).text))
    assert secrets[0] != secrets[1]


async def test_who_knew_the_password_first_does_not_replace_what_its_owner_has_set_up(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        await http.post("/settings/security/company", data={"required": "1"})
    async with house.browser("127.0.0.66") as thief, house.browser() as http:
        await show_password(house, thief)
        seen = secret_on((await thief.get("/login/enrol")).text)
        await show_password(house, http)
        own = secret_on((await http.get("/login/enrol")).text)
        code = code_of(own, house.clock())
        assert (await http.post("/login/enrol", data={"code": code})).status_code == 200
        answer = await thief.post("/login/enrol", data={"code": code_of(seen, house.clock())})
        assert answer.headers["location"] == "/login"
        assert (await thief.get("/")).text == ""


async def test_another_password_ends_what_was_begun_with_the_old_one(house: House) -> None:
    async with house.browser() as http, house.browser("127.0.0.66") as thief:
        await house.log_in(http)
        await http.post("/settings/security/company", data={"required": "1"})
        form = {"present": PASSWORD, "password": ANOTHER, "again": ANOTHER}
        for way_out in ("/settings/security/others/end", "/settings/password"):
            await show_password(house, thief)
            seen = secret_on((await thief.get("/login/enrol")).text)
            assert (await http.post(way_out, data=form)).status_code == 303
            answer = await thief.post("/login/enrol", data={"code": code_of(seen, house.clock())})
            assert answer.headers["location"] == "/login"
            assert (await thief.get("/")).text == ""


async def test_changing_the_password_is_no_login(house: House) -> None:
    form = {"present": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    async with house.browser() as http:
        await set_up(house, http)
        house.clock.forward(minutes=16)
        assert (await http.post("/settings/password", data=form)).status_code == 303
        assert (await http.get("/")).text == NAME
        answer = await http.post("/settings/security/totp/remove")
        assert answer.headers["location"].startswith("/login?next=")
        for _ in range(7):
            house.clock.forward(hours=1, minutes=45)
            await http.post("/settings/password", data={**form, "present": ANOTHER})
        assert (await http.get("/")).text == ""


async def test_a_client_gets_its_code_after_the_second_factor(house: House) -> None:
    async with house.browser() as http:
        secret, _ = await set_up(house, http)
    house.clock.forward(seconds=30)
    async with house.browser() as http:
        asked = await http.get(AUTHORIZE, params=house.question())
        login = asked.headers["location"]
        answer = await http.post(login, data={"pfid": house.person.pfid, "password": PASSWORD})
        assert answer.headers["location"] == "/login/second"
        refused = await http.post(AUTHORIZE, data={**house.question(), "decision": "allow"})
        assert "code=" not in refused.headers.get("location", "")
        answer = await show_code(http, code_of(secret, house.clock()))
        page = await http.get(answer.headers["location"])
        assert page.status_code == 200
        done = await http.post(AUTHORIZE, data={**house.question(), "decision": "allow"})
        assert told(done)["code"]


async def test_the_password_flow_is_closed_where_a_second_factor_is_needed(house: House) -> None:
    async with house.browser() as http:
        assert (await http.post(CREDENTIALS, data=house.password_form())).status_code == 200
        await set_up(house, http)
        refused = await http.post(CREDENTIALS, data=house.password_form())
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        assert "authorization code flow" in refused.json()["error_description"]
        wrong = await http.post(CREDENTIALS, data=house.password_form(user_password="guess"))
        assert "second factor" not in wrong.text
        await http.post(f"/settings/users/{house.person.user_id}/allow")
        assert (await http.post(CREDENTIALS, data=house.password_form())).status_code == 200
        await http.post(f"/settings/users/{house.person.user_id}/bar")
        assert (await http.post(CREDENTIALS, data=house.password_form())).status_code == 400
    assert "password_flow_refused" in await actions_of(house)


async def test_secrets_are_stored_sealed_and_codes_hashed(house: House) -> None:
    async with house.browser() as http:
        secret, codes = await set_up(house, http)
    async with transaction(house.pool, house.person.company_id) as connection:
        rows = await connection.fetch(
            "SELECT t::text AS row FROM totp_secrets t UNION ALL SELECT r::text FROM recovery_codes r"
        )
    assert base64.b32decode(secret.replace(" ", "")).hex() not in str(rows)
    assert codes[0] not in str(rows)
    assert codes[0].encode().hex() not in str(rows)


async def test_an_administrator_resets_the_lost_factors_of_a_colleague(house: House) -> None:
    pfid, owner = f"lost-{house.person.pfid}", house.person.company_id
    hashed = await Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)).hash(PASSWORD)
    async with transaction(house.pool, None) as connection:
        new = NewUser(pfid, hashed, "鈴木 花子", administrator=False)
        user_id = await add_user(connection, owner, new, house.clock())
    colleague = replace(house.person, pfid=pfid, user_id=user_id)
    async with house.browser() as theirs, house.browser() as http:
        await set_up(replace(house, person=colleague), theirs)
        await house.log_in(http)
        assert "二段階認証を解除" in (await http.get(f"/settings/users/{user_id}")).text
        assert (await http.post(f"/settings/users/{user_id}/reset")).status_code == 303
        assert (await theirs.get("/")).text == ""
        assert (await show_password(house, theirs, person=colleague)).headers["location"] == "/"
        refused = await theirs.post(f"/settings/users/{house.person.user_id}/reset")
        assert refused.status_code == 403
    async with transaction(house.pool, owner) as connection:
        query = "SELECT recipient FROM mails WHERE body LIKE '%山田 太郎が、あなたの二段階認証%'"
        assert [row["recipient"] for row in await connection.fetch(query)] == [pfid]


async def test_a_password_that_is_taken_away_ends_what_programs_may_do_by_it(house: House) -> None:
    hashed = await Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)).hash(PASSWORD)
    async with transaction(house.pool, None) as connection:
        new = NewUser(f"chief-{house.person.pfid}", hashed, "管理 次郎")
        user_id = await add_user(connection, house.person.company_id, new, house.clock())
    chief = replace(house.person, pfid=new.pfid, user_id=user_id)
    async with house.browser() as http:
        given = await house.tokens(http)
        await house.log_in(http, chief)
        assert (await http.post(f"/settings/users/{house.person.user_id}/link")).status_code == 303
        house.clock.forward(seconds=4)
        assert await house.works(http, given["access_token"]) == 401
        answer = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        assert answer.status_code == 400


async def test_strangers_get_nothing(house: House) -> None:
    async with house.browser() as http:
        await set_up(house, http)
    async with house.browser() as http:
        await house.log_in(http, house.outsider)
        for act in ("reset", "sessions", "allow"):
            answer = await http.post(f"/settings/users/{house.person.user_id}/{act}")
            assert answer.status_code == 404
        answer = await http.post(f"/settings/users/{house.outsider.user_id}/reset")
        assert answer.status_code == 409
    async with house.browser() as http:
        assert isinstance(http, httpx.AsyncClient)
        assert (await show_password(house, http)).headers["location"] == "/login/second"
