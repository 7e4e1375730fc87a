"""The seller's masters on screen: stated whole, all faults at once, nobody else's to be seen."""

from uuid import uuid4

import httpx
import pytest

from seikyu.issuing.model import SellerStatus
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast, add_customer
from tests.house.doors import INVOICES, Doors, codes_of
from tests.house.papers import add_invoices, rows
from tests.house.screens import at_screen, form_of, problems_of

CUSTOMERS, PUBLISHERS, BANKS = "/seller/customers", "/seller/publishers", "/seller/banks"
OFFICE = {**PUBLISHER_1, "publisher_mng_num": "P-900"}
ACCOUNT = {**BANK_1, "transfer_code": "B-900", "account_num": "9000001"}
COMPANY = {"company_name_org": "株式会社みどり", "private_cust_cd": "C-900"}


async def registered(http: httpx.AsyncClient, path: str, **fields: str) -> str:
    """The path of a master that is registered on screen."""
    answer = await http.post(f"{path}/new", data=fields)
    assert answer.status_code == 303, problems_of(answer.text)
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("path", "fields"),
    [(CUSTOMERS, COMPANY), (PUBLISHERS, OFFICE), (BANKS, ACCOUNT)],
    ids=["customer", "publisher", "bank"],
)
async def test_a_master_is_registered_shown_listed_and_deleted(
    doors: Doors, cast: Cast, path: str, fields: dict[str, str]
) -> None:
    async with at_screen(doors, cast.seller) as http:
        one = await registered(http, path, **fields)
        page = await http.get(one)
        assert fields.items() <= form_of(page.text).items()
        assert "登録しました" in page.text
        code = next(iter(fields.values()))
        assert one in (await http.get(path, params={"q": code.lower()})).text
        assert one not in (await http.get(path, params={"q": "どこにもない"})).text
        assert (await http.post(f"{one}/delete")).status_code == 303
        assert (await http.get(one)).status_code == 404
        assert one not in (await http.get(path)).text


async def test_what_is_emptied_becomes_empty_and_what_changed_is_told(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        one = await registered(http, CUSTOMERS, **COMPANY, phone="03-1-1", fax="03-2-2", rounding="up")
        form = form_of((await http.get(one)).text)
        answer = await http.post(one, data={**form, "phone": "03-9-9", "fax": "", "rounding": ""})
        assert answer.status_code == 303
        page = (await http.get(one)).text
        assert form_of(page)["fax"] == ""
        assert form_of(page)["rounding"] == ""
        assert "会社電話番号: 03-1-1 → 03-9-9" in page
        assert "会社FAX番号: 03-2-2 → （空欄）" in page
        assert "端数処理: 切上げ → （空欄）" in page
        unchanged = await http.post(one, data=form_of(page))
        assert unchanged.status_code == 303
        assert (await http.get(one)).text.count('class="step"') == 2
    [row] = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT phone, fax, rounding FROM customers WHERE private_cust_cd = 'C-900'",
    )
    assert row == {"phone": "03-9-9", "fax": None, "rounding": None}


async def test_all_faults_are_told_at_once_at_their_fields_and_what_was_typed_stays(
    doors: Doors, cast: Cast
) -> None:
    async with at_screen(doors, cast.seller) as http:
        typed = {
            "private_cust_cd": "x" * 16,
            "zip": "12",
            "phone": "0312345678",
            "user_email": "nobody",
            "rounding": "sideways",
            "person": "1",
        }
        answer = await http.post(f"{CUSTOMERS}/new", data=typed)
        assert answer.status_code == 400
        assert problems_of(answer.text).keys() == {*typed, "company_name_org"}
        kept = form_of(answer.text)
        assert {name: kept[name] for name in ("zip", "phone", "user_email")} == {
            name: typed[name] for name in ("zip", "phone", "user_email")
        }
        empty = await http.post(f"{BANKS}/new", data={"transfer_code": "B-9"})
        assert problems_of(empty.text).keys() == BANK_1.keys() - {"transfer_code"}
        nothing = await http.post(f"{BANKS}/new", data={"x": "y"})
        assert problems_of(nothing.text).keys() == BANK_1.keys() - {"transfer_code"}
        office = await http.post(f"{PUBLISHERS}/new", data={"x": "y"})
        assert problems_of(office.text).keys() == {
            "publisher_mng_num",
            "publisher_zip",
            "publisher_address1",
            "publisher_phone",
        }


async def test_a_code_names_one_customer_and_one_bank_account_only(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        first = await registered(http, CUSTOMERS, **COMPANY)
        again = await http.post(f"{CUSTOMERS}/new", data=COMPANY)
        assert problems_of(again.text) == {
            "private_cust_cd": "この発行先コードは別の発行先で使用されています。"
        }
        number = {"company_name_org": "あおぞら", "corp_genuine_id": BUYER_AS_CUSTOMER["corp_genuine_id"]}
        alike = await http.post(f"{CUSTOMERS}/new", data=number)
        assert "private_cust_cd" in problems_of(alike.text)
        await registered(http, CUSTOMERS, **number, private_cust_cd="C-901")
        assert (await http.post(first, data=form_of((await http.get(first)).text))).status_code == 303
        taken = await http.post(f"{BANKS}/new", data=BANK_1)
        assert problems_of(taken.text).keys() == {"transfer_code", "account_num"}


async def test_a_second_publisher_with_a_code_is_asked_about_and_then_the_api_cannot_tell_them_apart(
    doors: Doors, cast: Cast
) -> None:
    async with at_screen(doors, cast.seller) as http:
        await registered(http, PUBLISHERS, **OFFICE)
        asked = await http.post(f"{PUBLISHERS}/new", data=OFFICE)
        assert asked.status_code == 409
        assert "発行元特定不可" in asked.text
        assert form_of(asked.text)["publisher_address1"] == OFFICE["publisher_address1"]
        assert (
            len(
                await rows(
                    doors.pool,
                    cast.seller.company_id,
                    "SELECT 1 FROM publishers WHERE publisher_mng_num = 'P-900'",
                )
            )
            == 1
        )
        second = await registered(http, PUBLISHERS, **OFFICE, double="1")
        listed = (await http.get(PUBLISHERS, params={"q": "P-900"})).text
        assert listed.count("コード重複") == 2
        invoice = {
            "inv_show_amount": 1,
            "publisher": {"publisher_mng_num": "P-900"},
            "customer": {"private_cust_cd": "C", "company_name_org": "丙"},
        }
        refused = await doors.send(
            cast.seller, "POST", INVOICES, {"response_type": "json", "invoices": [invoice]}
        )
        assert ("invoices[0].publisher.publisher_mng_num", "E500001") in codes_of(refused)
        # Whoever changes something else of it is not asked again.
        form = form_of((await http.get(second)).text)
        assert (await http.post(second, data={**form, "publisher_phone": "03-1-1"})).status_code == 303
        assert (await http.post(f"{second}/delete")).status_code == 303
        accepted = await doors.send(
            cast.seller, "POST", INVOICES, {"response_type": "json", "invoices": [invoice]}
        )
        assert accepted.status_code == 200, accepted.text


async def test_what_an_open_invoice_uses_is_not_deleted(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    async with at_screen(doors, cast.seller) as http:
        refused = await http.post(f"{CUSTOMERS}/{cast.customer_id}/delete")
        assert refused.status_code == 409
        assert "E500014" in refused.text
        assert f'href="{CUSTOMERS}"' in refused.text
        assert (await http.get(f"{CUSTOMERS}/{cast.customer_id}")).status_code == 200


async def test_a_postal_code_fills_the_address_in(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        typed = {"company_name_org": "丁", "zip": "１５００００２", "fill": "zip"}
        filled = await http.post(f"{CUSTOMERS}/new", data=typed)
        assert filled.status_code == 200
        assert form_of(filled.text) | {
            "zip": "150-0002",
            "address1": "東京都渋谷区渋谷",
            "company_name_org": "丁",
        } == form_of(filled.text)
        assert problems_of(filled.text) == {}
        unknown = await http.post(f"{CUSTOMERS}/new", data={**typed, "zip": "000-0000", "address1": "私書箱"})
        assert "住所は見つかりませんでした" in unknown.text
        assert form_of(unknown.text)["address1"] == "私書箱"


async def test_codes_of_bank_and_branch_fill_the_names_in_and_unknown_ones_are_doubted(
    doors: Doors, cast: Cast
) -> None:
    async with at_screen(doors, cast.seller) as http:
        typed = {"fncl_inst_code": "0001", "branch_code": "001", "fill": "branch_code"}
        filled = form_of((await http.post(f"{BANKS}/new", data=typed)).text)
        assert (filled["fncl_inst_name"], filled["fncl_inst_kana"]) == ("みずほ", "ﾐｽﾞﾎ")
        assert filled["branch_kana"]
        account = {key: ACCOUNT[key] for key in ("deposit_sec", "depositor_name", "depositor_kana")}
        one = await registered(
            http, BANKS, **account, fncl_inst_code="0001", branch_code="001", account_num="9000002"
        )
        assert form_of((await http.get(one)).text)["branch_name"] == filled["branch_name"]
        doubted = await registered(http, BANKS, **{**ACCOUNT, "fncl_inst_code": "9998"})
        assert "金融機関マスタに登録されていない" in (await http.get(doubted)).text


async def test_a_wrong_check_digit_is_doubted_and_taken(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        one = await registered(http, CUSTOMERS, **COMPANY, corp_genuine_id="1234567890123")
        assert "検査用数字" in (await http.get(one)).text


async def test_the_person_in_charge_is_one_of_ones_own(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(f"{CUSTOMERS}/new")).text
        assert page.count("佐藤 一郎") == 2
        assert "鈴木 花子" not in page
        one = await registered(http, CUSTOMERS, **COMPANY, person=str(cast.seller.user.user_id))
        assert form_of((await http.get(one)).text)["person"] == str(cast.seller.user.user_id)
        strange = await http.post(
            f"{CUSTOMERS}/new", data={"company_name_org": "戊", "person": str(cast.buyer.user.user_id)}
        )
        assert problems_of(strange.text).keys() == {"person"}
    gone = await add_customer(
        doors.pool, cast.seller.company_id, None, company_name_org="己", private_user_name="退職 済"
    )
    async with at_screen(doors, cast.seller) as http:
        form = form_of((await http.get(f"{CUSTOMERS}/{gone}")).text)
        assert form["person"] == "kept"
        kept = await http.post(f"{CUSTOMERS}/{gone}", data=form)
        assert problems_of(kept.text).keys() == {"person"}


async def test_of_two_who_edit_at_once_the_second_is_told_and_may_save_again(
    doors: Doors, cast: Cast
) -> None:
    async with at_screen(doors, cast.seller) as http:
        one = await registered(http, PUBLISHERS, **OFFICE)
        form = form_of((await http.get(one)).text)
        assert (await http.post(one, data={**form, "publisher_section": "総務部"})).status_code == 303
        late = await http.post(one, data={**form, "publisher_phone": "03-5-5"})
        assert late.status_code == 409
        assert "入力中に他の方が" in late.text
        assert form_of(late.text)["publisher_phone"] == "03-5-5"
        assert (await http.post(one, data=form_of(late.text))).status_code == 303


async def test_a_linked_customer_says_to_whom(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(f"{CUSTOMERS}/{cast.customer_id}")).text
        assert f"<strong>{cast.buyer.company.name}</strong>" in page
        assert str(cast.customer_id) in (await http.get(CUSTOMERS, params={"linked": "yes"})).text
        assert str(cast.customer_id) not in (await http.get(CUSTOMERS, params={"linked": "no"})).text


async def test_nobody_sees_or_touches_another_companys_masters(doors: Doors, cast: Cast) -> None:
    one = f"{CUSTOMERS}/{cast.customer_id}"
    async with at_screen(doors, cast.outsider) as http:
        for path in (one, f"{CUSTOMERS}/{uuid4()}", f"{CUSTOMERS}/none", f"{PUBLISHERS}/{cast.customer_id}"):
            answers = [
                await http.get(path),
                await http.post(path, data=COMPANY),
                await http.post(f"{path}/delete"),
            ]
            assert [answer.status_code for answer in answers] == [404, 404, 404], path
            assert "E500105" in answers[0].text
        assert one not in (await http.get(CUSTOMERS)).text
    async with httpx.AsyncClient(base_url=doors.http.base_url) as stranger:
        assert (await stranger.get(one)).headers["location"].startswith("/login")
