"""The company, its people and one's own password at the screens."""

import asyncio
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import httpx
import pytest

from seikyu.accounts import queries, store
from seikyu.accounts.links import LASTS, new_secret_link, opens, read_token, token_for
from seikyu.accounts.selling import selling_rules
from seikyu.accounts.store import NewUser
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.yen import Rounding
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import INVOICES, Doors
from tests.house.papers import add_invoices, rows
from tests.house.screens import at_screen, form_of, problems_of

COMPANY, USERS, OWN = "/settings/company", "/settings/users", "/settings/password"
ANOTHER = "別のパスワード-2026"


async def add_person(doors: Doors, party: Party, *, administrator: bool) -> tuple[int, str]:
    """One more person of a company, with everybody's password."""
    async with transaction(doors.pool, None) as connection:
        found = await queries.user_by_pfid(connection, party.user.pfid)
        assert found is not None
        pfid = f"{uuid4().hex[:12]}@example.jp"
        new = NewUser(pfid, found[1], "部下 一", None, administrator=administrator)
        return await store.add_user(connection, party.company_id, new, system_clock()), pfid


async def only_administrator(doors: Doors, party: Party) -> None:
    """Take everybody else's right away."""
    await doors.pool.execute(
        "UPDATE users SET administrator = (user_id = $2) WHERE company_id = $1",
        party.company_id,
        party.user.user_id,
    )


async def mailed_token(doors: Doors, party: Party, pfid: str) -> str:
    """The token in the newest mail to somebody."""
    mails = await rows(
        doors.pool,
        party.company_id,
        "SELECT body FROM mails WHERE recipient = $1 ORDER BY mail_id DESC LIMIT 1",
        pfid,
    )
    found = re.search(r"token=(\S+)", mails[0]["body"])
    assert found is not None
    return found[1]


async def log_in(http: httpx.AsyncClient, pfid: str, password: str) -> int:
    """Try to log in; the status of the answer."""
    return (await http.post("/login", data={"pfid": pfid, "password": password})).status_code


async def test_the_company_is_changed_and_the_next_version_shows_it(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(COMPANY)).text)
        changed = {
            **form,
            "name": "新青葉商事株式会社",
            "registration_number": "ｔ１１８０３０１０１８７７１",
            "zip": "1500002",
            "rounding": "half_up",
            "api_through_approval": "1",
        }
        assert (await http.post(COMPANY, data=changed)).status_code == 303
        page = (await http.get(COMPANY)).text
    assert "自社情報を保存しました" in page
    assert form_of(page) | {"zip": "150-0002", "registration_number": "T1180301018771"} == form_of(page)
    assert "会社名: 株式会社青葉商事 → 新青葉商事株式会社" in page
    assert "端数処理: 切捨て → 四捨五入" in page
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        rules = await selling_rules(connection, cast.seller.company_id)
    assert (rules.rounding, rules.api_through_approval) == (Rounding.HALF_UP, True)
    async with at_screen(doors, cast.seller) as http:
        assert "新青葉商事株式会社" in (await http.get("/seller/invoices")).text
        kept = (await http.get(f"/seller/invoices/{number}")).text
    assert cast.seller.company.name in kept, "a version that was made shows what it was made with"


async def test_all_that_is_wrong_about_the_company_is_told_at_once(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        typed = {
            "name": "",
            "zip": "1",
            "phone": "x",
            "corporate_number": "1234567890123",
            "registration_number": "T123",
            "rounding": "sideways",
        }
        answer = await http.post(COMPANY, data=typed)
        assert answer.status_code == 400
        assert problems_of(answer.text).keys() == typed.keys()
        assert form_of(answer.text)["registration_number"] == "T123"


@pytest.mark.parametrize(
    ("numbers", "doubt"),
    [
        ({"registration_number": "T1234567890123"}, "法人番号ではありません"),
        ({"registration_number": "T1180301018771", "corporate_number": "7000012050002"}, "一致していません"),
    ],
)
async def test_numbers_that_look_wrong_are_doubted_and_taken(
    doors: Doors, cast: Cast, numbers: dict[str, str], doubt: str
) -> None:
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(COMPANY)).text)
        assert (await http.post(COMPANY, data={**form, **numbers})).status_code == 303
        assert doubt in (await http.get(COMPANY)).text


async def test_whoever_is_late_is_told_that_the_company_changed_meanwhile(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(COMPANY)).text)
        assert (await http.post(COMPANY, data={**form, "phone": "03-1-1"})).status_code == 303
        late = await http.post(COMPANY, data={**form, "phone": "03-2-2"})
        assert late.status_code == 409
        assert (await http.post(COMPANY, data=form_of(late.text))).status_code == 303


async def test_only_administrators_change_the_company_and_its_people(doors: Doors, cast: Cast) -> None:
    user_id, pfid = await add_person(doors, cast.seller, administrator=False)
    async with at_screen(doors, cast.seller, pfid) as http:
        page = await http.get(COMPANY)
        assert page.status_code == 200
        assert "変更できるのは自社の管理者だけです" in page.text
        listed = await http.get(USERS)
        assert cast.seller.user.name in listed.text
        assert f"{USERS}/{user_id}" not in listed.text
        one = f"{USERS}/{cast.seller.user.user_id}"
        answers = [
            await http.post(COMPANY, data=form_of(page.text)),
            await http.get(f"{USERS}/new"),
            await http.post(f"{USERS}/new", data={"pfid": "a@b.jp", "name": "x"}),
            await http.get(one),
            await http.post(one, data={"name": "x"}),
            *[await http.post(f"{one}/{what}") for what in ("disable", "enable", "link")],
        ]
    assert {answer.status_code for answer in answers} == {403}
    assert all("E100101" in answer.text for answer in answers)


async def test_a_new_person_sets_the_first_password_by_a_link_that_works_once(
    doors: Doors, cast: Cast
) -> None:
    pfid = f"new-{uuid4().hex[:8]}@example.jp"
    async with at_screen(doors, cast.seller) as http:
        added = await http.post(
            f"{USERS}/new", data={"pfid": pfid.upper(), "name": "新人 花", "employee_code": "E0900"}
        )
        assert added.status_code == 303
        assert "パスワード未設定" in (await http.get(added.headers["location"])).text
    token = await mailed_token(doors, cast.seller, pfid)
    [stored] = await doors.pool.fetch("SELECT password_hash FROM users WHERE pfid = $1", pfid)
    assert token.partition(".")[2] not in stored["password_hash"]
    link = f"/password/new?token={token}"
    async with httpx.AsyncClient(base_url=doors.http.base_url, timeout=30) as http:
        assert await log_in(http, pfid, stored["password_hash"]) == 400
        assert "新人 花" in (await http.get(link)).text
        short = await http.post(link, data={"password": "short", "again": "other"})
        assert problems_of(short.text).keys() == {"password", "again"}
        set_ = await http.post(link, data={"password": ANOTHER, "again": ANOTHER})
        assert set_.headers["location"] == "/login"
        for used_up in (
            await http.get(link),
            await http.post(link, data={"password": PASSWORD, "again": PASSWORD}),
        ):
            assert used_up.status_code == 410
            assert "E100102" in used_up.text
        assert await log_in(http, pfid, ANOTHER) == 303


async def test_two_who_use_a_link_at_once_do_not_both_set_a_password(doors: Doors, cast: Cast) -> None:
    pfid = f"new-{uuid4().hex[:8]}@example.jp"
    async with at_screen(doors, cast.seller) as http:
        await http.post(f"{USERS}/new", data={"pfid": pfid, "name": "新人"})
    link = f"/password/new?token={await mailed_token(doors, cast.seller, pfid)}"
    forms = [{"password": ANOTHER + mark, "again": ANOTHER + mark} for mark in "ab"]
    answers = await asyncio.gather(*(doors.http.post(link, data=form) for form in forms))
    assert sorted(answer.status_code for answer in answers) == [303, 410]


def test_a_link_runs_out_and_opens_for_its_person_only() -> None:
    now = system_clock()
    link = new_secret_link(now)
    shown = read_token(token_for(7, link))
    assert shown is not None
    assert shown.user_id == 7
    assert opens(link.stored, shown, now)
    assert not opens(link.stored, shown, now + LASTS + timedelta(seconds=1))
    assert not opens(new_secret_link(now).stored, shown, now)
    assert not opens("$argon2id$v=19$m=65536", shown, now)


@pytest.mark.parametrize("token", ["", "x", "1.", "1.x", "９.x", "-1.x", f"{10**30}.x", "1.x.y", "%00"])
async def test_what_is_no_link_is_refused_like_one_that_was_used(doors: Doors, token: str) -> None:
    answer = await doors.http.get(f"/password/new?token={token}")
    assert answer.status_code in {400, 410}


async def test_what_is_wrong_about_a_new_person_is_told_at_once(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        bad = await http.post(
            f"{USERS}/new", data={"pfid": "nobody", "email": "@", "employee_code": "x" * 16}
        )
        assert problems_of(bad.text).keys() == {"pfid", "name", "email", "employee_code"}
        taken = {"pfid": cast.outsider.user.pfid, "name": "x", "employee_code": "E0001"}
        both = await http.post(f"{USERS}/new", data=taken)
        assert problems_of(both.text).keys() == {"pfid", "employee_code"}


async def test_a_person_is_changed_and_the_change_is_told(doors: Doors, cast: Cast) -> None:
    user_id, pfid = await add_person(doors, cast.seller, administrator=False)
    async with at_screen(doors, cast.seller) as http:
        one = f"{USERS}/{user_id}"
        form = form_of((await http.get(one)).text)
        changed = {**form, "name": "改名 済", "employee_code": "E0800", "email": "", "administrator": "1"}
        assert (await http.post(one, data=changed)).status_code == 303
        page = (await http.get(one)).text
    assert form_of(page)["email"] == pfid
    for told in ("氏名: 部下 一 → 改名 済", "社員コード: （空欄） → E0800", "管理者: いいえ → はい"):
        assert told in page


async def test_who_is_shut_out_is_out_at_once_and_may_be_let_in_again(doors: Doors, cast: Cast) -> None:
    user_id, pfid = await add_person(doors, cast.seller, administrator=True)
    async with at_screen(doors, cast.seller) as http, at_screen(doors, cast.seller, pfid) as theirs:
        assert (await theirs.get(COMPANY)).status_code == 200
        assert (await http.post(f"{USERS}/{user_id}/disable")).status_code == 303
        assert (await theirs.get(COMPANY)).headers["location"].startswith("/login")
        assert await log_in(theirs, pfid, PASSWORD) == 400
        assert "停止中" in (await http.get(USERS)).text
        assert (await http.post(f"{USERS}/{user_id}/enable")).status_code == 303
        assert await log_in(theirs, pfid, PASSWORD) == 303


async def test_the_last_administrator_stays_one(doors: Doors, cast: Cast) -> None:
    await only_administrator(doors, cast.seller)
    one = f"{USERS}/{cast.seller.user.user_id}"
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(one)).text)
        kept = await http.post(one, data={**form, "administrator": ""})
        assert kept.status_code == 400
        assert "管理者が1人もいなくなる" in kept.text
        for what in ("disable", "link"):
            refused = await http.post(f"{one}/{what}")
            assert refused.status_code == 409
            assert "E400101" in refused.text
        # Somebody who has never set a password cannot administer anything yet.
        pfid = f"new-{uuid4().hex[:8]}@example.jp"
        await http.post(f"{USERS}/new", data={"pfid": pfid, "name": "新人", "administrator": "1"})
        assert (await http.post(f"{one}/disable")).status_code == 409


async def test_two_administrators_cannot_shut_each_other_out_at_once(doors: Doors, cast: Cast) -> None:
    await only_administrator(doors, cast.seller)
    user_id, pfid = await add_person(doors, cast.seller, administrator=True)
    async with at_screen(doors, cast.seller) as first, at_screen(doors, cast.seller, pfid) as second:
        await asyncio.gather(
            first.post(f"{USERS}/{user_id}/disable"),
            second.post(f"{USERS}/{cast.seller.user.user_id}/disable"),
        )
    [left] = await doors.pool.fetch(
        "SELECT count(*) FROM users WHERE company_id = $1 AND administrator AND disabled_at IS NULL",
        cast.seller.company_id,
    )
    assert left["count"] == 1


async def test_an_administrator_has_somebody_set_another_password(doors: Doors, cast: Cast) -> None:
    user_id, pfid = await add_person(doors, cast.seller, administrator=False)
    async with at_screen(doors, cast.seller) as http, at_screen(doors, cast.seller, pfid) as theirs:
        assert (await http.post(f"{USERS}/{user_id}/link")).status_code == 303
        assert (await theirs.get(COMPANY)).headers["location"].startswith("/login")
        assert await log_in(theirs, pfid, PASSWORD) == 400
        link = f"/password/new?token={await mailed_token(doors, cast.seller, pfid)}"
        assert (await theirs.post(link, data={"password": ANOTHER, "again": ANOTHER})).status_code == 303
        assert await log_in(theirs, pfid, ANOTHER) == 303


async def test_changing_ones_password_ends_the_other_sessions(doors: Doors, cast: Cast) -> None:
    _, pfid = await add_person(doors, cast.seller, administrator=False)
    async with at_screen(doors, cast.seller, pfid) as here, at_screen(doors, cast.seller, pfid) as there:
        wrong = await here.post(
            OWN, data={"present": "ちがうパスワード", "password": ANOTHER, "again": ANOTHER}
        )
        assert problems_of(wrong.text).keys() == {"present"}
        short = await here.post(OWN, data={"present": PASSWORD, "password": "x", "again": "y"})
        assert problems_of(short.text).keys() == {"password", "again"}
        right = {"present": PASSWORD, "password": ANOTHER, "again": ANOTHER}
        assert (await here.post(OWN, data=right)).status_code == 303
        assert "パスワードを変更しました" in (await here.get(OWN)).text
        assert (await there.get(OWN)).headers["location"].startswith("/login")
        assert await log_in(there, pfid, PASSWORD) == 400
        assert await log_in(there, pfid, ANOTHER) == 303


async def test_guessing_the_present_password_makes_wait(doors: Doors, cast: Cast) -> None:
    _, pfid = await add_person(doors, cast.outsider, administrator=False)
    async with at_screen(doors, cast.outsider, pfid) as http:
        guess = {"present": "あてずっぽう", "password": ANOTHER, "again": ANOTHER}
        for _ in range(5):
            answer = await http.post(OWN, data=guess)
        answer = await http.post(OWN, data={**guess, "present": PASSWORD})
        assert "秒後にもう一度" in problems_of(answer.text)["present"]


async def test_nobody_reaches_another_companys_people(doors: Doors, cast: Cast) -> None:
    one = f"{USERS}/{cast.seller.user.user_id}"
    async with at_screen(doors, cast.outsider) as http:
        for path in (one, f"{USERS}/x", f"{USERS}/{10**12}"):
            assert (await http.get(path)).status_code == 404
            assert (await http.post(path, data={"name": "x"})).status_code == 404
            assert (await http.post(f"{path}/disable")).status_code == 404
        assert cast.seller.user.pfid not in unescape((await http.get(USERS)).text)


async def test_an_invoice_made_after_the_change_shows_the_new_issuer(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.SENT_BACK)
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(COMPANY)).text)
        assert (await http.post(COMPANY, data={**form, "name": "改め商事株式会社"})).status_code == 303
    await doors.put(cast.seller, {"invoice_mng_num": str(number), "inv_show_amount": 1})
    corrected = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()
    before = (await doors.get(cast.seller, f"{INVOICES}/{number}/versions/1")).json()
    issuers = [answer["invoice"]["issuer"]["company_name"] for answer in (corrected, before)]
    assert issuers == ["改め商事株式会社", cast.seller.company.name]
