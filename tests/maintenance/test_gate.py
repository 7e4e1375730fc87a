"""What callers meet while something is stopped: each is told in its own form, and nothing else is touched."""

import asyncio
from functools import partial

import pytest
from lxml import etree

from seikyu.db.pool import Pool, transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.jst import JST
from seikyu.maintenance.actions.end import cancel
from tests.house.cast import Cast
from tests.house.doors import INVOICES, told, until
from tests.house.papers import add_invoices
from tests.maintenance.house import OPERATOR, Site

TOKEN = "/openam/oauth2/access_token"


async def test_a_window_begins_and_ends_by_the_clock(site: Site) -> None:
    await site.plan("all", after=1, minutes=2)
    assert (await site.get("/login")).status_code == 200
    site.clock.move(seconds=61)
    stopped = await site.get("/login")
    assert stopped.status_code == 503
    assert 100 <= int(stopped.headers["retry-after"]) <= 120
    site.clock.move(seconds=120)
    assert (await site.get("/login")).status_code == 200


async def test_programs_are_told_in_the_format_and_language_they_asked_for(site: Site) -> None:
    await site.stop("all", retry_after=321)
    japanese = await site.get(f"{INVOICES}?response_type=json")
    assert (japanese.status_code, japanese.headers["retry-after"]) == (503, "321")
    [entry] = told(japanese)
    assert (entry["error_item"], entry["error_code"]) == ("", "E900002")
    assert entry["error_detail"].startswith("メンテナンス中")
    english = await site.get(INVOICES, {"Accept": "text/xml", "Accept-Language": "en"})
    assert etree.fromstring(english.content).findtext("error_list/error_detail", "").startswith("The service")
    xml = await site.http.put(INVOICES, content=b"<request/>", headers={"Content-Type": "text/xml"})
    assert (xml.status_code, told(xml)[0]["error_code"]) == (503, "E900002")
    assert xml.headers["content-type"].startswith("text/xml")


async def test_oauth_is_told_as_oauth_knows_it(site: Site) -> None:
    await site.stop("api")
    for path in (TOKEN, "/api/credentials/access_token"):
        answer = await site.http.post(path, data={"grant_type": "refresh_token"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "600")
        assert answer.json()["error"] == "temporarily_unavailable"
        assert answer.headers["cache-control"] == "no-store"


async def test_machines_of_the_operator_see_everything_well(site: Site) -> None:
    await site.stop("all")
    for path in ("/healthz", "/readyz", "/openapi.json"):
        assert (await site.get(path)).status_code == 200, path
    page = await site.get("/login")
    css = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert (await site.get(css)).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("ja", "メンテナンス中です"), ("en", "Under maintenance")])
async def test_people_see_a_page_that_says_what_until_when_and_why(
    site: Site, language: str, words: str
) -> None:
    window = await site.plan("screens", after=0)
    page = await site.get(f"/seller/invoices?language={language}")
    assert page.status_code == 503
    assert window.ends_at is not None
    assert words in page.text
    assert f"{window.ends_at.astimezone(JST):%Y/%m/%d %H:%M}" in page.text
    assert window.notice.of("en" if language == "en" else "ja") in page.text
    assert page.headers["content-security-policy"]
    # The API goes on, and so does what programs need for it.
    assert (await site.get(INVOICES)).status_code == 401
    assert (await site.http.post(TOKEN)).status_code == 400


async def test_a_form_that_was_not_taken_says_so(site: Site) -> None:
    await site.stop("all")
    answer = await site.http.post("/login", data={"pfid": "a@example.jp", "password": "x"})
    assert answer.status_code == 503
    assert "今回の操作は行われていません" in answer.text


async def test_one_operation_is_stopped_and_no_other(site: Site, people: Cast) -> None:
    await site.stop("registerInvoices", "getInvoiceHistory")
    headers = people.seller.headers
    assert (await site.http.post(INVOICES, json={}, headers=headers)).status_code == 503
    assert (await site.get(f"{INVOICES}/1/history", headers)).status_code == 503
    assert (await site.get(f"{INVOICES}/1", headers)).status_code == 404
    assert (await site.get(f"{INVOICES}?response_type=json", headers)).status_code == 200
    page = await site.get("/login")
    assert page.status_code == 200
    assert "一部のAPI（getInvoiceHistory, registerInvoices）を停止しています" in page.text.replace(
        "registerInvoices, getInvoiceHistory", "getInvoiceHistory, registerInvoices"
    )


async def test_a_request_in_hand_when_the_stop_comes_is_done(site: Site, people: Cast) -> None:
    [number] = await add_invoices(site.pool, people)
    correction = {"response_type": "json", "invoices": [{"invoice_mng_num": number, "inv_show_amount": 1}]}
    async with transaction(site.pool, people.seller.company_id) as connection:
        await connection.execute(
            "SELECT FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2 FOR UPDATE",
            people.seller.company_id,
            number,
        )
        in_hand = asyncio.create_task(site.http.put(INVOICES, json=correction, headers=people.seller.headers))
        await until(partial(_is_waiting, site.pool))
        await site.stop("all")
        assert (await site.get(INVOICES)).status_code == 503
    answer = await in_hand
    assert (answer.status_code, answer.json()["result"]) == (200, "0")
    status = SellerStatus.QUEUED
    async with transaction(site.pool, people.seller.company_id) as connection:
        kept = await connection.fetchval("SELECT status FROM invoices WHERE invoice_mng_num = $1", number)
    assert kept == status


async def test_a_week_before_every_page_tells_in_both_languages(site: Site) -> None:
    week = 7 * 24 * 60
    window = await site.plan("all", after=week + 5)
    begins = f"{window.starts_at.astimezone(JST):%Y/%m/%d %H:%M}"
    assert begins not in (await site.get("/login")).text
    site.clock.move(minutes=10)
    assert f"メンテナンスのお知らせ: {begins}から" in (await site.get("/login")).text
    english = (await site.get("/login?language=en")).text
    assert f"Maintenance: the whole service will be stopped from {begins}" in english
    assert "Monthly work." in english


async def test_programs_can_ask_what_is_planned_without_a_token_and_meanwhile(site: Site) -> None:
    window = await site.plan("api", after=5, minutes=10)
    answer = (await site.get("/v1/maintenance")).json()
    assert (answer["result"], answer["error_list"]) == ("0", None)
    [planned] = answer["maintenances"]
    assert window.ends_at is not None
    assert planned == {
        "maintenance_id": window.key,
        "start_at": f"{window.starts_at.astimezone(JST):%Y-%m-%d %H:%M:%S}",
        "end_at": f"{window.ends_at.astimezone(JST):%Y-%m-%d %H:%M:%S}",
        "targets": "api",
        "in_force_flg": "0",
        "urgent_flg": "0",
        "notice": "月例の保守です。",
    }
    site.clock.move(minutes=6)
    meanwhile = await site.get("/v1/maintenance?response_type=xml", {"Accept-Language": "en"})
    assert etree.fromstring(meanwhile.content).findtext("maintenances/in_force_flg") == "1"
    assert etree.fromstring(meanwhile.content).findtext("maintenances/notice") == "Monthly work."


async def test_what_is_called_off_or_ended_stops_nothing(site: Site) -> None:
    later = await site.plan("all")
    async with transaction(site.pool, None) as connection:
        assert await cancel(connection, OPERATOR, later.key, site.clock())
        assert not await cancel(connection, OPERATOR, later.key, site.clock())
    stop = await site.stop("all")
    assert (await site.get("/login")).status_code == 503
    assert await site.end() == [stop.key]
    assert (await site.get("/login")).status_code == 200
    site.clock.move(minutes=70)
    assert (await site.get("/login")).status_code == 200
    events = await site.pool.fetch("SELECT action, subject, who, reason FROM maintenance_events ORDER BY at")
    assert [tuple(row) for row in events][-4:] == [
        ("planned", later.key, "operator", "a test"),
        ("cancelled", later.key, "operator", "a test"),
        ("stopped", stop.key, "operator", "a test"),
        ("ended", stop.key, "operator", "a test"),
    ]


async def test_a_process_finds_out_by_itself(site: Site) -> None:
    await site.stop("all")
    for watch in site.watches:
        watch.windows = ()
    assert (await site.get("/login")).status_code == 200

    async def stopped() -> bool:
        return (await site.get("/login")).status_code == 503

    await until(stopped, 6)


async def test_while_the_database_is_away_what_was_known_holds(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.plan("all", after=1, minutes=5)

    def away(*_: object) -> object:
        raise OSError("no route to the database")

    monkeypatch.setattr(site.watches[0], "_pool", type("Away", (), {"acquire": away})())
    await site.look()
    site.clock.move(minutes=2)
    assert (await site.get("/login")).status_code == 503
    site.clock.move(minutes=5)
    assert (await site.get("/healthz")).status_code == 200
    assert (await site.get("/login")).status_code == 200


async def _is_waiting(pool: Pool) -> bool:
    waiting = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')"
    return bool(await pool.fetchval(waiting))
