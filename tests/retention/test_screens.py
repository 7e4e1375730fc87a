"""On screen: administrators keep, hold, release, take everything along; others do not come in."""

import io
import re
import zipfile

import httpx

from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.house.screens import at_screen, form_of, problems_of

PATH = "/settings/retention"


async def kept(http: httpx.AsyncClient, **typed: str) -> httpx.Response:
    """Send the form of how long papers are kept."""
    form = form_of((await http.get(PATH)).text)
    return await http.post(PATH, data={**form, **typed})


async def test_longer_takes_effect_at_once_and_shorter_wants_a_reason(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.ISSUED)
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(f"/seller/invoices/{number}")).text
        [before] = re.findall(r"保存期限</dt><dd><time datetime=\"(\d{4})-05-31\"", page)
        assert (await kept(http, years="10")).status_code == 303
        page = (await http.get(f"/seller/invoices/{number}")).text
        assert f'datetime="{int(before) + 3}-05-31"' in page
        refused = await kept(http, years="7")
        assert refused.status_code == 400
        assert "reason" in problems_of(refused.text)
        assert (await kept(http, years="7", reason="欠損金がないため")).status_code == 303
        for wrong in ({"years": "6"}, {"fiscal_month": "13"}, {"extension": "5"}, {"years": "x"}):
            assert (await kept(http, **wrong, reason="x")).status_code == 400
        log = (await http.get("/settings/audit", params={"action": "retention.set"})).text
        assert "10年・3月決算" in log
        assert "欠損金がないため" in log


async def test_a_hold_is_set_shown_and_ended_with_a_reason(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        faulty = {"from_day": "2026-04-01", "to_day": "2025-04-01", "numbers": "1,x"}
        wrong = problems_of((await http.post(f"{PATH}/holds/new", data=faulty)).text)
        assert {*wrong} == {"name", "reason", "to_day", "numbers"}
        hold = {"name": "訴訟", "reason": "係争中", "partner": "あおぞら", "numbers": "1, 2\n3"}
        assert (await http.post(f"{PATH}/holds/new", data=hold)).status_code == 303
        page = (await http.get(PATH)).text
        assert "管理番号 1, 2, 3" in page
        [end] = re.findall(r'action="(/settings/retention/holds/[\w-]+/end)"', page)
        assert (await http.post(end, data={"reason": " "})).status_code == 400
        assert (await http.post(end, data={"reason": "和解"})).status_code == 303
        assert (await http.post(end, data={"reason": "和解"})).status_code == 409
        assert "和解" in (await http.get(PATH)).text
    async with at_screen(doors, cast.outsider) as http:
        assert (await http.post(end, data={"reason": "和解"})).status_code == 404


async def test_everything_is_fetched_as_one_file_by_its_own_company_only(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast)
    async with at_screen(doors, cast.seller) as http:
        assert (await http.post("/settings/export")).status_code == 303
        assert (await http.post("/settings/export")).status_code == 409, "one at a time"
        await doors.work_off()
        [file] = re.findall(
            r'href="(/settings/export/[\w-]+/file)"', (await http.get("/settings/export")).text
        )
        answer = await http.get(file)
        assert answer.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            assert "index.csv" in archive.namelist()
    async with at_screen(doors, cast.outsider) as http:
        assert (await http.get(file)).status_code == 404


async def test_nothing_can_be_released_while_nothing_is_over(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.seller) as http:
        assert "期限を過ぎた書類はありません" in (await http.get(f"{PATH}/over")).text
        assert (await http.post(f"{PATH}/over/release", data={"sure": "1"})).status_code == 409


async def test_only_administrators_come_in(doors: Doors, cast: Cast) -> None:
    await doors.pool.execute(
        "UPDATE users SET administrator = false WHERE company_id = $1", cast.buyer.company_id
    )
    async with at_screen(doors, cast.buyer) as http:
        for path in (PATH, f"{PATH}/over", f"{PATH}/holds/new", "/settings/export"):
            assert (await http.get(path)).status_code == 403
        for path in (PATH, f"{PATH}/holds/new", f"{PATH}/over/release", "/settings/export"):
            assert (await http.post(path, data={"years": "10", "sure": "1"})).status_code == 403
