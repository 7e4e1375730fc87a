"""Refresh tokens: a new one with every issue, 31 days, reuse ends the family (contract §3)."""

import asyncio

import pytest
from joserfc import jwt

from seikyu.accounts.store import disable_user
from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from seikyu.oauth.keys import SigningKeys
from tests.oauth.house import BASE_URL, CREDENTIALS, SEALS, TOKEN, House


async def test_a_refresh_gives_a_new_pair_and_the_old_access_token_lives_on(house: House) -> None:
    async with house.browser() as http:
        first = await house.tokens(http)
        answer = await http.post(
            TOKEN, params={"realm": "/api"}, data=house.refresh_form(first["refresh_token"])
        )
        second = answer.json()
        assert answer.status_code == 200
        assert set(second) == set(first)
        assert second["refresh_token"] != first["refresh_token"]
        assert second["access_token"] != first["access_token"]
        assert await house.works(http, first["access_token"]) == 200
        assert await house.works(http, second["access_token"]) == 200


async def test_reuse_of_a_rotated_token_ends_the_family_and_is_written_down(house: House) -> None:
    async with house.browser() as http:
        first = await house.tokens(http)
        other_family = await house.tokens(http)
        second = (await http.post(TOKEN, data=house.refresh_form(first["refresh_token"]))).json()
        reused = await http.post(TOKEN, data=house.refresh_form(first["refresh_token"]))
        assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
        after = await http.post(TOKEN, data=house.refresh_form(second["refresh_token"]))
        assert (after.status_code, after.json()["error"]) == (400, "invalid_grant")
        assert await house.works(http, second["access_token"]) == 401
        assert await house.works(http, other_family["access_token"]) == 200
    async with transaction(house.pool, house.person.company_id) as connection:
        events = await history(connection, house.person.company_id, "client", house.client_id)
    assert [(e.event.action, e.event.comment) for e in events] == [
        ("tokens_ended", "refresh_token_used_twice")
    ]


async def test_of_two_refreshes_at_once_one_wins_and_the_family_lives(house: House) -> None:
    async with house.browser() as http:
        for _ in range(5):
            first = await house.tokens(http)
            answers = await asyncio.gather(
                *(http.post(TOKEN, data=house.refresh_form(first["refresh_token"])) for _ in range(4))
            )
            won = [answer.json() for answer in answers if answer.status_code == 200]
            # Whoever came after the winner had finished showed a used token: then the family is over.
            late = [a for a in answers if "was used before" in a.json().get("error_description", "")]
            assert len(won) == 1
            expected = 400 if late else 200
            again = await http.post(TOKEN, data=house.refresh_form(won[0]["refresh_token"]))
            assert again.status_code == expected


async def test_a_refresh_token_is_good_for_31_days_from_its_own_issue(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        for _ in range(3):
            house.clock.forward(days=30, hours=23)
            given = (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).json()
            assert "access_token" in given
        house.clock.forward(days=31)
        answer = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_refresh_keeps_the_time_of_the_login(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        house.clock.forward(hours=5)
        again = (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).json()
    key = (await SigningKeys(house.pool, house.clock, BASE_URL, SEALS).signer()).key
    claims = jwt.decode(again["id_token"], key, algorithms=["RS256"]).claims
    assert claims["iat"] - claims["auth_time"] == 5 * 3600


async def test_another_clients_refresh_token_is_worth_nothing_and_harms_nobody(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        form = house.refresh_form(given["refresh_token"], client_id=house.public_id)
        del form["client_secret"]
        assert (await http.post(TOKEN, data=form)).json()["error"] == "invalid_grant"
        assert (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).status_code == 200


async def test_scope_may_be_narrowed_but_not_widened(house: House) -> None:
    async with house.browser() as http:
        given = (await http.post(CREDENTIALS, data=house.password_form(scope="openid email"))).json()
        wider = await http.post(
            TOKEN, data=house.refresh_form(given["refresh_token"], scope="openid profile")
        )
        assert (wider.status_code, wider.json()["error"]) == (400, "invalid_scope")
        narrower = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"], scope="openid"))
        assert narrower.json()["scope"] == "openid"
        # The family keeps what was consented to.
        whole = await http.post(TOKEN, data=house.refresh_form(narrower.json()["refresh_token"]))
        assert whole.json()["scope"] == "openid email"


@pytest.mark.parametrize("shown", ["", ".", "x", "x.y", "無効", "a" * 5000])
async def test_what_is_no_refresh_token_is_refused(house: House, shown: str) -> None:
    async with house.browser() as http:
        answer = await http.post(TOKEN, data=house.refresh_form(shown))
    assert answer.status_code == 400
    assert answer.json()["error"] == ("invalid_request" if shown == "" else "invalid_grant")


async def test_a_person_shut_out_gets_no_more_tokens(house: House) -> None:
    async with house.browser() as http:
        given = await house.tokens(http)
        async with transaction(house.pool, None) as connection:
            await disable_user(connection, house.person.user_id, house.clock())
        answer = await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
