"""Giving tokens back, asking about them, and who the person is: for their own client only."""

import httpx
import pytest

from seikyu.accounts.links import new_secret_link, token_for
from seikyu.accounts.store import change_password
from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from seikyu.oauth import store
from seikyu.oauth.grants import DEVICE_GRANT
from seikyu.oauth.paths import DEVICE, ENTER_CODE, INTROSPECT, REVOKE, USERINFO
from tests.oauth.house import CREDENTIALS, PASSWORD, TOKEN, House

INACTIVE = {"active": False}


async def introspected(house: House, http: httpx.AsyncClient, token: str) -> dict[str, object]:
    answer = await http.post(INTROSPECT, data=house.client_form(token=token))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, object] = answer.json()
    return told


async def other_client(house: House) -> tuple[str, str]:
    """A client of the outsider."""
    async with transaction(house.pool, None) as connection:
        new = store.NewClient(house.outsider.company_id, "部外の道具")
        return await store.register_client(connection, new, house.clock())


async def test_a_client_is_told_what_its_tokens_are_good_for_until_they_run_out(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        access = await introspected(house, http, given["access_token"])
        refresh = await introspected(house, http, given["refresh_token"])
        house.clock.forward(minutes=5)
        assert await introspected(house, http, given["access_token"]) == INACTIVE
        assert (await introspected(house, http, given["refresh_token"]))["active"] is True
        house.clock.forward(days=31)
        assert await introspected(house, http, given["refresh_token"]) == INACTIVE
    assert access["active"] is refresh["active"] is True
    assert access["token_type"] == "Bearer"
    assert access["sub"] == refresh["sub"] == str(house.person.user_id)
    assert access["username"] == house.person.pfid
    assert access["scope"] == given["scope"]
    assert isinstance(access["exp"], int)
    assert isinstance(access["iat"], int)
    assert access["exp"] - access["iat"] == 300


async def test_another_companys_client_learns_nothing_of_a_token_and_cannot_end_it(house: House) -> None:
    outsider_id, outsider_secret = await other_client(house)
    outsider = {"client_id": outsider_id, "client_secret": outsider_secret}
    async with house.browser() as http:
        given = await house.tokens(http)
        for token in (given["access_token"], given["refresh_token"], "no-token", "no.token", "無効"):
            asked = await http.post(INTROSPECT, data={**outsider, "token": token})
            assert (asked.status_code, asked.json()) == (200, INACTIVE)
        refused = await http.post(REVOKE, data={**outsider, "token": given["refresh_token"]})
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        # An access token of somebody else is to this client a token that does not exist.
        assert (await http.post(REVOKE, data={**outsider, "token": given["access_token"]})).status_code == 200
        assert await house.works(http, given["access_token"]) == 200
        assert (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).status_code == 200


async def test_giving_a_refresh_token_back_ends_its_family_and_no_other(house: House) -> None:
    async with house.browser() as http:
        first, other = await house.tokens(http), await house.tokens(http)
        for _ in range(2):
            answer = await http.post(REVOKE, data=house.client_form(token=first["refresh_token"]))
            assert answer.status_code == 200
        assert await house.works(http, first["access_token"]) == 401
        assert await introspected(house, http, first["refresh_token"]) == INACTIVE
        refused = await http.post(TOKEN, data=house.refresh_form(first["refresh_token"]))
        assert refused.json()["error"] == "invalid_grant"
        assert await house.works(http, other["access_token"]) == 200
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [(e.event.action, e.event.comment) for e in events] == [("tokens_ended", "revoked")]


async def test_giving_an_access_token_back_ends_that_token_only(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        form = house.client_form(token=given["access_token"], token_type_hint="refresh_token")
        assert (await http.post(REVOKE, data=form)).status_code == 200
        assert await house.works(http, given["access_token"]) == 401
        assert (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).status_code == 200
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [event.event.action for event in events] == ["access_token_revoked"]


@pytest.mark.parametrize("path", [REVOKE, INTROSPECT])
async def test_a_client_proves_itself_before_it_may_ask_or_give_back(house: House, path: str) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        wrong = house.client_form(token=given["refresh_token"], client_secret="wrong")
        answer = await http.post(path, data=wrong)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        nameless = await http.post(path, data={"token": given["refresh_token"]})
        assert nameless.status_code in {400, 401}
        missing = await http.post(path, data=house.client_form())
        assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
        assert await house.works(http, given["access_token"]) == 200


async def test_a_client_without_a_secret_may_give_back_but_not_ask(house: House) -> None:
    async with house.browser() as http:
        form = {"client_id": house.public_id, "token": "none-such"}
        assert (await http.post(REVOKE, data=form)).status_code == 200
        assert (await http.post(INTROSPECT, data=form)).status_code == 401


async def test_userinfo_tells_what_the_scope_allows(house: House) -> None:
    everything = {
        "sub": str(house.person.user_id),
        "name": "山田 太郎",
        "preferred_username": house.person.pfid,
        "email": house.person.pfid,
    }
    async with house.browser() as http:
        for scope, names in (
            ("openid", {"sub"}),
            ("openid email", {"sub", "email"}),
            ("openid profile email", set(everything)),
        ):
            given = (await http.post(CREDENTIALS, data=house.password_form(scope=scope))).json()
            for method in ("GET", "POST"):
                answer = await http.request(method, USERINFO, headers=_bearer(given["access_token"]))
                assert answer.status_code == 200
                assert answer.json() == {name: everything[name] for name in names}


async def test_userinfo_is_for_good_tokens_with_openid_from_listed_addresses(house: House) -> None:
    async with house.browser() as http:
        bare = await http.get(USERINFO)
        assert (bare.status_code, bare.headers["www-authenticate"]) == (401, "Bearer")
        unknown = await http.get(USERINFO, headers=_bearer("unknown"))
        assert (unknown.status_code, unknown.json()["error"]) == (401, "invalid_token")
        narrow = (await http.post(CREDENTIALS, data=house.password_form(scope="email"))).json()
        refused = await http.get(USERINFO, headers=_bearer(narrow["access_token"]))
        assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
        given = await house.tokens(http)
        async with house.browser("192.0.2.1") as elsewhere:
            assert (await elsewhere.get(USERINFO, headers=_bearer(given["access_token"]))).status_code == 403


async def test_a_new_password_ends_every_token_of_the_person(house: House) -> None:
    async with house.browser() as http:
        given, other = await house.tokens(http), await house.tokens(http)
        await house.log_in(http)
        form = {"present": PASSWORD, "password": "新しいパスワード-2222", "again": "新しいパスワード-2222"}
        assert (await http.post("/settings/password", data=form)).status_code == 303
        for tokens in (given, other):
            refused = await http.post(TOKEN, data=house.refresh_form(tokens["refresh_token"]))
            assert refused.json()["error"] == "invalid_grant"
            assert await house.works(http, tokens["access_token"]) == 401
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [(e.event.action, e.event.comment, e.author.user_id) for e in events] == [
        ("tokens_ended", "password_changed", house.person.user_id)
    ]


async def test_a_new_password_ends_what_was_allowed_and_not_fetched_yet(house: House) -> None:
    async with house.browser() as http, house.browser() as device:
        await house.log_in(http)
        code = await house.code(http)
        waiting = (await device.post(DEVICE, data=house.client_form())).json()
        await http.post(ENTER_CODE, data={"user_code": waiting["user_code"], "decision": "allow"})
        form = {"present": PASSWORD, "password": "新しいパスワード-2222", "again": "新しいパスワード-2222"}
        assert (await http.post("/settings/password", data=form)).status_code == 303
        polled = house.client_form(grant_type=DEVICE_GRANT, device_code=waiting["device_code"])
        for asked in (house.code_form(code), polled):
            refused = await device.post(TOKEN, data=asked)
            assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


async def test_a_password_set_by_a_link_ends_the_tokens_from_before(house: House) -> None:
    link = new_secret_link(house.clock())
    form = {"password": "新しいパスワード-2222", "again": "新しいパスワード-2222"}
    async with house.browser() as http:
        given = await house.tokens(http)
        async with transaction(house.pool, None) as connection:
            await change_password(connection, house.person.user_id, link.stored)
        token = token_for(house.person.user_id, link)
        answer = await http.post("/password/new", params={"token": token}, data=form)
        assert answer.status_code == 303
        refused = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
    assert refused.json()["error"] == "invalid_grant"


async def test_administrators_are_told_by_mail_once_when_a_token_is_used_twice(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        for _ in range(2):
            await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        revoked = await house.tokens(http)
        await http.post(REVOKE, data=house.client_form(token=revoked["refresh_token"]))
    async with transaction(house.pool, house.person.company_id) as connection:
        mails = await connection.fetch(
            "SELECT recipient, body FROM mails WHERE company_id = $1", house.person.company_id
        )
    assert [mail["recipient"] for mail in mails] == [house.person.pfid]
    body = mails[0]["body"]
    assert "使用済みのリフレッシュトークン" in body
    assert house.client_id in body
    assert "販売管理" in body


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
