"""The password flow: POST /api/credentials/access_token (contract §3)."""

import asyncio

import pytest
from joserfc import jwt

from seikyu.oauth.keys import SigningKeys
from tests.oauth.house import BASE_URL, CREDENTIALS, PASSWORD, SEALS, House


async def test_a_person_of_the_clients_company_gets_everything_the_contract_names(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=house.password_form())
        given = answer.json()
        assert answer.status_code == 200
        assert list(given) == [
            "access_token",
            "refresh_token",
            "id_token",
            "token_type",
            "expires_in",
            "scope",
        ]
        assert given["token_type"] == "Bearer"
        assert given["expires_in"] == 300
        assert given["scope"] == "openid profile email qualified"
        assert answer.headers["cache-control"] == "no-store"
        me = (
            await http.get("/v1/whoami", headers={"Authorization": f"Bearer {given['access_token']}"})
        ).json()
    assert me["company"] == "株式会社発行"
    assert me["client_id"] == house.client_id
    assert me["via"] == "api"
    assert me["may_use_api"] is True
    assert len(me["request_id"]) == 16


async def test_realm_is_tolerated_wherever_it_stands(house: House) -> None:
    form = house.password_form()
    del form["realm"]
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, params={"realm": "/api"}, data=form)
    assert answer.status_code == 200


async def test_the_client_may_show_itself_by_http_basic(house: House) -> None:
    form = house.password_form()
    auth = (form.pop("client_id"), form.pop("client_secret"))
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=form, auth=auth)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"user_password": "wrong"}, {"user_id": "nobody@example.jp"}, {"user_password": "x" * 2000}],
)
async def test_a_wrong_password_and_an_unknown_person_look_the_same(
    house: House, changes: dict[str, str]
) -> None:
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=house.password_form(**changes))
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_grant",
        "error_description": "Wrong user_id or user_password.",
    }


async def test_a_person_of_another_company_is_turned_away_like_a_wrong_password(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=house.password_form(user_id=house.outsider.pfid))
    assert answer.json()["error"] == "invalid_grant"


async def test_the_client_is_checked_before_the_password(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=house.password_form(client_secret="wrong"))
    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_client", "error_description": "Client authentication failed."}


async def test_wrong_passwords_make_everybody_wait_even_with_the_right_one(house: House) -> None:
    async with house.browser() as http:
        for _ in range(5):
            answer = await http.post(CREDENTIALS, data=house.password_form(user_password="guess"))
            assert answer.status_code == 400
        refused = await http.post(CREDENTIALS, data=house.password_form())
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "30"
        assert refused.json()["error"] == "invalid_grant"
        page = await http.post("/login", data={"pfid": house.person.pfid, "password": PASSWORD})
        assert page.status_code == 429
        house.clock.forward(seconds=31)
        answer = await http.post(CREDENTIALS, data=house.password_form())
    assert answer.status_code == 200


async def test_guesses_from_one_address_do_not_lock_the_person_out_from_another(house: House) -> None:
    async with house.browser("127.0.0.66") as http:
        for _ in range(5):
            await http.post(CREDENTIALS, data=house.password_form(user_password="guess"))
        assert (await http.post(CREDENTIALS, data=house.password_form())).status_code == 429
    async with house.browser("127.0.0.1") as http:
        assert (await http.post(CREDENTIALS, data=house.password_form())).status_code == 200


async def test_a_client_without_a_secret_may_not_take_passwords(house: House) -> None:
    form = house.password_form(client_id=house.public_id)
    del form["client_secret"]
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


@pytest.mark.parametrize("missing", ["user_id", "user_password"])
async def test_a_missing_parameter_is_named(house: House, missing: str) -> None:
    form = house.password_form()
    del form[missing]
    async with house.browser() as http:
        answer = await http.post(CREDENTIALS, data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert missing in answer.json()["error_description"]


async def test_the_id_token_is_signed_by_the_stored_key_and_tells_what_the_scope_allows(house: House) -> None:
    async with house.browser() as http:
        whole = (await http.post(CREDENTIALS, data=house.password_form())).json()
        bare = (await http.post(CREDENTIALS, data=house.password_form(scope="openid"))).json()
        none = (await http.post(CREDENTIALS, data=house.password_form(scope="profile"))).json()
    signer = await SigningKeys(house.pool, house.clock, BASE_URL, SEALS).signer()
    decoded = jwt.decode(whole["id_token"], signer.key, algorithms=["RS256"])
    assert decoded.header["kid"] == signer.kid
    claims = decoded.claims
    assert claims["iss"] == BASE_URL
    assert claims["aud"] == [house.client_id]
    assert claims["sub"] == str(house.person.user_id)
    assert claims["iat"] == int(house.clock.now.timestamp())
    assert claims["exp"] == claims["iat"] + 3600
    assert claims["name"] == "山田 太郎"
    assert claims["preferred_username"] == claims["email"] == house.person.pfid
    assert "email" not in jwt.decode(bare["id_token"], signer.key, algorithms=["RS256"]).claims
    assert bare["scope"] == "openid"
    assert "id_token" not in none


async def test_nothing_given_out_is_stored_readable(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
    secrets = [given["access_token"], *given["refresh_token"].split("."), house.secret]
    async with house.pool.acquire() as connection:
        for table in ("oauth_families", "oauth_access_tokens", "oauth_clients", "oauth_client_secrets"):
            dump = str(await connection.fetch(f"SELECT t::text FROM {table} t"))
            assert not any(secret in dump for secret in secrets)


async def test_one_signing_key_serves_processes_that_start_at_once(house: House) -> None:
    async with house.pool.acquire() as connection:
        await connection.execute("DELETE FROM signing_keys")
    processes = [SigningKeys(house.pool, house.clock, BASE_URL, SEALS) for _ in range(3)]
    signers = await asyncio.gather(*(keys.signer() for keys in processes))
    async with house.pool.acquire() as connection:
        kids = [row["kid"] for row in await connection.fetch("SELECT kid FROM signing_keys")]
    assert [signers[0].kid] == kids
    assert {signer.kid for signer in signers} == set(kids)
