"""The letter of an invitation: what it says, its code, and what happens to those who guess."""

import io
import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from seikyu.db.pool import Pool
from seikyu.invitations.keys import ALPHABET, new_letter_code, read_letter_code
from seikyu.invitations.model import Method
from seikyu.invitations.print import print_letter
from seikyu.invitations.queries import Customer
from tests.house.cast import Cast
from tests.house.doors import Doors, open_doors
from tests.house.papers import rows
from tests.invitations.house import invitation, invited, logged_in, unlinked


def text_of(pdf: bytes) -> str:
    [page] = PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text().split())


async def letter_of(doors: Doors, cast: Cast, invitation_id: UUID) -> bytes:
    async with logged_in(doors, cast.seller) as seller:
        answer = await seller.get(f"/seller/invitations/{invitation_id}/letter")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.content


async def test_the_letter_says_who_invites_where_to_go_and_the_code(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    text = text_of(await letter_of(doors, cast, await invited(doors, cast, to, Method.LETTER)))
    for said in ("〒530-0001", "株式会社みらい建材御中", cast.seller.company.name, "/invitations"):
        assert said in text
    code = code_in(text)
    entered = await doors.http.post("/invitations", data={"code": code.lower().replace("-", " ")})
    assert (entered.status_code, entered.headers["location"]) == (303, f"/invitations/{code}")
    assert (await doors.http.get(f"/invitations/{code}")).status_code == 200


async def test_the_letter_is_forgotten_once_the_invitation_is_answered(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    invitation_id = await invited(doors, cast, to, Method.LETTER)
    code = code_in(text_of(await letter_of(doors, cast, invitation_id)))
    assert (await doors.http.post(f"/invitations/{code}/decline", data={"reason": "不要"})).status_code == 303
    assert (await invitation(doors, cast, to))["letter"] is None
    async with logged_in(doors, cast.seller) as seller:
        assert (await seller.get(f"/seller/invitations/{invitation_id}/letter")).status_code == 409


async def test_the_same_letter_gives_the_same_bytes_and_long_names_stay_on_one_page() -> None:
    customer = Customer(
        UUID(int=1), "株式会社" + "長い名前の会社" * 4 + " 営業所", None, "530-0001", "住所" * 50, None, None
    )
    made, until = datetime(2026, 11, 21, tzinfo=UTC), datetime(2027, 1, 20, tzinfo=UTC)
    both = [
        await print_letter(customer, "株式会社青葉商事", "2345-6789-ABCD", "https://x.jp", made, until)
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert "2027年1月20日" in text_of(both[0])


async def test_ten_wrong_codes_make_the_address_wait(pool: Pool, database_url: str, cast: Cast) -> None:
    async with open_doors(pool, database_url, SEIKYU_TRUSTED_PROXIES="127.0.0.1") as doors:
        to = await unlinked(doors, cast)
        invitation_id = await invited(doors, cast, to, Method.LETTER)
        code = code_in(text_of(await letter_of(doors, cast, invitation_id)))
        stranger, other = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in random.sample(range(256), 2))
        for _ in range(10):
            wrong = await doors.http.post("/invitations", data={"code": new_letter_code()}, headers=stranger)
            assert (wrong.status_code, "見つかりません" in wrong.text) == (400, True)
        waits = await doors.http.post("/invitations", data={"code": code}, headers=stranger)
        assert waits.status_code == 429
        assert int(waits.headers["retry-after"]) > 0
        assert (await doors.http.get(f"/invitations/{code}", headers=stranger)).status_code == 429
        assert (await doors.http.get(f"/invitations/{code}", headers=other)).status_code == 200
        await pool.execute("DELETE FROM login_failures")


async def test_a_mistyped_code_is_told_as_such_and_is_no_guess(doors: Doors) -> None:
    code = new_letter_code()
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else "X" + code[1:]
    for _ in range(12):
        answer = await doors.http.post("/invitations", data={"code": swapped})
        assert (answer.status_code, "コードに誤りがあります" in answer.text) == (400, True)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\u3000"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    code = new_letter_code()
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "ー" for sign in code)
    for written in (code, code.lower(), code.replace("-", ""), wide):
        assert read_letter_code(typed.format(written)) == code


def test_every_single_slip_is_found() -> None:
    code = new_letter_code().replace("-", "")
    for at, sign in enumerate(code):
        for wrong in set(ALPHABET) - {sign}:
            assert read_letter_code(code[:at] + wrong + code[at + 1 :]) is None
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            assert read_letter_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :]) is None


async def test_a_customer_without_address_gets_no_letter(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast, zip="")
    async with logged_in(doors, cast.seller) as seller:
        path = f"/seller/customers/{to.customer_id}/invite"
        answer = await seller.post(path, data={"method": "letter"})
    assert (answer.status_code, "郵便番号と住所が登録されていません" in answer.text) == (400, True)
    query = "SELECT 1 FROM invitations WHERE partner_id = $1"
    assert await rows(doors.pool, cast.seller.company_id, query, to.customer_id) == []


def code_in(text: str) -> str:
    marked = text.index("招待コード", text.index("辞退"))
    for at in range(marked, len(text)):
        if (found := read_letter_code(text[at : at + 14])) is not None and text[at + 4] == "-":
            return found
    raise AssertionError(text)
