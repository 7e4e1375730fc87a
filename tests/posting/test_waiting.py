"""From issuing to the waiting lists."""

import httpx
import pytest

from tests.house.cast import BUYER_AS_CUSTOMER, Cast
from tests.house.doors import INVOICES, Doors, codes_of
from tests.house.papers import status_of
from tests.posting.house import INVOICE, POST, UNLINKED, close, issue, letters, pages_of, sign_in, work


async def test_a_posted_invoice_waits_for_the_mail_house_and_reaches_the_inbox_too(
    doors: Doors, cast: Cast
) -> None:
    [number] = await issue(doors, cast, {**INVOICE, **POST})
    [letter] = await letters(doors, cast)
    assert (letter["way"], letter["state"], letter["invoice_mng_num"]) == ("mail_house", "waiting", number)
    assert (letter["zip"], letter["name1"], letter["name2"]) == (
        "150-0002",
        BUYER_AS_CUSTOMER["company_name_org"],
        BUYER_AS_CUSTOMER["base_name"],
    )
    assert letter["problem"] is None
    received = await doors.get(cast.buyer, f"/v1/invoice/buyer/invoices/{number}")
    assert received.status_code == 200
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert "invoice.letter_waiting" in [event["action"] for event in history]


async def test_an_unlinked_customer_without_mail_is_issued_by_post_and_else_an_error(
    doors: Doors, cast: Cast
) -> None:
    posted, stuck = await issue(
        doors, cast, {**INVOICE, "customer": UNLINKED, **POST}, {**INVOICE, "customer": UNLINKED}
    )
    assert await status_of(doors.pool, cast.seller.company_id, posted) == (22, 1)
    assert await status_of(doors.pool, cast.seller.company_id, stuck) == (29, 1)
    assert [letter["invoice_mng_num"] for letter in await letters(doors, cast)] == [posted]


async def test_what_the_company_set_decides_where_the_invoice_leaves_it_open(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    answer = await screen.post("/seller/posting/settings", data={"default": "post", "encoding": "utf-8"})
    assert answer.status_code == 303
    by_default, not_posted = await issue(doors, cast, INVOICE, {**INVOICE, "inv_coop_post_use_type": "1"})
    assert [letter["invoice_mng_num"] for letter in await letters(doors, cast)] == [by_default]
    setting = {f"customer-{cast.customer_id}": "not"}
    assert (await screen.post("/seller/posting/settings/customers", data=setting)).status_code == 303
    [by_customer] = await issue(doors, cast, {**INVOICE, "inv_coop_post_use_type": "0"})
    assert {not_posted, by_customer}.isdisjoint(one["invoice_mng_num"] for one in await letters(doors, cast))


async def test_an_invoice_marked_for_own_printing_waits_to_be_printed(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    await issue(doors, cast, {**INVOICE, "private_print_flg": "1"}, {**INVOICE, "private_print_flg": "1"})
    waiting = await letters(doors, cast)
    assert {one["way"] for one in waiting} == {"own_print"}
    chosen = {"letter": [str(one["letter_id"]) for one in waiting]}
    pdf = await screen.post("/seller/posting/own/pdf", data=chosen)
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    texts = pages_of(pdf.content)
    assert [str(one["invoice_mng_num"]) in text for one, text in zip(waiting, texts, strict=True)] == [
        True
    ] * 2
    assert (await screen.post("/seller/posting/own/printed", data=chosen)).status_code == 303
    assert {one["state"] for one in await letters(doors, cast)} == {"printed"}
    assert "自社で印刷する請求書はありません" in (await screen.get("/seller/posting/own")).text


@pytest.mark.parametrize(
    ("field", "code"),
    [({"inv_coop_post_use_type": "2"}, "E100005"), ({"private_print_flg": "1"}, "E100006")],
)
async def test_without_the_option_the_fields_are_refused(
    doors: Doors, cast: Cast, field: dict[str, str], code: str
) -> None:
    body = {"response_type": "json", "invoices": [{**INVOICE, **field}]}
    answer = await doors.send(cast.outsider, "POST", INVOICES, body)
    assert (answer.status_code, codes_of(answer)) == (400, [(f"invoices[0].{next(iter(field))}", code)])


async def test_without_the_options_the_page_says_how_to_apply_and_nothing_can_be_done(
    doors: Doors, cast: Cast
) -> None:
    http = await sign_in(doors, cast.outsider)
    for path in ("", "/own", "/batches", "/settings"):
        answer = await http.get(f"/seller/posting{path}")
        assert answer.status_code == 200
        assert "お申し込みいただいていません" in answer.text
    assert (await http.post("/seller/posting/close")).status_code == 403
    assert "E100801" in (await http.post("/seller/posting/own/printed", data={})).text
    await http.aclose()


async def test_a_missing_address_keeps_the_letter_out_until_it_is_put_right(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    nowhere = {**UNLINKED, "zip": None}
    [number] = await issue(doors, cast, {**INVOICE, "customer": nowhere, **POST})
    [letter] = await letters(doors, cast)
    assert (letter["state"], letter["problem"]) == ("waiting", "zip")
    shown = await screen.get("/seller/posting")
    assert "郵便番号がありません。" in shown.text
    assert (await screen.post("/seller/posting/close")).status_code == 409
    one = f"/seller/posting/letters/{letter['letter_id']}"
    wrong = {"zip": "150-0002", "address1": "大阪府大阪市北区梅田1-1", "name1": "有限会社郵便商店"}
    refused = await screen.post(one, data=wrong)
    assert refused.status_code == 400
    assert "都道府県が一致していません" in refused.text
    assert (await screen.post(one, data={**wrong, "address1": "東京都渋谷区渋谷2-1"})).status_code == 303
    await close(screen)
    [closed] = await letters(doors, cast)
    assert (closed["state"], closed["zip"], closed["sequence"]) == ("closed", "150-0002", 1)
    assert (await screen.post(one, data={**wrong, "address1": "東京都渋谷区"})).status_code == 409
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert {"invoice.letter_addressed", "invoice.letter_closed"} <= {event["action"] for event in history}
    await work(doors, cast)


async def test_an_invoice_that_came_back_is_not_posted_as_it_was(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    [number] = await issue(doors, cast, {**INVOICE, **POST})
    await doors.send_back(cast.buyer, number)
    assert "郵送待ちの請求書はありません" in (await screen.get("/seller/posting")).text
    assert (await screen.post("/seller/posting/close")).status_code == 409
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 2, **POST})
    assert answer.status_code == 200, answer.text
    await work(doors, cast)
    await close(screen)
    assert [(one["version"], one["state"]) for one in await letters(doors, cast)] == [
        (1, "waiting"),
        (2, "closed"),
    ]
    await work(doors, cast)


async def test_another_company_s_letters_and_batches_are_not_there(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    await issue(doors, cast, {**INVOICE, **POST})
    batch_no = await close(screen)
    [letter] = await letters(doors, cast)
    await doors.pool.execute(
        "UPDATE companies SET options = options || '{postal_proxy,bulk_print}' WHERE company_id = $1",
        cast.outsider.company_id,
    )
    http = await sign_in(doors, cast.outsider)
    for path in (
        f"batches/{batch_no}",
        f"batches/{batch_no}/pdf",
        f"batches/{batch_no}/csv",
        f"letters/{letter['letter_id']}",
        "batches/x",
        "letters/x",
    ):
        assert (await http.get(f"/seller/posting/{path}")).status_code == 404, path
    for path in (f"batches/{batch_no}/hand-over", f"letters/{letter['letter_id']}/take-off"):
        assert (await http.post(f"/seller/posting/{path}")).status_code == 404, path
    await http.aclose()
    await work(doors, cast)
