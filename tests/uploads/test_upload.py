"""From a file to registered invoices, through the screens' own door and the worker."""

from typing import Any

from seikyu.uploads.model import State
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors
from tests.house.papers import rows
from tests.uploads.house import (
    LINE,
    checked,
    documents,
    enter,
    invoices,
    know_customers,
    numbers,
    press,
    send,
    standard,
    told,
    upload_of,
    uploaded,
)

GOLDEN = standard(
    {
        **LINE,
        "inv_no": "G-1",
        "pay_due_date": "2026/12/31",
        "close_date": "2026-11-30",
        "carryover_new": "1,000",
        "remarks": "髙橋様①～",
        "details.item_slip_date": "2026/11/5",
        "details.item_unit": "式",
    },
    {
        "inv_no": "G-1",
        "customer.private_cust_cd": "C-1",
        "details.item_name": "水",
        "details.item_qty": "24",
        "details.item_price": "98.5",
        "details.tax_type": "課税",
        "details.tax_rate_sec": "8%※",
        "details.input_tax_type": "税込",
    },
    {**LINE, "inv_no": "G-2", "details.item_without_tax": "９,０００", "inv_tax": "901"},
    encoding="cp932",
)
SAME: list[dict[str, Any]] = [
    {
        "customer": {"private_cust_cd": "C-1"},
        "inv_no": "G-1",
        "inv_name": "11月分ご請求",
        "pay_due_date": "2026-12-31",
        "close_date": "2026-11-30",
        "carryover_new": 1000,
        "remarks": "髙橋様①～",
        "inv_without_tax": 5189,
        "inv_tax": 475,
        "inv_amount": 5664,
        "inv_show_amount": 6664,
        "inv_without_tax_tr10": 3000,
        "inv_tax_tr10": 300,
        "inv_amount_tr10": 3300,
        "inv_without_tax_tr8_reduced": 2189,
        "inv_tax_tr8_reduced": 175,
        "inv_amount_tr8_reduced": 2364,
        "details": [
            {
                "item_slip_date": "2026-11-05",
                "item_name": "保守料",
                "item_qty": 2,
                "item_price": 1500,
                "item_unit": "式",
                "item_without_tax": 3000,
                "tax_type": "0",
                "tax_rate_sec": 10,
            },
            {
                "item_name": "水",
                "item_qty": 24,
                "item_price": 98.5,
                "item_amount": 2364,
                "tax_type": "0",
                "tax_rate_sec": 8,
                "reduced_tax_flg": "1",
                "input_tax_type": "1",
            },
        ],
    },
    {
        "customer": {"private_cust_cd": "C-1"},
        "inv_no": "G-2",
        "inv_name": "11月分ご請求",
        "inv_without_tax": 9000,
        "inv_tax": 901,
        "inv_amount": 9900,
        "inv_show_amount": 9900,
        "inv_without_tax_tr10": 9000,
        "inv_tax_tr10": 900,
        "inv_amount_tr10": 9900,
        "details": [
            {
                "item_name": "保守料",
                "item_qty": 2,
                "item_price": 1500,
                "item_without_tax": 9000,
                "tax_type": "0",
                "tax_rate_sec": 10,
            }
        ],
    },
]
"""What a program would send for the same invoices."""


async def test_a_file_gives_the_same_documents_byte_by_byte_as_the_api(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, GOLDEN)
    assert await told(doors, cast.seller, path) == [(4, "今回消費税額", "E600714")]
    assert (await press(doors, cookies, f"{path}/register")).status_code == 303
    await doors.work_off()
    by_file = await documents(doors, cast.seller)
    body = {"response_type": "json", "invoices": SAME}
    answer = await doors.send(cast.seller, "POST", INVOICES, body)
    assert answer.status_code == 200, answer.text
    everything = await documents(doors, cast.seller)
    assert len(by_file) == 2
    assert everything[2:] == by_file


async def test_what_is_registered_stands_with_its_person_its_upload_and_its_links(
    doors: Doors, cast: Cast
) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(2)))
    assert (await upload_of(doors, cast.seller, path)).state is State.CHECKED
    assert await numbers(doors, cast.seller) == []
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    upload = await upload_of(doors, cast.seller, path)
    assert (upload.state, upload.registered, upload.amount) == (State.DONE, 2, 6600)
    found = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT actor_user_id, via, request_id FROM audit_events WHERE action = 'invoice.registered'",
    )
    expected = {
        "actor_user_id": cast.seller.user.user_id,
        "via": "screen",
        "request_id": f"upload-{upload.upload_id}",
    }
    assert found == [expected, expected]
    page = (await doors.http.get(path, headers=cookies)).text
    made = await rows(doors.pool, cast.seller.company_id, "SELECT invoice_mng_num FROM invoices")
    assert all(f"/seller/invoices/{row['invoice_mng_num']}" in page for row in made)


async def test_the_good_are_registered_and_the_others_come_back_to_be_corrected(
    doors: Doors, cast: Cast
) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    wrong = {**LINE, "inv_no": "U-9", "pay_due_date": "2026/02/31", "details.item_qty": "二"}
    path = await checked(doors, cookies, standard(*invoices(2), wrong, encoding="cp932"))
    assert await told(doors, cast.seller, path) == [
        (4, "入金期限", "E200011"),
        (4, "数量", "E200009"),
    ]
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    assert await numbers(doors, cast.seller) == ["U-1", "U-2"]
    back = await doors.http.get(f"{path}/errors?format=csv", headers=cookies)
    text = back.content.decode("cp932")
    assert text.splitlines()[0].endswith(",備考,エラー")
    assert len(text.splitlines()) == 2
    assert "入金期限は実在する日付" in text
    corrected = text.replace("2026/02/31", "2026/02/28").replace("二", "2").encode("cp932")
    path = await checked(doors, cookies, corrected)
    assert await told(doors, cast.seller, path) == []
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    assert await numbers(doors, cast.seller) == ["U-1", "U-2", "U-9"]


async def test_the_workbook_to_be_corrected_can_be_uploaded_as_it_is(doors: Doors, cast: Cast) -> None:
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(3)))
    assert {code for _, _, code in await told(doors, cast.seller, path)} == {"E500011"}
    back = await doors.http.get(f"{path}/errors?format=xlsx", headers=cookies)
    await know_customers(doors, cast, "C-1")
    path = await checked(doors, cookies, back.content, "直し.xlsx")
    assert (await upload_of(doors, cast.seller, path)).good == 3


async def test_a_customer_that_the_file_introduces_is_known_further_down(doors: Doors, cast: Cast) -> None:
    cookies = await enter(doors, cast.seller)
    heads = "請求書番号,発行先コード,会社名,明細項目,金額"
    content = f"{heads}\r\nN-1,C-77,新しい会社,a,1000\r\nN-2,C-77,,b,2000\r\n".encode()
    answer = await send(doors, cookies, content)
    path = answer.headers["location"].removesuffix("/mapping")
    targets = ["inv_no", "customer.private_cust_cd", "customer.company_name_org", "details.item_name"]
    fields = {f"c{n}": target for n, target in enumerate([*targets, "details.item_without_tax"])}
    await press(doors, cookies, f"{path}/mapping", **fields)
    await doors.work_off()
    assert await told(doors, cast.seller, path) == []
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    assert (await upload_of(doors, cast.seller, path)).registered == 2


async def test_the_same_file_again_needs_a_confirmation(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    for confirmed in (False, True):
        path = await checked(doors, cookies, standard(*invoices(1)))
        if confirmed:
            page = (await doors.http.get(path, headers=cookies)).text
            assert "同じ内容のファイルが、すでに登録されています" in page
            refused = await press(doors, cookies, f"{path}/register")
            assert refused.status_code == 409
            assert "E400704" in refused.text
        fields = {"confirmed": "1"} if confirmed else {}
        assert (await press(doors, cookies, f"{path}/register", **fields)).status_code == 303
        await doors.work_off()
    assert await numbers(doors, cast.seller) == ["U-1", "U-1"]


async def test_an_upload_is_registered_once_however_often_it_is_asked_for(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(3)))
    first, *others = [(await press(doors, cookies, f"{path}/register")).status_code for _ in range(3)]
    assert (first, others) == (303, [409, 409])
    await doors.work_off()
    assert (await press(doors, cookies, f"{path}/register")).status_code == 409
    assert len(await numbers(doors, cast.seller)) == 3


async def test_nobody_else_finds_an_upload_or_a_mapping(doors: Doors, cast: Cast) -> None:
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(1)))
    outside = await enter(doors, cast.outsider)
    for page in (path, f"{path}/mapping", f"{path}/errors", "/seller/uploads/nothing"):
        assert (await doors.http.get(page, headers=outside)).status_code == 404
    for verb in ("register", "cancel", "resume", "mapping"):
        assert (await press(doors, outside, f"{path}/{verb}", c0="inv_no")).status_code == 404
    assert "請求.csv" not in (await doors.http.get("/seller/uploads", headers=outside)).text
    assert (await doors.http.get(path)).status_code == 303


async def test_a_file_that_cannot_be_read_is_told_at_once(doors: Doors, cast: Cast) -> None:
    cookies = await enter(doors, cast.seller)
    broken = "請求書番号,件名\r\nA-1,".encode("cp932") + b"\x81\xff\r\n"
    for content, name, sentence in (
        (broken, "a.csv", "2行目の2列目に、Shift_JISの文字として"),
        (b"a,b\r\n", "a.csv", "データの行がありません"),
        (b'a,b\r\n"x,1\r\n', "a.csv", "引用符"),
        (b"PK\x03\x04", "a.xlsx", "Excelファイル"),
        (b"%PDF", "a.pdf", "CSV（.csv）またはExcel"),
    ):
        answer = await send(doors, cookies, content, name)
        assert answer.status_code == 400
        assert sentence in answer.text
    assert (
        await doors.http.post("/seller/uploads/new", files={"x": ("", b"")}, headers=cookies)
    ).status_code == 400


async def test_a_mapping_is_kept_and_used_for_the_next_file_with_the_same_columns(
    doors: Doors, cast: Cast
) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    content = "伝票,得意先,品名,税抜\r\nA-1,C-1,x,1000\r\n".encode("cp932")
    answer = await send(doors, cookies, content)
    assert answer.headers["location"].endswith("/mapping")
    path = answer.headers["location"].removesuffix("/mapping")
    targets = ("inv_no", "customer.private_cust_cd", "details.item_name", "details.item_without_tax")
    fields = {f"c{n}": target for n, target in enumerate(targets)}
    twice = await press(doors, cookies, f"{path}/mapping", **fields | {"c2": "inv_no"})
    assert twice.status_code == 400
    assert "2つ以上の列に割り当てられています" in twice.text
    constants = {"t0": "details.tax_type", "v0": "課税", "t1": "details.tax_rate_sec", "v1": "10%"}
    answer = await press(doors, cookies, f"{path}/mapping", **fields, **constants, name="販売管理")
    assert answer.status_code == 303
    await doors.work_off()
    assert await told(doors, cast.seller, path) == []
    again = await checked(doors, cookies, content.replace(b"1000", b"2000"), "次.csv")
    upload = await upload_of(doors, cast.seller, again)
    assert (upload.mapping_name, upload.amount) == ("販売管理", 2200)
    listed = (await doors.http.get("/seller/uploads/mappings", headers=cookies)).text
    assert "販売管理" in listed
    saved = listed.partition('href="/seller/uploads/mappings/')[2].partition('"')[0]
    assert (
        await press(doors, cookies, f"/seller/uploads/mappings/{saved}", **fields, name="別名")
    ).status_code == 303
    assert (await press(doors, cookies, f"/seller/uploads/mappings/{saved}/delete")).status_code == 303
    assert (await press(doors, cookies, f"/seller/uploads/mappings/{saved}/delete")).status_code == 404
    assert (await send(doors, cookies, content)).headers["location"].endswith("/mapping")


async def test_an_upload_that_was_cancelled_registers_nothing(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(1)))
    await press(doors, cookies, f"{path}/register")
    await press(doors, cookies, f"{path}/cancel")
    await doors.work_off()
    assert await numbers(doors, cast.seller) == []
    assert (await upload_of(doors, cast.seller, path)).state is State.CANCELLED
    path = await uploaded(doors, cookies, standard(*invoices(1)))
    await press(doors, cookies, f"{path}/cancel")
    await doors.work_off()
    assert (await upload_of(doors, cast.seller, path)).state is State.CANCELLED
