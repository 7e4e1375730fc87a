"""Client libraries of other houses, told the discovery address only, complete the flows they know."""

import warnings
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from oauthlib.oauth2 import BackendApplicationClient, DeviceClient, WebApplicationClient

from seikyu.oauth.paths import ENTER_CODE, METADATA, OPENID_METADATA
from tests.oauth.house import AUTHORIZE, BASE_URL, CALLBACK, PASSWORD, House, hidden_fields

with warnings.catch_warnings():
    # It prefers a fork of the HTTP library that we do not use.
    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import AsyncOAuth2Client

ME = "/v1/whoami"


@pytest.fixture(autouse=True)
def _without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let oauthlib talk to addresses without TLS, as it does for tests."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


async def test_authlibs_client_walks_every_endpoint_it_discovers(house: House) -> None:
    async with AsyncOAuth2Client(
        house.client_id,
        house.secret,
        scope="openid profile email qualified",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        transport=httpx.ASGITransport(app=house.app, client=("127.0.0.1", 1)),
    ) as erp:
        told = (await erp.request("GET", BASE_URL + OPENID_METADATA, withhold_token=True)).json()
        address, state = erp.create_authorization_url(
            told["authorization_endpoint"], code_verifier="v" * 50, nonce="n-1"
        )
        returned_to = await _consent(house, address)
        token = await erp.fetch_token(
            told["token_endpoint"], authorization_response=returned_to, state=state, code_verifier="v" * 50
        )
        keys = KeySet.import_key_set((await erp.request("GET", told["jwks_uri"], withhold_token=True)).json())
        algorithms = told["id_token_signing_alg_values_supported"]
        claims = jwt.decode(token["id_token"], keys, algorithms=algorithms).claims
        assert (claims["iss"], claims["nonce"]) == (told["issuer"], "n-1")
        person = (await erp.get(told["userinfo_endpoint"])).json()
        assert person["sub"] == claims["sub"]
        asked = await erp.introspect_token(told["introspection_endpoint"], token=token["access_token"])
        assert asked.json()["active"] is True
        token = await erp.refresh_token(told["token_endpoint"])
        assert (await erp.get(BASE_URL + ME)).status_code == 200
        await erp.revoke_token(told["revocation_endpoint"], token=token["refresh_token"])
        gone = await erp.introspect_token(told["introspection_endpoint"], token=token["refresh_token"])
        assert gone.json() == {"active": False}


async def test_authlibs_client_connects_a_device(house: House) -> None:
    async with (
        house.browser() as http,
        AsyncOAuth2Client(
            house.client_id,
            house.secret,
            transport=httpx.ASGITransport(app=house.app, client=("127.0.0.1", 1)),
        ) as tool,
    ):
        told = (await http.get(BASE_URL + METADATA)).json()
        form = {"client_id": house.client_id, "client_secret": house.secret}
        begun = (await http.post(told["device_authorization_endpoint"], data=form)).json()
        await _allow(house, begun["user_code"])
        await tool.fetch_token(
            told["token_endpoint"],
            grant_type="urn:ietf:params:oauth:grant-type:device_code",
            device_code=begun["device_code"],
        )
        assert (await tool.get(BASE_URL + ME)).status_code == 200


async def test_oauthlibs_client_gets_a_code_with_pkce_refreshes_and_revokes(house: House) -> None:
    web = WebApplicationClient(house.client_id)
    async with house.browser() as http:
        told = (await http.get(BASE_URL + METADATA)).json()
        verifier = web.create_code_verifier(64)
        challenge = web.create_code_challenge(verifier, "S256")
        address, _, _ = web.prepare_authorization_request(
            told["authorization_endpoint"],
            state="s-1",
            redirect_url=CALLBACK,
            scope="openid email",
            code_challenge=challenge,
            code_challenge_method="S256",
        )
        returned_to = await _consent(house, address)
        url, headers, body = web.prepare_token_request(
            told["token_endpoint"],
            authorization_response=returned_to,
            state="s-1",
            redirect_url=CALLBACK,
            client_secret=house.secret,
            code_verifier=verifier,
        )
        web.parse_request_body_response((await _post(http, url, headers, body)).text)
        await _calls(http, web)
        url, headers, body = web.prepare_refresh_token_request(
            told["token_endpoint"], client_id=house.client_id, client_secret=house.secret
        )
        web.parse_request_body_response((await _post(http, url, headers, body)).text)
        await _calls(http, web)
        assert web.refresh_token is not None
        url, headers, body = web.prepare_token_revocation_request(
            told["revocation_endpoint"],
            web.refresh_token,
            "refresh_token",
            client_id=house.client_id,
            client_secret=house.secret,
        )
        assert (await _post(http, url, headers, body)).status_code == 200
        # A token may be known for three seconds after its end.
        house.clock.forward(seconds=4)
        url, bearer, _ = web.add_token(BASE_URL + ME)
        assert (await http.get(url, headers=bearer)).status_code == 401


async def test_oauthlibs_client_connects_a_device(house: House) -> None:
    device = DeviceClient(house.public_id)
    async with house.browser() as http:
        told = (await http.get(BASE_URL + METADATA)).json()
        address = device.prepare_request_uri(told["device_authorization_endpoint"], scope="openid")
        asked = dict(parse_qsl(urlsplit(address).query))
        begun = (await http.post(told["device_authorization_endpoint"], data=asked)).json()
        await _allow(house, begun["user_code"])
        body = device.prepare_request_body(begun["device_code"], include_client_id=True)
        answer = await _post(http, told["token_endpoint"], {}, body)
        device.parse_request_body_response(answer.text)
        await _calls(http, device)


async def test_a_grant_that_is_not_offered_is_refused_in_words_a_library_knows(house: House) -> None:
    machine = BackendApplicationClient(house.client_id)
    async with house.browser() as http:
        told = (await http.get(BASE_URL + METADATA)).json()
        body = machine.prepare_request_body(include_client_id=True, client_secret=house.secret)
        answer = await _post(http, told["token_endpoint"], {}, body)
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


async def _calls(http: httpx.AsyncClient, client: WebApplicationClient | DeviceClient) -> None:
    url, headers, _ = client.add_token(BASE_URL + ME)
    assert (await http.get(url, headers=headers)).status_code == 200


async def _post(http: httpx.AsyncClient, url: str, headers: Mapping[str, str], body: str) -> httpx.Response:
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return await http.post(url, headers=form, content=body)


async def _consent(house: House, address: str) -> str:
    """What the person does in the browser; where the browser ends up."""
    async with house.browser() as http:
        login = await http.get(address)
        form = {"pfid": house.person.pfid, "password": PASSWORD}
        back = await http.post(login.headers["location"], data=form)
        page = await http.get(back.headers["location"])
        done = await http.post(AUTHORIZE, data={**hidden_fields(page.text), "decision": "allow"})
    location: str = done.headers["location"]
    return location


async def _allow(house: House, user_code: str) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        await http.post(ENTER_CODE, data={"user_code": user_code, "decision": "allow"})
