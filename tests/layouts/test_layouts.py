"""支払先ごとに請求書の書式を変更して発行できる: prepared on screen, picked by code, customer or company."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from seikyu.db.pool import transaction
from tests.house.cast import Cast, add_customer
from tests.house.doors import RECEIVED, Doors, codes_of
from tests.house.papers import SOURCE, rows
from tests.issuing.registering import BUYER, post
from tests.layouts.house import NEW, PATH, made, pdf, printed_in, screen, send
from tests.layouts.pictures import png
from tests.pdf.reading import said

INVOICE: dict[str, Any] = {**SOURCE, "invoice_title": None, "customer": BUYER, "send_date": None}
LINE = SOURCE["details"][0]


async def issued(doors: Doors, cast: Cast, **fields: Any) -> str:
    """An invoice that was registered by API and issued; its number."""
    answer = await post(doors, cast, {**INVOICE, **fields})
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    number: str = answer.json()["invoices"][0]["invoice_mng_num"]
    return number


def images_of(content: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(content)).pages)


async def test_a_layout_prepared_on_screen_is_picked_by_its_code(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(
            http,
            files={"logo_file": png(120, 30), "seal_file": png(40, 40)},
            code="EN-01",
            language="en",
            order_with_tax="1",
            order_without_tax="3",
            place_slip="hidden",
            place_free1="column",
            title_free1="Site",
        )
    line = {**LINE, "item_amount": 11000, "item_free_txt1": "Yokohama", "item_slip_no": "DN-7"}
    number = await issued(doors, cast, invoice_setting_code="EN-01", details=[line])
    content = await pdf(doors, cast.seller, number)
    text = said(content)
    for promised in (
        "INVOICE",
        "AmountdueJPY11,000(incl.tax)",
        "Duedate31August2026",
        "Reg.No.T7000012050002",
        "BankdetailsBankBranchTypeAccountAccountholder",
        "GrossamountNo.NetamountDescriptionQtyUnitpriceTaxrateTaxSite",
        "Yokohama",
    ):
        assert promised in text, promised
    assert "請求書" not in text
    assert "DN-7" not in text
    assert images_of(content) >= 2
    assert await printed_in(doors, cast.seller, number) == [(layout_id, 1)]


async def test_the_layout_of_the_customer_comes_before_the_usual_one_and_a_code_before_both(
    doors: Doors, cast: Cast
) -> None:
    async with screen(doors, cast.seller) as http:
        usual, own, asked = [
            await made(http, code=code, title=title)
            for code, title in (("U", "標準の請求書"), ("C", "得意先請求書"), ("A", "指定請求書"))
        ]
        assert (await http.post(f"{PATH}/{usual}/usual")).status_code == 303
    other = {"corp_genuine_id": "1180301018771", "company_name_org": "名古屋の別会社"}
    await add_customer(doors.pool, cast.seller.company_id, cast.buyer.company_id, **other)
    await let_have(doors, cast, own)
    wishes: dict[str, dict[str, Any]] = {
        "標準の請求書": {"customer": {"corp_genuine_id": "1180301018771"}},
        "得意先請求書": {},
        "指定請求書": {"invoice_setting_code": "A"},
    }
    found = {title: await issued(doors, cast, **fields) for title, fields in wishes.items()}
    for title, number in found.items():
        assert title in said(await pdf(doors, cast.seller, number))
    wanted = [[(usual, 1)], [(own, 1)], [(asked, 1)]]
    assert [await printed_in(doors, cast.seller, number) for number in found.values()] == wanted


async def let_have(doors: Doors, cast: Cast, layout_id: UUID) -> None:
    """Give the buyer's customer record a layout."""
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute(
            "UPDATE customers SET layout_id = $3 WHERE company_id = $1 AND customer_id = $2",
            cast.seller.company_id,
            cast.customer_id,
            layout_id,
        )


async def test_what_was_issued_stays_as_it_was_when_the_layout_is_changed_or_deleted(
    doors: Doors, cast: Cast
) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, code="K", title="初めの題")
        number = await issued(doors, cast, invoice_setting_code="K")
        before = await pdf(doors, cast.seller, number)
        changed = await send(http, f"{PATH}/{layout_id}", code="K", title="次の題", seen="1")
        assert changed.status_code == 303
        later = await issued(doors, cast, invoice_setting_code="K")
        assert (await http.post(f"{PATH}/{layout_id}/delete")).status_code == 303
    assert await pdf(doors, cast.seller, number) == before
    assert "次の題" in said(await pdf(doors, cast.seller, later))
    assert await printed_in(doors, cast.seller, number) == [(layout_id, 1)]
    assert await printed_in(doors, cast.seller, later) == [(layout_id, 2)]
    copy = await doors.get(cast.buyer, f"{RECEIVED}/{number}/pdf")
    assert copy.content == before
    kept = await rows(
        doors.pool, cast.seller.company_id, "SELECT version FROM layout_versions ORDER BY version"
    )
    assert [row["version"] for row in kept] == [1, 2]


async def test_a_correction_keeps_the_layout_even_when_the_customer_has_another_by_then(
    doors: Doors, cast: Cast
) -> None:
    async with screen(doors, cast.seller) as http:
        first, second = [
            await made(http, code=code, title=title) for code, title in (("1", "一の題"), ("2", "二の題"))
        ]
        await let_have(doors, cast, first)
        number = await issued(doors, cast)
        await let_have(doors, cast, second)
        await http.post(f"{PATH}/{first}/delete")
    assert (await doors.send_back(cast.buyer, int(number))).status_code == 200
    answer = await doors.put(cast.seller, {**INVOICE, "invoice_mng_num": number, "customer": None})
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    assert "一の題" in said(await pdf(doors, cast.seller, number))
    assert await printed_in(doors, cast.seller, number) == [(first, 1), (first, 1)]


async def test_an_unknown_or_deleted_code_is_a_fault(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        await http.post(f"{PATH}/{await made(http, code='GONE')}/delete")
        await made(http, code="HERE")
    for code in ("GONE", "NEVER"):
        answer = await post(doors, cast, {**INVOICE, "invoice_setting_code": code})
        assert codes_of(answer) == [("invoices[0].invoice_setting_code", "E500009")]
    async with screen(doors, cast.outsider) as http:
        await made(http, code="THEIRS")
    answer = await post(doors, cast, {**INVOICE, "invoice_setting_code": "THEIRS"})
    assert codes_of(answer) == [("invoices[0].invoice_setting_code", "E500009")]


async def test_a_customer_whose_layout_is_deleted_falls_back(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, code="K", title="消える題")
        await let_have(doors, cast, layout_id)
        await http.post(f"{PATH}/{layout_id}/delete")
    number = await issued(doors, cast)
    assert "消える題" not in said(await pdf(doors, cast.seller, number))
    assert await printed_in(doors, cast.seller, number) == [(None, None)]


async def test_the_codes_can_be_read_by_api(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        usual = await made(http, code="B", name="二つ目")
        await made(http, code="A", name="一つ目")
        await http.post(f"{PATH}/{usual}/usual")
    answer = await doors.get(cast.seller, "/v1/invoice/seller/layouts")
    assert answer.json()["layouts"] == [
        {"invoice_setting_code": "A", "layout_name": "一つ目", "usual_flg": "0"},
        {"invoice_setting_code": "B", "layout_name": "二つ目", "usual_flg": "1"},
    ]
    assert (await doors.get(cast.outsider, "/v1/invoice/seller/layouts")).json()["layouts"] == []
    assert (await doors.get(cast.free_seller, "/v1/invoice/seller/layouts")).status_code == 403


async def test_an_outsider_finds_no_layout_of_another_company(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, files={"logo_file": png(20, 20)})
    async with screen(doors, cast.outsider) as http:
        for path in (f"{PATH}/{layout_id}", f"{NEW}?from={layout_id}", f"{PATH}/nonsense"):
            assert (await http.get(path)).status_code == 404
        for path in (f"{PATH}/{layout_id}/delete", f"{PATH}/{layout_id}/usual"):
            assert (await http.post(path)).status_code == 404
        assert (await send(http, f"{PATH}/{layout_id}", seen="1")).status_code == 404
        assert str(layout_id) not in (await http.get(PATH)).text


async def test_only_administrators_change_layouts(doors: Doors, cast: Cast) -> None:
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http)
        async with transaction(doors.pool, None) as connection:
            query = "UPDATE users SET administrator = false WHERE user_id = $1"
            await connection.execute(query, cast.seller.user.user_id)
        assert (await http.get(f"{PATH}/{layout_id}")).status_code == 200
        for answer in (
            await send(http, NEW, code="X"),
            await send(http, f"{PATH}/{layout_id}", seen="1"),
            await http.post(f"{PATH}/{layout_id}/delete"),
            await http.post(f"{PATH}/{layout_id}/usual"),
            await http.post(f"{PATH}/usual"),
        ):
            assert answer.status_code == 403


async def test_a_customer_is_given_its_layout_on_its_own_screen(doors: Doors, cast: Cast) -> None:
    path = f"/seller/customers/{cast.customer_id}"
    async with screen(doors, cast.seller) as http:
        layout_id = await made(http, code="C", name="得意先用", title="得意先請求書")
        page = (await http.get(path)).text
        assert "得意先用 (C)" in page
        fields = dict(re.findall(r'<input id="(\w+)" name="\w+" type="\w+" value="([^"]*)"', page))
        seen = page.split('name="seen" value="')[1].split('"')[0]
        sent = {**fields, "seen": seen, "layout": str(layout_id), "person": "", "rounding": ""}
        assert (await http.post(path, data=sent)).status_code == 303
        assert "書式" in (await http.get(path)).text
    assert "得意先請求書" in said(await pdf(doors, cast.seller, await issued(doors, cast)))
