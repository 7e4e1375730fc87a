"""監査ログ: administrators find what was done, take it out, and have their own log verified."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest_asyncio

from seikyu.audit.sealing import seal
from seikyu.db.pool import transaction
from seikyu.kit import csv_text
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.house.screens import at_screen

PATH = "/settings/audit"


@dataclass(frozen=True)
class Screen:
    """A person of the seller who has logged in."""

    http: httpx.AsyncClient

    async def text(self, **query: str) -> str:
        answer = await self.http.get(PATH, params=query)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest_asyncio.fixture(loop_scope="session")
async def screen(doors: Doors, cast: Cast) -> AsyncIterator[Screen]:
    """The seller's administrator at the screen."""
    async with at_screen(doors, cast.seller) as http:
        yield Screen(http)


async def test_what_was_done_is_found_by_day_person_action_and_subject(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    await seal(doors.pool)
    shown = await screen.text()
    assert "差戻し後の修正" in shown
    assert "差戻受 → 発行予約済" in shown
    found = {"at_to": "2030-01-01", "at_from": "2020-01-01", "person": "山田", "action": "invoice.corrected"}
    assert str(number) in await screen.text(**found, subject_kind="invoice", subject_id=str(number))
    for other in (
        {"person": "だれか"},
        {"action": "invoice.issued"},
        {"at_to": "2020-01-01"},
        {"subject_id": "1"},
    ):
        assert "該当する記録はありません" in await screen.text(**other)


async def test_the_log_is_verified_by_a_worker_and_the_result_is_shown(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    assert "まだ検証していません" in await screen.text()
    assert (await screen.http.post(f"{PATH}/verify")).status_code == 303
    assert "検証中" in await screen.text()
    await seal(doors.pool)
    await doors.work_off()
    assert "異常なし" in await screen.text()
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute("ALTER TABLE audit_events DISABLE TRIGGER USER")
        await connection.execute("UPDATE audit_events SET actor_name = 'x' WHERE action = 'logged_in'")
        await connection.execute("ALTER TABLE audit_events ENABLE TRIGGER USER")
    await screen.http.post(f"{PATH}/verify")
    await doors.work_off()
    assert "1番の記録の内容が変えられています" in await screen.text()


async def test_the_file_holds_what_was_found_and_leaves_a_trace(doors: Doors, screen: Screen) -> None:
    await screen.text()
    await seal(doors.pool)
    answer = await screen.http.post(
        f"{PATH}/export", params={"action": "logged_in"}, data={"encoding": "utf-8"}
    )
    heads, *rows = csv_text.read(csv_text.decode(answer.content)[0])
    assert heads[0] == "番号"
    assert [(row[0], row[6]) for row in rows] == [("1", "logged_in")]
    assert len(rows[0][-1]) == 64
    assert "一覧のCSV出力" in await screen.text()


async def test_whoever_is_no_administrator_sees_nothing_of_it(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    await screen.text()
    await doors.pool.execute(
        "UPDATE users SET administrator = false WHERE user_id = $1", cast.seller.user.user_id
    )
    assert (await screen.http.get(PATH)).status_code == 403
    for path in ("verify", "export"):
        assert (await screen.http.post(f"{PATH}/{path}", data={"encoding": "utf-8"})).status_code == 403


async def test_another_company_sees_nothing_of_it(doors: Doors, cast: Cast, screen: Screen) -> None:
    [number] = await add_invoices(doors.pool, cast)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    assert str(number) in await screen.text()
    async with at_screen(doors, cast.outsider) as http:
        assert "該当する記録はありません" in await Screen(http).text(subject_id=str(number))
