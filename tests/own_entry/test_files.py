"""Many papers from a file: every fault of every cell at once, and all or nothing is registered."""

import httpx

from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors
from tests.house.screens import at_screen

HEADS = "請求書番号,支払先コード,件名,支払期限,おもての請求金額,負担部門コード,明細項目,数量,単価,税区分,税率"
GOOD = """A-1,P-001,用紙,2026/12/31,,110,コピー用紙,10,500,課税,10%
A-1,P-001,,,,,茶,2,400,課税,8%※
A-2,P-001,会費,2026/12/31,"3,000",,,,,,"""


async def upload(desk: httpx.AsyncClient, rows: str) -> httpx.Response:
    content = f"{HEADS}\r\n{rows}".encode("cp932")
    return await desk.post("/buyer/own/uploads", files={"file": ("11月.csv", content, "text/csv")})


async def test_a_file_is_checked_and_registered_in_the_background(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    path = (await upload(desk, GOOD)).headers["location"]
    await doors.work_off()
    assert "すべての行を読み取れました" in (await desk.get(path)).text
    assert (await desk.post(f"{path}/register", data={"do": "register"})).status_code == 303
    await doors.work_off()
    assert "2件の請求書を登録しました" in (await desk.get(path)).text
    listed = (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["invoices"]
    by_number = {one["inv_no"]: one for one in listed}
    assert by_number["A-1"]["inv_show_amount"] == 5500 + 864
    assert by_number["A-1"]["inv_tax_tr8_reduced"] == 64
    assert by_number["A-2"]["inv_show_amount"] == 3000
    for one in listed:
        pdf = await doors.get(cast.buyer, f"{RECEIVED}/{one['invoice_mng_num']}/pdf")
        assert pdf.content.startswith(b"%PDF-")
    assert (await desk.post(f"{path}/register", data={"do": "register"})).status_code == 409


async def test_every_error_of_every_cell_is_told_at_once_and_nothing_is_registered(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    bad = "A-1,P-999,件名,2026/13/01,,999,,,,,\nA-2,P-001,,,百円,,,,,,\n" + GOOD.replace("A-", "B-")
    path = (await upload(desk, bad)).headers["location"]
    await doors.work_off()
    page = (await desk.get(path)).text
    for column in ("支払先コード", "支払期限", "負担部門コード", "おもての請求金額"):
        assert f'<td role="cell">{column}</td>' in page, column
    assert page.count('<th role="rowheader" scope="row" class="figures">2</th>') == 4
    assert (await desk.post(f"{path}/register", data={"do": "register"})).status_code == 409
    assert (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["total_count"] == 0


async def test_what_was_registered_before_is_doubted_and_has_to_be_confirmed(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    for confirmed in ({"do": "register"}, {"confirmed": "1"}):
        path = (await upload(desk, GOOD)).headers["location"]
        await doors.work_off()
        if "confirmed" in confirmed:
            assert "すでにあります" in (await desk.get(path)).text
            assert (await desk.post(f"{path}/register", data={"do": "register"})).status_code == 409
        assert (await desk.post(f"{path}/register", data=confirmed)).status_code == 303
        await doors.work_off()
    assert (await doors.get(cast.buyer, RECEIVED, response_type="json")).json()["total_count"] == 4


async def test_a_file_without_payees_is_not_taken_and_to_outsiders_none_is_there(
    doors: Doors, cast: Cast, desk: httpx.AsyncClient
) -> None:
    refused = await desk.post(
        "/buyer/own/uploads", files={"file": ("a.csv", "件名\nあ".encode(), "text/csv")}
    )
    assert refused.status_code == 400
    assert "支払先コード" in refused.text
    path = (await upload(desk, GOOD)).headers["location"]
    await doors.work_off()
    async with at_screen(doors, cast.outsider) as http:
        assert (await http.get(path)).status_code == 404
    assert (await desk.get("/buyer/own/sample")).status_code == 200
    assert "11月.csv" in (await desk.get("/buyer/own")).text
