"""The authorization code: login, consent, code, tokens (contract §3)."""

import asyncio
import base64
import hashlib

import httpx
import pytest
from joserfc import jwt

from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from seikyu.oauth.keys import SigningKeys
from tests.oauth.house import (
    AUTHORIZE,
    BASE_URL,
    CALLBACK,
    PASSWORD,
    SEALS,
    TOKEN,
    House,
    hidden_fields,
    told,
)

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


async def test_the_whole_walk_by_what_the_pages_offer(house: House) -> None:
    async with house.browser() as http:
        to_login = await http.get(AUTHORIZE, params=house.question(nonce="n-1"))
        assert to_login.status_code == 303
        login_page = await http.get(to_login.headers["location"])
        assert login_page.status_code == 200
        action = login_page.text.split('method="post" action="')[1].split('"')[0].replace("&amp;", "&")
        logged_in = await http.post(action, data={"pfid": house.person.pfid.upper(), "password": PASSWORD})
        assert logged_in.status_code == 303
        consent = await http.get(logged_in.headers["location"])
        assert consent.status_code == 200
        assert "株式会社発行のアプリケーション「販売管理」" in consent.text
        assert "自社のものではありません" not in consent.text
        allowed = await http.post(AUTHORIZE, data={**hidden_fields(consent.text), "decision": "allow"})
        assert allowed.status_code == 303
        outcome = told(allowed)
        assert outcome["state"] == "状態/1"
        answer = await http.post(TOKEN, params={"realm": "/api"}, data=house.code_form(outcome["code"]))
        assert answer.status_code == 200
        given = answer.json()
        assert await house.works(http, given["access_token"]) == 200
        assert (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).status_code == 200
    key = (await SigningKeys(house.pool, house.clock, BASE_URL, SEALS).signer()).key
    assert jwt.decode(given["id_token"], key, algorithms=["RS256"]).claims["nonce"] == "n-1"
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [event.event.action for event in events] == ["consent_given"]


async def test_the_consent_page_lets_its_form_lead_to_the_client_and_nowhere_else(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        page = await http.get(AUTHORIZE, params=house.question())
    assert "form-action 'self' https://erp.example.com;" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_saying_no_tells_the_client_and_gives_no_code(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        answer = await http.post(AUTHORIZE, data={**house.question(), "decision": "deny"})
    outcome = told(answer)
    assert outcome["error"] == "access_denied"
    assert outcome["state"] == "状態/1"
    assert "code" not in outcome


async def test_another_companys_application_is_told_as_such_and_acts_for_the_persons_company(
    house: House,
) -> None:
    async with house.browser() as http:
        await house.log_in(http, house.outsider)
        page = await http.get(AUTHORIZE, params=house.question())
        assert "自社のものではありません" in page.text
        code = await house.code(http)
        given = (await http.post(TOKEN, data=house.code_form(code))).json()
        me = await http.get("/v1/whoami", headers={"Authorization": f"Bearer {given['access_token']}"})
    assert me.json()["company"] == "株式会社部外"


async def test_a_decision_without_a_login_leads_to_the_login_page(house: House) -> None:
    async with house.browser() as http:
        answer = await http.post(AUTHORIZE, data={**house.question(), "decision": "allow"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2Fopenam%2Foauth2%2Fauthorize%3F")


async def test_a_code_is_good_for_120_seconds(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        in_time, too_late = await house.code(http), await house.code(http)
        house.clock.forward(seconds=119)
        assert (await http.post(TOKEN, data=house.code_form(in_time))).status_code == 200
        house.clock.forward(seconds=1)
        answer = await http.post(TOKEN, data=house.code_form(too_late))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_the_second_use_of_a_code_ends_what_the_first_one_got(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        code = await house.code(http)
        given = (await http.post(TOKEN, data=house.code_form(code))).json()
        house.clock.forward(seconds=1)
        again = await http.post(TOKEN, data=house.code_form(code))
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert await house.works(http, given["access_token"]) == 401
        refused = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        assert refused.json()["error"] == "invalid_grant"
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [event.event.action for event in events] == ["consent_given", "tokens_ended"]


async def test_of_many_redemptions_at_once_none_keeps_its_tokens(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        code = await house.code(http)
        answers = await asyncio.gather(*(http.post(TOKEN, data=house.code_form(code)) for _ in range(6)))
        won = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(won) == 1
        assert await house.works(http, won[0]["access_token"]) == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://erp.example.com/other"}, "invalid_grant"),
        ({"code": "unknown"}, "invalid_grant"),
        ({"code": ""}, "invalid_request"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"code_verifier": VERIFIER}, "invalid_request"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_secret": ""}, "invalid_client"),
        ({"client_id": ""}, "invalid_client"),
        ({"client_id": "unknown-client"}, "invalid_client"),
        ({"client_id": "無効な名前です"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": 'x"y'}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
async def test_errors_of_the_token_endpoint_are_those_of_the_rfc(
    house: House, changes: dict[str, str], error: str
) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        code = await house.code(http)
        answer = await http.post(TOKEN, data=house.code_form(code) | changes)
        assert answer.json()["error"] == error
        assert answer.status_code == (401 if error == "invalid_client" else 400)
        assert ("www-authenticate" in answer.headers) == (error == "invalid_client")
        assert answer.headers["cache-control"] == "no-store"
        # A failed try does not use the code up.
        assert (await http.post(TOKEN, data=house.code_form(code))).status_code == 200


async def test_a_code_of_another_client_is_worth_nothing(house: House) -> None:
    async with house.browser() as http:
        await house.log_in(http)
        code = await house.code(
            http, client_id=house.public_id, code_challenge=CHALLENGE, code_challenge_method="S256"
        )
        answer = await http.post(TOKEN, data=house.code_form(code))
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("headers", "body", "error", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", "invalid_request", 400),
        ({}, b"grant_type=authorization_code&grant_type=refresh_token", "invalid_request", 400),
        ({}, b"grant_type=%FF", "invalid_request", 400),
        ({}, b"grant_type=authorization_code&code=%00", "invalid_request", 400),
        ({}, b"a=" + b"x" * 70_000, "invalid_request", 413),
        ({}, b"&".join(b"a%d=1" % n for n in range(200)), "invalid_request", 400),
        ({"Authorization": "Basic ###"}, b"grant_type=refresh_token", "invalid_client", 401),
        ({"Authorization": "Basic /////w=="}, b"grant_type=refresh_token", "invalid_client", 401),
        ({"Authorization": "Basic YWJjZGVmZw=="}, b"grant_type=refresh_token", "invalid_client", 401),
        (
            {"Authorization": "Basic YWJjZGVmOng="},
            b"grant_type=refresh_token&client_secret=y",
            "invalid_request",
            400,
        ),
        (
            {"Authorization": "Basic YWJjZGVmOng="},
            b"grant_type=refresh_token&client_id=other-id",
            "invalid_request",
            400,
        ),
    ],
)
async def test_requests_that_cannot_be_read_are_refused_in_the_same_form(
    house: House, headers: dict[str, str], body: bytes, error: str, status: int
) -> None:
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    async with house.browser() as http:
        answer = await http.post(TOKEN, content=body, headers=sent)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


class TestPkce:
    async def test_the_verifier_must_fit_the_challenge(self, house: House) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            code = await house.code(http, code_challenge=CHALLENGE, code_challenge_method="S256")
            assert await _error(http, house.code_form(code)) == "invalid_request"
            assert await _error(http, house.code_form(code, code_verifier="w" * 64)) == "invalid_grant"
            assert await _error(http, house.code_form(code, code_verifier="short")) == "invalid_request"
            answer = await http.post(TOKEN, data=house.code_form(code, code_verifier=VERIFIER))
        assert answer.status_code == 200

    async def test_a_client_without_a_secret_needs_it(self, house: House) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            bare = await http.get(AUTHORIZE, params=house.question(client_id=house.public_id))
            assert told(bare)["error"] == "invalid_request"
            code = await house.code(
                http, client_id=house.public_id, code_challenge=CHALLENGE, code_challenge_method="S256"
            )
            form = house.code_form(code, client_id=house.public_id)
            del form["client_secret"]
            assert await _error(http, form) == "invalid_request"
            given = (await http.post(TOKEN, data={**form, "code_verifier": VERIFIER})).json()
            refreshed = await http.post(
                TOKEN,
                data={
                    "grant_type": "refresh_token",
                    "refresh_token": given["refresh_token"],
                    "client_id": house.public_id,
                },
            )
        assert refreshed.status_code == 200

    @pytest.mark.parametrize(
        "challenge",
        [
            {"code_challenge": CHALLENGE},
            {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
            {"code_challenge": "short", "code_challenge_method": "S256"},
            {"code_challenge_method": "S256"},
        ],
    )
    async def test_only_s256_is_taken(self, house: House, challenge: dict[str, str]) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            answer = await http.get(AUTHORIZE, params=house.question(**challenge))
        assert told(answer)["error"] == "invalid_request"


class TestAuthorizationRequests:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"client_id": "unknown-client"}, "クライアントID"),
            ({"client_id": ""}, "クライアントID"),
            ({"client_id": "x\x00yzabc"}, "読み取れません"),
            ({"redirect_uri": "https://evil.example.com/"}, "redirect_uri"),
            ({"redirect_uri": CALLBACK + "&more=1"}, "redirect_uri"),
            ({"redirect_uri": 'https://x"y'}, "redirect_uri"),
        ],
    )
    async def test_a_bad_client_or_address_is_shown_and_never_followed(
        self, house: House, changes: dict[str, str], sentence: str
    ) -> None:
        async with house.browser() as http:
            answer = await http.get(AUTHORIZE, params=house.question(**changes))
            posted = await http.post(AUTHORIZE, data=house.question(**changes))
        for page in (answer, posted):
            assert page.status_code == 400
            assert sentence in page.text

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"response_type": 'c"ode'}, "unsupported_response_type"),
            ({"response_type": "code id_token"}, "unsupported_response_type"),
            ({"response_type": ""}, "invalid_request"),
            ({"scope": "openid admin"}, "invalid_scope"),
            ({"scope": 'open"id'}, "invalid_scope"),
            ({"prompt": "none"}, "login_required"),
        ],
    )
    async def test_other_errors_go_back_to_the_client_with_its_state(
        self, house: House, changes: dict[str, str], error: str
    ) -> None:
        async with house.browser() as http:
            answer = await http.get(AUTHORIZE, params=house.question(**changes))
        outcome = told(answer)
        assert (outcome["error"], outcome["state"]) == (error, "状態/1")

    async def test_a_repeated_parameter_is_refused(self, house: House) -> None:
        async with house.browser() as http:
            twice = await http.get(AUTHORIZE, params=[*house.question().items(), ("scope", "openid")])
            assert told(twice)["error"] == "invalid_request"
            client = await http.get(AUTHORIZE, params=[*house.question().items(), ("client_id", "second")])
            assert client.status_code == 400

    async def test_the_address_may_be_left_out_where_only_one_is_registered(self, house: House) -> None:
        question = house.question()
        del question["redirect_uri"]
        async with house.browser() as http:
            await house.log_in(http)
            answer = await http.post(AUTHORIZE, data={**question, "decision": "allow"})
            form = house.code_form(told(answer)["code"])
            del form["redirect_uri"]
            assert (await http.post(TOKEN, data=form)).status_code == 200

    async def test_no_scope_means_all_of_it_and_no_state_comes_back_as_none(self, house: House) -> None:
        question = house.question()
        del question["scope"], question["state"]
        async with house.browser() as http:
            await house.log_in(http)
            outcome = told(await http.post(AUTHORIZE, data={**question, "decision": "allow"}))
            assert set(outcome) == {"code", "tenant"}
            given = (await http.post(TOKEN, data=house.code_form(outcome["code"]))).json()
        assert given["scope"] == "openid profile email qualified"

    @pytest.mark.parametrize("wish", [{"prompt": "login"}, {"prompt": "select_account"}, {"max_age": "60"}])
    async def test_a_client_may_ask_for_a_fresh_login_and_it_is_asked_once(
        self, house: House, wish: dict[str, str]
    ) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            house.clock.forward(seconds=90)
            answer = await http.get(AUTHORIZE, params=house.question(**wish))
            assert answer.headers["location"].startswith("/login?next=")
            page = await http.get(answer.headers["location"])
            action = page.text.split('method="post" action="')[1].split('"')[0]
            again = await http.post(action, data={"pfid": house.person.pfid, "password": PASSWORD})
            assert (await http.get(again.headers["location"])).status_code == 200

    async def test_consent_is_asked_every_time(self, house: House) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            await house.code(http)
            answer = await http.get(AUTHORIZE, params=house.question())
            assert answer.status_code == 200
            silent = await http.get(AUTHORIZE, params=house.question(prompt="none"))
        assert told(silent)["error"] == "consent_required"

    async def test_another_site_cannot_press_the_button(self, house: House) -> None:
        async with house.browser() as http:
            await house.log_in(http)
            answer = await http.post(
                AUTHORIZE,
                data={**house.question(), "decision": "allow"},
                headers={"Sec-Fetch-Site": "cross-site"},
            )
        assert answer.status_code == 403


async def _error(http: httpx.AsyncClient, form: dict[str, str]) -> str:
    answer = await http.post(TOKEN, data=form)
    assert answer.status_code == 400
    error: str = answer.json()["error"]
    return error
