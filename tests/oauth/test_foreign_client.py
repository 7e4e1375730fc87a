"""A client library that knows nothing of us but the published paths completes every step."""

import warnings
from urllib.parse import urlsplit

import httpx

from tests.oauth.house import AUTHORIZE, BASE_URL, CALLBACK, PASSWORD, TOKEN, House, hidden_fields

with warnings.catch_warnings():
    # It prefers a fork of the HTTP library that we do not use.
    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import AsyncOAuth2Client


async def test_authlibs_client_gets_a_code_with_pkce_fetches_tokens_and_refreshes(house: House) -> None:
    for method in ("client_secret_basic", "client_secret_post"):
        async with AsyncOAuth2Client(
            house.client_id,
            house.secret,
            scope="openid profile email qualified",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
            transport=httpx.ASGITransport(app=house.app, client=("127.0.0.1", 1)),
        ) as erp:
            verifier = "v" * 50
            address, state = erp.create_authorization_url(
                f"{BASE_URL}{AUTHORIZE}?realm=/api", code_verifier=verifier
            )
            returned_to = await _consent(house, address)
            token = await erp.fetch_token(
                f"{BASE_URL}{TOKEN}?realm=/api",
                authorization_response=returned_to,
                state=state,
                code_verifier=verifier,
            )
            assert token["expires_in"] == 300
            assert (await erp.get(f"{BASE_URL}/v1/whoami")).status_code == 200
            again = await erp.refresh_token(f"{BASE_URL}{TOKEN}?realm=/api")
            assert again["refresh_token"] != token["refresh_token"]
            assert (await erp.get(f"{BASE_URL}/v1/whoami")).status_code == 200


async def _consent(house: House, address: str) -> str:
    """What the person does in the browser; where the browser ends up."""
    async with house.browser() as http:
        login = await http.get(address)
        back = await http.post(
            login.headers["location"], data={"pfid": house.person.pfid, "password": PASSWORD}
        )
        page = await http.get(back.headers["location"])
        done = await http.post(
            urlsplit(AUTHORIZE).path, data={**hidden_fields(page.text), "decision": "allow"}
        )
    location: str = done.headers["location"]
    return location
