"""What programs call: written down beside the calls, bodies only where they are wanted, and covered."""

import re
import time
from datetime import timedelta

from seikyu.applications.call_log import CallLog, Entry
from seikyu.applications.jobs import tasks
from seikyu.applications.masking import readable
from seikyu.applications.model import Call
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.wire import codes
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.faults import Fault
from tests.house.cast import BANK_1, Cast, Party
from tests.house.doors import INVOICES, Doors, until
from tests.house.screens import at_screen

PROGRAMS = "/settings/api/programs"


async def count(doors: Doors, party: Party, table: str = "api_calls") -> int:
    async with transaction(doors.pool, party.company_id) as connection:
        found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
    return found


async def written(doors: Doors, party: Party, calls: int, table: str = "api_calls") -> None:
    async def there() -> bool:
        return await count(doors, party, table) >= calls

    await until(there, 5)


async def test_a_failed_call_is_listed_with_its_codes_and_found_by_them(doors: Doors, cast: Cast) -> None:
    await doors.get(cast.seller, INVOICES, response_type="json")
    failed = await doors.put(cast.seller, {"invoice_mng_num": 1, "inv_no": "x" * 500, "inv_show_amount": "y"})
    assert failed.status_code == 400
    codes = {entry["error_code"] for entry in failed.json()["error_list"]}
    await written(doors, cast.seller, 2)
    calls = f"{PROGRAMS}/{cast.seller.client_id}/calls"
    async with at_screen(doors, cast.seller) as http:
        page = (await http.get(calls)).text
        assert page.count("data-row") == 2
        for query, rows in (
            ("outcome=faults", 1),
            ("outcome=done", 1),
            ("outcome=failed", 0),
            (f"code={min(codes).lower()}", 1),
            ("code=E999999", 0),
            ("at_date_from=2999-01-01", 0),
            ("at_date_to=2999-01-01", 2),
        ):
            assert (await http.get(f"{calls}?{query}")).text.count("data-row") == rows, query
        [path] = re.findall(r'href="([^"]+)" data-row', (await http.get(f"{calls}?outcome=faults")).text)
        one = (await http.get(path)).text
        assert all(code in one for code in codes)
        assert failed.headers["x-request-id"] in one
        assert "127.0.0.1" in one
        assert "本文は記録されていません" in one
        async with at_screen(doors, cast.outsider) as stranger:
            other = path.replace(cast.seller.client_id, cast.outsider.client_id)
            assert (await stranger.get(other)).status_code == 404
    assert await count(doors, cast.seller, "api_call_bodies") == 0


async def test_bodies_are_kept_where_they_were_switched_on_and_cover_what_is_nobodys_business(
    doors: Doors, cast: Cast
) -> None:
    here = f"{PROGRAMS}/{cast.seller.client_id}"
    async with at_screen(doors, cast.seller) as http:
        await http.post(f"{here}/bodies")
        assert "記録中" in (await http.get(here)).text
        bank = {**BANK_1, "account_num": "7654321"}
        await doors.put(
            cast.seller,
            {"invoice_mng_num": 1, "banks": [bank], "customer": {"user_email": "taro@example.jp"}},
        )
        await written(doors, cast.seller, 1, "api_call_bodies")
        [path] = re.findall(r'href="([^"]+)" data-row', (await http.get(f"{here}/calls")).text)
        page = (await http.get(path)).text
        assert "invoice_mng_num" in page
        assert "error_list" in page
        for secret in ("7654321", "taro@example.jp", BANK_1["depositor_name"], cast.seller.token):
            assert secret not in page
        await http.post(f"{here}/no-bodies")
        assert "記録中" not in (await http.get(here)).text
        await doors.pool.execute(
            "UPDATE users SET administrator = false WHERE user_id = $1", cast.seller.user.user_id
        )
        assert "invoice_mng_num" not in (await http.get(path)).text


def test_whatever_is_cut_or_spelled_oddly_stays_covered() -> None:
    def covered(text: str, kind: str = "application/json") -> str:
        return readable(text.encode(), kind, cut=True) or ""

    for text in (
        '{"account_num": "7654321", "x": 1}',
        '{"account_num" : 7654321}',
        '{"account\\u005fnum": "7654321"}',
        '{"a": "\\"", "Account_Num":"76\\"54321',
        '{"refresh_token": ["7654321"]}',
        '{"x": "write to 7654321@example.jp"}',
        '{"x": "請求先7654321@example.jp"}',
        '{"contact": "経理 7654321"}',
    ):
        assert "54321" not in covered(text), text
    for text in (
        "<r><account_num>7654321</account_num></r>",
        "<r><n:Account_num a='1'><![CDATA[7654321]]></n:Account_num></r>",
        "<r><secret>7654321",
    ):
        assert "54321" not in covered(text, "text/xml; charset=utf-8"), text
    assert covered('{"inv_no": "A-1", "account_num": null}') == '{"inv_no": "A-1", "account_num": null}…'
    assert (
        covered("<r><secret/><inv_no>A-1</inv_no></r>", "text/xml") == "<r><secret/><inv_no>A-1</inv_no></r>…"
    )
    assert readable(b"%PDF", "application/pdf", cut=False) is None


def test_a_long_word_takes_no_longer_than_many_short_ones() -> None:
    def seconds(word: str) -> float:
        body = f'{{"pdf": "{word * (8100 // len(word))}"}}'.encode()
        begun = time.perf_counter()
        for _ in range(5):
            readable(body, "application/json", cut=False)
        return time.perf_counter() - begun

    assert min(seconds("JVBERi0x") for _ in range(3)) < 10 * max(seconds("JVBE 请0x") for _ in range(3))


def test_sentences_that_repeat_a_bank_account_are_covered() -> None:
    given = {"name": "株式会社<支払先", "label": "口座番号", "value": "7654321", "characters": "「4」"}
    for code in (codes.BANK_VALUE, codes.BANK_CHARACTERS):
        for language in ("ja", "en"):
            entry = Fault("payees[1]", code, given).entry(language)
            for written, kind in ((wire_json.write, "application/json"), (wire_xml.write, "text/xml")):
                kept = readable(written({"error_list": [entry]}), kind, cut=False) or ""
                assert "7654321" not in kept
                assert code.number in kept


async def test_old_calls_and_sooner_their_bodies_are_cleared_away(
    doors: Doors, cast: Cast, pool: Pool
) -> None:
    party, now = cast.seller, system_clock()
    for days in (31, 8, 1):
        at = now - timedelta(days=days)
        async with transaction(pool, party.company_id) as connection:
            key = (party.company_id, party.client_id, new_id(at))
            await connection.execute(
                "INSERT INTO api_calls VALUES ($1, $2, $3, $4, 'GET', '/v1/x', 200, 1, 'r', '{}', '::1')",
                *key,
                at,
            )
            await connection.execute("INSERT INTO api_call_bodies VALUES ($1, $2, $3, 'x', 'y')", *key)
    [task] = tasks(pool, system_clock)
    await task.run({})
    assert (await count(doors, party), await count(doors, party, "api_call_bodies")) == (2, 1)


async def test_a_database_that_is_away_fails_no_call_and_what_waits_is_written_when_it_is_back(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    party, now = cast.seller, system_clock()
    call = Call(party.company_id, party.client_id, new_id(now), now, "GET", "/v1/x", 200, 1, "r", (), "::1")
    log = CallLog("postgresql://nobody@127.0.0.1:1/nowhere")
    async with log.kept():
        for _ in range(12_000):
            log.add(Entry(call, None))
    back = CallLog(database_url)
    async with back.kept():
        back.add(Entry(call, None))
    assert await count(doors, party) == 1
