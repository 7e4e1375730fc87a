"""Programs of a company: registered on screen, their secrets, addresses and tokens; not others' business."""

import re
from html import unescape

import httpx
import pytest

from seikyu.audit.queries import history
from seikyu.db.pool import transaction
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import INVOICES, Doors, until
from tests.house.screens import at_screen, form_of, problems_of

PROGRAMS = "/settings/api/programs"
NEW = f"{PROGRAMS}/new"
TOKEN = "/api/credentials/access_token"


def shown(page: str) -> tuple[str, str]:
    """The id and secret that a page shows."""
    found = re.findall(r'<code id="client-(?:id|secret)">([^<]+)</code>', page)
    return unescape(found[0]), unescape(found[1])


async def register(http: httpx.AsyncClient, **fields: str) -> httpx.Response:
    allotted = re.search(r'name="allotted" value="(\w+)"', (await http.get(NEW)).text)
    assert allotted is not None
    form = {"name": "会計連携", "kind": "confidential", "allotted": allotted[1], **fields}
    return await http.post(NEW, data=form)


async def token(doors: Doors, party: Party, client_id: str, secret: str) -> httpx.Response:
    form = {"user_id": party.user.pfid, "user_password": PASSWORD, "realm": "/api", "response_type": "json"}
    return await doors.http.post(TOKEN, data={**form, "client_id": client_id, "client_secret": secret})


def seen_secrets(page: str) -> str:
    found = re.search(r'/secret">\s*<input type="hidden" name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


async def test_the_secret_is_shown_once_and_lets_the_program_in(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        answer = await register(http)
        client_id, secret = shown(answer.text)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert secret not in str(answer.headers)
        # What a browser does on reload.
        again = await http.post(
            NEW, content=answer.request.content, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert (again.status_code, again.headers["location"]) == (303, f"{PROGRAMS}/{client_id}")
        page = (await http.get(f"{PROGRAMS}/{client_id}")).text
        assert secret not in page
        assert "登録済みです" in page
    granted = await token(doors, cast.seller, client_id, secret)
    assert granted.status_code == 200
    headers = {"Authorization": f"Bearer {granted.json()['access_token']}"}
    assert (await doors.http.get(f"{INVOICES}?response_type=json", headers=headers)).status_code == 200
    assert not await doors.pool.fetchval(
        "SELECT count(*) FROM oauth_client_secrets "
        "WHERE client_id = $1 AND secret_hash = convert_to($2, 'UTF8')",
        client_id,
        secret,
    )


async def test_an_id_of_ones_own_choice_is_given_once(doors: Doors, cast: Cast) -> None:
    wanted = f"kaikei_{cast.seller.company_id}-1"
    async with at_screen(doors, cast.seller) as http, at_screen(doors, cast.outsider) as stranger:
        assert shown((await register(http, client_id=wanted)).text)[0] == wanted
        for refused in (
            await register(stranger, client_id=wanted),
            await register(http, client_id=wanted, name="別"),
        ):
            assert refused.status_code == 400
            assert problems_of(refused.text) == {
                "client_id": f"クライアントID {wanted} は使用されています。別のIDを入力してください。"
            }
        short = await register(http, client_id="abc 1")
        assert set(problems_of(short.text)) == {"client_id"}


async def test_a_public_program_gets_no_secret(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        answer = await register(http, kind="public", redirect_uris="http://localhost:8123/callback")
        assert answer.status_code == 303
        page = (await http.get(answer.headers["location"])).text
        assert "シークレットを使用しません" in page
        assert (await http.post(f"{answer.headers['location']}/secret", data={"seen": ""})).status_code == 409


async def test_without_the_option_nothing_is_registered(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller_without_option) as http:
        assert (await http.get(NEW)).status_code == 403
        assert (await http.post(NEW, data={"name": "会計連携", "allotted": "a" * 24})).status_code == 403


async def test_both_secrets_are_good_for_the_overlap_and_then_only_the_new_one(
    doors: Doors, cast: Cast
) -> None:
    party = cast.seller
    here = f"{PROGRAMS}/{party.client_id}"
    async with at_screen(doors, party) as http:
        seen = seen_secrets((await http.get(here)).text)
        answer = await http.post(f"{here}/secret", data={"overlap": "day", "seen": seen})
        _, second = shown(answer.text)
        for secret in (party.client_secret, second):
            assert (await token(doors, party, party.client_id, secret)).status_code == 200
        reloaded = await http.post(f"{here}/secret", data={"overlap": "day", "seen": seen})
        assert (reloaded.status_code, reloaded.headers["location"]) == (303, here)
        page = (await http.get(here)).text
        assert "すでに更新されています" in page
        third = await http.post(f"{here}/secret", data={"overlap": "day", "seen": seen_secrets(page)})
        assert third.status_code == 409
        assert "E401903" in third.text
        await http.post(f"{here}/secret/end")
        assert (await token(doors, party, party.client_id, party.client_secret)).status_code == 401
        assert (await token(doors, party, party.client_id, second)).status_code == 200
        answer = await http.post(
            f"{here}/secret", data={"overlap": "now", "seen": seen_secrets((await http.get(here)).text)}
        )
        assert (await token(doors, party, party.client_id, second)).status_code == 401
        assert (await token(doors, party, party.client_id, shown(answer.text)[1])).status_code == 200
    async with transaction(doors.pool, party.company_id) as connection:
        events = await history(connection, party.company_id, "client", party.client_id)
    actions = [one.event.action for one in events if one.event.action.startswith("secret")]
    assert actions == ["secret_rotated", "secret_ended", "secret_rotated"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("redirect_uris", "\n".join(f"https://a.example/{n}" for n in range(6)), "5件以内"),
        ("redirect_uris", "javascript:alert(1)", "javascript:alert(1)"),
        ("addresses", "192.0.2.5/24", "192.0.2.5/24"),
        ("name", "", "必須"),
    ],
)
async def test_what_cannot_be_kept_is_told_at_its_field(
    doors: Doors, cast: Cast, field: str, value: str, said: str
) -> None:
    here = f"{PROGRAMS}/{cast.seller.client_id}"
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(here)).text
        form = {**form_of(page), "addresses": "127.0.0.0/8", field: value}
        refused = await http.post(here, data=form)
        assert refused.status_code == 400
        assert said in problems_of(refused.text)[field]
        assert set(problems_of(refused.text)) == {field}


async def test_another_address_list_is_in_force_within_seconds(doors: Doors, cast: Cast) -> None:
    here = f"{PROGRAMS}/{cast.seller.client_id}"

    async def status() -> int:
        return (await doors.get(cast.seller, INVOICES, response_type="json")).status_code

    assert await status() == 200
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(here)).text)
        answer = await http.post(here, data={**form, "addresses": "192.0.2.0/24"})
        assert answer.status_code == 303
        overtaken = await http.post(here, data={**form, "addresses": "127.0.0.1"})
        assert overtaken.status_code == 409

    async def refused() -> bool:
        return await status() == 403

    await until(refused, 5)


async def test_a_revoked_token_is_good_no_longer_and_the_program_may_be_shut_out(
    doors: Doors, cast: Cast
) -> None:
    here = f"{PROGRAMS}/{cast.seller.client_id}"
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(here)).text
        assert "山田 太郎" in page
        [family] = re.findall(r'name="family" value="([^"]+)"', page)
        async with at_screen(doors, cast.outsider) as stranger:
            assert (await stranger.post(f"{here}/tokens/end", data={"family": family})).status_code == 404
        assert (await http.post(f"{here}/tokens/end", data={"family": family})).status_code == 303
        assert "有効なトークンはありません" in (await http.get(here)).text
        answer = await doors.get(cast.seller, INVOICES, response_type="json")
        assert answer.status_code == 401
        await http.post(f"{here}/disable")
        assert (
            await token(doors, cast.seller, cast.seller.client_id, cast.seller.client_secret)
        ).status_code == 401
        await http.post(f"{here}/enable")
        assert (
            await token(doors, cast.seller, cast.seller.client_id, cast.seller.client_secret)
        ).status_code == 200
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        events = await history(connection, cast.seller.company_id, "client", cast.seller.client_id)
    assert [one.event.action for one in events][:3] == ["tokens_ended", "client_disabled", "client_enabled"]


async def test_to_others_a_program_is_not_there_and_colleagues_change_nothing(
    doors: Doors, cast: Cast
) -> None:
    here = f"{PROGRAMS}/{cast.seller.client_id}"
    posts = ("", "/secret", "/secret/end", "/tokens/end", "/disable", "/enable", "/bodies", "/no-bodies")
    async with at_screen(doors, cast.outsider) as http:
        for path in ("", "/calls", "/calls/00000000-0000-0000-0000-000000000000"):
            assert (await http.get(here + path)).status_code == 404
        for path in posts:
            assert (await http.post(here + path, data={"seen": "x"})).status_code == 404, path
    async with at_screen(doors, cast.seller) as http:
        await doors.pool.execute(
            "UPDATE users SET administrator = false WHERE user_id = $1", cast.seller.user.user_id
        )
        page = await http.get(here)
        assert page.status_code == 200
        assert f'action="{here}/' not in page.text
        for path in posts:
            assert (await http.post(here + path, data={"seen": "x"})).status_code == 403, path
        assert (await http.get(NEW)).status_code == 403
