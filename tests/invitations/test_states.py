"""An invitation from being sent to its end: single use, expiry, sending again, declining, withdrawing."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from seikyu.accounts.model import Actor
from seikyu.db.pool import transaction
from seikyu.invitations.actions.accept import accept
from seikyu.invitations.actions.invite import resend
from seikyu.invitations.actions.look import open_invitation
from seikyu.kit.clock import system_clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import rows
from tests.invitations.house import (
    Unlinked,
    into_inbox,
    invitation,
    invited,
    inviter,
    key_for,
    key_in,
    linked_to,
    logged_in,
    mails,
    newcomer,
    sign_up_form,
    unlinked,
)


async def take(doors: Doors, actor: Actor, key: str, days: int = 0) -> None:
    now = system_clock() + timedelta(days=days)
    async with transaction(doors.pool, None) as connection:
        await accept(connection, actor, now, doors.settings.base_url, into_inbox(doors), key)


async def test_a_link_is_used_once(doors: Doors, cast: Cast) -> None:
    to, actor = await unlinked(doors, cast), await newcomer(doors)
    key = await key_for(doors, cast, to)
    await take(doors, actor, key)
    assert await linked_to(doors, cast, to) == actor.company.company_id
    with pytest.raises(Refusal) as refused:
        await take(doors, await newcomer(doors), key)
    assert refused.value.code is codes.INVITATION_OVER
    page = await doors.http.get(f"/invitations/{key}")
    assert page.status_code == 410
    assert "この招待は承諾済みです" in page.text


async def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(doors: Doors, cast: Cast) -> None:
    to, both = await unlinked(doors, cast), [await newcomer(doors) for _ in range(2)]
    key = await key_for(doors, cast, to)
    outcomes = await asyncio.gather(*(take(doors, one, key) for one in both), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Refusal"]
    winner = both[outcomes.index(None)]
    assert await linked_to(doors, cast, to) == winner.company.company_id
    assert (await invitation(doors, cast, to))["answered_by"] == winner.name


async def test_only_hashes_of_keys_are_kept(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    for table in ("invitations", "invitation_keys"):
        kept = await rows(doors.pool, cast.seller.company_id, f"SELECT t::text AS row FROM {table} AS t")
        assert kept
        assert not any(key in row["row"] for row in kept)


async def test_a_link_is_good_for_thirty_days(doors: Doors, cast: Cast) -> None:
    to, actor = await unlinked(doors, cast), await newcomer(doors)
    key = await key_for(doors, cast, to)
    with pytest.raises(Refusal) as refused:
        await take(doors, actor, key, days=31)
    assert refused.value.code is codes.INVITATION_OVER
    await take(doors, actor, key, days=29)


async def test_an_expired_link_says_so_and_can_be_sent_again(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    query = "UPDATE invitations SET expires_at = now() - interval '1 second' RETURNING 1"
    await rows(doors.pool, cast.seller.company_id, query)
    page = await doors.http.get(f"/invitations/{key}")
    assert (page.status_code, "有効期限が切れています" in page.text) == (410, True)
    async with logged_in(doors, cast.seller) as seller:
        listed = await seller.get("/seller/invitations?state=expired")
        assert "株式会社みらい建材" in listed.text
    fresh = await key_for(doors, cast, to)
    assert (await doors.http.get(f"/invitations/{fresh}")).status_code == 200
    assert (await invitation(doors, cast, to))["sent_count"] == 2


async def test_sending_again_makes_the_old_link_void(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    old, invitation_id = await key_for(doors, cast, to), (await invitation(doors, cast, to))["invitation_id"]
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await resend(connection, inviter(doors, cast), system_clock(), invitation_id)
    new = key_in((await mails(doors, cast, to.email))[-1])
    assert new != old
    page = await doors.http.get(f"/invitations/{old}")
    assert (page.status_code, "新しい招待が送られています" in page.text) == (410, True)
    with pytest.raises(Refusal) as refused:
        await take(doors, await newcomer(doors), old)
    assert refused.value.code is codes.INVITATION_OVER
    await take(doors, await newcomer(doors), new)


async def test_declining_tells_the_seller_why(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    answer = await doors.http.post(f"/invitations/{key}/decline", data={"reason": "紙で受け取りたいため"})
    assert answer.status_code == 303
    assert "辞退されています" in (await doors.http.get(f"/invitations/{key}")).text
    [told] = await mails(doors, cast, cast.seller.user.email)
    assert "紙で受け取りたいため" in told
    async with logged_in(doors, cast.seller) as seller:
        assert "辞退" in (await seller.get("/seller/invitations?state=declined")).text
        found = await invitation(doors, cast, to)
        page = (await seller.get(f"/seller/invitations/{found['invitation_id']}")).text
    assert "紙で受け取りたいため" in page
    assert await linked_to(doors, cast, to) is None


async def test_a_withdrawn_link_opens_nothing(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key, found = await key_for(doors, cast, to), await invitation(doors, cast, to)
    path = f"/seller/invitations/{found['invitation_id']}"
    async with logged_in(doors, cast.seller) as seller:
        assert (await seller.post(f"{path}/withdraw")).status_code == 303
        assert (await seller.post(f"{path}/withdraw")).status_code == 409
        assert (await seller.post(f"{path}/resend")).status_code == 409
        assert "取消" in (await seller.get(path)).text
    assert (await doors.http.get(f"/invitations/{key}")).status_code == 410


async def test_an_outsider_finds_no_invitation_of_others(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    invitation_id = await invited(doors, cast, to)
    async with logged_in(doors, cast.outsider) as outsider:
        path = f"/seller/invitations/{invitation_id}"
        assert [(await outsider.get(p)).status_code for p in (path, f"{path}/letter")] == [404, 404]
        assert [(await outsider.post(f"{path}/{v}")).status_code for v in ("resend", "withdraw")] == [
            404,
            404,
        ]
        assert (await outsider.get(f"/seller/customers/{to.customer_id}/invite")).status_code == 404
        assert "株式会社みらい建材" not in (await outsider.get("/seller/invitations")).text
        assert (await outsider.get("/seller/invitations/x")).status_code == 404


async def test_a_company_cannot_accept_its_own_invitation(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    async with logged_in(doors, cast.seller) as seller:
        assert "自社で承諾することはできません" in (await seller.get(f"/invitations/{key}/link")).text
        answer = await seller.post(f"/invitations/{key}/link")
    assert (answer.status_code, "E100201" in answer.text) == (409, True)
    assert await linked_to(doors, cast, to) is None


async def test_only_an_administrator_links_the_company(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    with pytest.raises(Refusal) as refused:
        await take(doors, await newcomer(doors, administrator=False), key)
    assert refused.value.code is codes.ADMINISTRATORS_ONLY


async def test_an_existing_company_links_itself_after_logging_in(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    stranger = await doors.http.get(f"/invitations/{key}/link")
    assert stranger.headers["location"] == f"/login?next=%2Finvitations%2F{key}%2Flink"
    async with logged_in(doors, cast.outsider) as company:
        page = (await company.get(f"/invitations/{key}/link")).text
        assert cast.outsider.company.name in page
        answer = await company.post(f"/invitations/{key}/link")
        assert (answer.status_code, answer.headers["location"]) == (303, "/buyer/invoices")
    assert await linked_to(doors, cast, to) == cast.outsider.company_id
    [told] = await mails(doors, cast, cast.seller.user.email)
    assert "承諾" in told
    for owner in (cast.seller.company_id, cast.outsider.company_id):
        query = "SELECT action FROM audit_events WHERE action = 'invitation.accepted'"
        assert len(await rows(doors.pool, owner, query)) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"company_name": ""}, "会社名を入力してください"),
        ({"corporate_number": "1000012050002"}, "法人番号が正しくありません"),
        ({"registration_number": "T123"}, "登録番号はT"),
        ({"zip": "12"}, "郵便番号は7桁"),
        ({"pfid": "nobody"}, "PFIDはメールアドレスの形"),
        ({"password": "短い", "password_again": "短い"}, "パスワードは12文字以上"),
        ({"password_again": "違うパスワードです-1"}, "一致していません"),
    ],
)
async def test_signing_up_tells_what_is_wrong(
    doors: Doors, cast: Cast, changes: dict[str, str], problem: str
) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    form = sign_up_form(uuid4().hex[:8], **changes)
    answer = await doors.http.post(f"/invitations/{key}/sign-up", data=form)
    assert answer.status_code == 400
    assert problem in answer.text
    assert form["password"] not in answer.text
    assert await linked_to(doors, cast, to) is None


async def test_a_taken_pfid_is_told_and_nothing_is_founded(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    before = await doors.pool.fetchval("SELECT count(*) FROM companies")
    form = sign_up_form("x", pfid=cast.buyer.user.pfid)
    answer = await doors.http.post(f"/invitations/{key}/sign-up", data=form)
    assert (answer.status_code, "すでに使われています" in answer.text) == (400, True)
    assert await doors.pool.fetchval("SELECT count(*) FROM companies") == before
    assert await linked_to(doors, cast, to) is None


async def test_a_deleted_customer_s_link_opens_nothing(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    query = "UPDATE customers SET deleted_at = now() WHERE customer_id = $1 RETURNING 1"
    await rows(doors.pool, cast.seller.company_id, query, to.customer_id)
    assert (await doors.http.get(f"/invitations/{key}")).status_code == 410
    with pytest.raises(Refusal):
        await take(doors, await newcomer(doors), key)


async def test_keys_of_a_link_are_looked_up_without_knowing_whose_they_are(doors: Doors, cast: Cast) -> None:
    to: Unlinked = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    async with transaction(doors.pool, None) as connection:
        found = await open_invitation(connection, key, system_clock())
    assert found.inviter == cast.seller.company_id
