"""Whatever is sent to the doors of this slice, the answer is a refusal and never a failure of ours."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seikyu.oauth.grants import DEVICE_GRANT
from seikyu.oauth.paths import DEVICE, ENTER_CODE, INTROSPECT, REVOKE
from tests.oauth.house import AUTHORIZE, CREDENTIALS, TOKEN, House

NAMES = (
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "client_secret",
    "refresh_token",
    "scope",
    "state",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "prompt",
    "max_age",
    "nonce",
    "user_id",
    "user_password",
    "pfid",
    "password",
    "next",
    "realm",
    "decision",
    "token",
    "device_code",
    "user_code",
)
LIKELY = (
    "authorization_code",
    "refresh_token",
    DEVICE_GRANT,
    "code",
    "openid",
    "S256",
    "allow",
    "none",
    "login",
    "0",
    '"',
    "\\",
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.one_of(st.sampled_from(LIKELY), words, st.just("own"))
fields = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=12)
never_slow = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.mark.parametrize(
    "path", [TOKEN, CREDENTIALS, AUTHORIZE, "/login", REVOKE, INTROSPECT, DEVICE, ENTER_CODE]
)
@never_slow
@given(sent=fields)
async def test_fields_of_any_kind_are_answered(house: House, path: str, sent: list[tuple[str, str]]) -> None:
    own = {"client_id": house.client_id, "client_secret": house.secret, "user_id": house.person.pfid}
    filled = [(name, own.get(name, value) if value == "own" else value) for name, value in sent]
    async with house.browser() as http:
        posted = await http.post(
            path,
            content=urlencode(filled),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert posted.status_code < 500
        asked = await http.get(f"{path}?{urlencode(filled)}")
        assert asked.status_code < 500


@pytest.mark.parametrize(
    "path", [TOKEN, CREDENTIALS, AUTHORIZE, "/login", REVOKE, INTROSPECT, DEVICE, ENTER_CODE]
)
@never_slow
@given(
    body=st.binary(max_size=200),
    header=st.binary(max_size=40).filter(lambda raw: not set(raw) & set(b"\r\n\0")),
)
async def test_bytes_of_any_kind_are_answered(house: House, path: str, body: bytes, header: bytes) -> None:
    headers = [
        (b"Content-Type", b"application/x-www-form-urlencoded"),
        (b"Authorization", b"Basic " + header),
        (b"Cookie", b"seikyu=" + header),
    ]
    async with house.browser() as http:
        assert (await http.post(path, content=body, headers=headers)).status_code < 500
        assert (
            await http.get("/v1/whoami", headers=[(b"Authorization", b"Bearer " + header)])
        ).status_code == 401
