"""The metadata names what there is, and the keys change without anybody meeting an unknown one."""

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from seikyu.db.pool import transaction
from seikyu.oauth import store
from seikyu.oauth.discovery import metadata
from seikyu.oauth.keys import rotate
from seikyu.oauth.paths import KEYS, METADATA, OPENID_METADATA
from tests.oauth.house import BASE_URL, SEALS, House


async def keys(http: httpx.AsyncClient) -> KeySet:
    answer = await http.get(KEYS)
    assert answer.status_code == 200
    for key in answer.json()["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    return KeySet.import_key_set(answer.json())


async def test_both_forms_tell_the_same_and_every_endpoint_named_answers(house: House) -> None:
    async with house.browser() as http:
        told = (await http.get(METADATA)).json()
        assert (await http.get(OPENID_METADATA)).json() == told == metadata(BASE_URL)
        assert told["issuer"] == BASE_URL
        named = [value for name, value in told.items() if name.endswith(("_endpoint", "_uri"))]
        assert len(named) == 7
        for address in named:
            assert address.startswith(f"{BASE_URL}/")
            statuses = {(await http.get(address)).status_code, (await http.post(address)).status_code}
            assert 404 not in statuses, address
            assert statuses & {200, 303, 400, 401}, address


async def test_what_is_said_to_be_supported_is_what_the_token_endpoint_knows(house: House) -> None:
    async with house.browser() as http:
        told = (await http.get(METADATA)).json()
        for grant in told["grant_types_supported"]:
            answer = await http.post(told["token_endpoint"], data=house.client_form(grant_type=grant))
            assert answer.json()["error"] in {"invalid_request", "invalid_grant"}, grant
        other = await http.post(told["token_endpoint"], data=house.client_form(grant_type="password"))
        assert other.json()["error"] == "unsupported_grant_type"


async def test_id_tokens_are_checked_with_the_published_keys_and_tell_the_issuer(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        claims = jwt.decode(given["id_token"], await keys(http), algorithms=["RS256"]).claims
    assert claims["iss"] == BASE_URL
    assert claims["sub"] == str(house.person.user_id)


async def test_a_key_is_published_before_it_signs_and_until_its_last_token_has_run_out(house: House) -> None:
    async with house.browser() as http:
        before = await house.tokens(http)
        async with transaction(house.pool, None) as connection:
            kid, _ = await rotate(connection, SEALS, house.clock(), stolen=False)
        assert kid in {key.kid for key in (await keys(http)).keys}
        house.clock.forward(minutes=9)
        last = await house.tokens(http)
        # Within a quarter of an hour every process signs with the new key.
        house.clock.forward(minutes=6, seconds=1)
        after = await house.tokens(http)
        published = await keys(http)
        jwt.decode(before["id_token"], published, algorithms=["RS256"])
        old = jwt.decode(last["id_token"], published, algorithms=["RS256"]).header["kid"]
        assert jwt.decode(after["id_token"], published, algorithms=["RS256"]).header["kid"] == kid != old
        house.clock.forward(minutes=53)
        assert old in {key.kid for key in (await keys(http)).keys}
        house.clock.forward(minutes=10)
        assert old not in {key.kid for key in (await keys(http)).keys}
        house.clock.forward(days=2)
        async with transaction(house.pool, None) as connection:
            await store.purge(connection, house.clock())
            left = await connection.fetch("SELECT kid FROM signing_keys WHERE kid = $1", old)
    assert left == []


async def test_a_stolen_key_is_worth_nothing_at_once(house: House) -> None:
    async with house.browser() as http:
        await house.tokens(http)
        stolen = {key.kid for key in (await keys(http)).keys}
        async with transaction(house.pool, None) as connection:
            kid, signs_from = await rotate(connection, SEALS, house.clock(), stolen=True)
        published = {key.kid for key in (await keys(http)).keys}
        assert signs_from == house.clock()
        assert kid in published
        assert not published & stolen
        house.clock.forward(minutes=5)
        given = await house.tokens(http)
        assert jwt.decode(given["id_token"], await keys(http), algorithms=["RS256"]).header["kid"] == kid
