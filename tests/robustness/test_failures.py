"""When something is wrong on our side: an answer that says so, and nothing of what it was."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from lxml import etree

from seikyu.db.pool import open_pool
from tests.house.cast import Cast
from tests.house.doors import INVOICES, SEARCH, Doors, open_doors, told


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def broken(doors: Doors, database_url: str) -> AsyncIterator[Doors]:
    """Doors whose pool is closed: every request meets a failure nobody has foreseen."""
    pool = await open_pool(database_url, size=2)
    await pool.close()
    async with open_doors(pool, database_url) as opened:
        yield opened
    assert await doors.pool.fetchval("SELECT 1") == 1


@pytest.mark.parametrize(("method", "path"), [("GET", INVOICES), ("PUT", INVOICES), ("POST", SEARCH)])
async def test_a_bug_is_answered_in_the_envelope_without_a_word_about_it(
    broken: Doors, cast: Cast, method: str, path: str
) -> None:
    for accept in ("application/json", "text/xml"):
        headers = {**cast.seller.headers, "Accept": accept, "Content-Type": "application/json"}
        answer = await broken.http.request(method, path, headers=headers, content=b"{}")
        assert answer.status_code == 500
        assert answer.headers["content-type"].startswith(accept)
        [entry] = told(answer)
        assert (entry["error_code"], entry["error_detail"]) == ("E900001", "システムエラーが発生しました。")
        assert answer.headers["x-request-id"]
        assert_silent(answer)
    assert etree.fromstring(answer.content).findtext("result") == "1"


async def test_a_bug_behind_a_screen_is_a_page_without_a_word_about_it(broken: Doors) -> None:
    answer = await broken.http.post("/login", data={"pfid": "a@example.jp", "password": "x"})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert_silent(answer)


async def test_a_web_process_without_its_database_is_alive_but_not_ready(broken: Doors) -> None:
    assert (await broken.http.get("/healthz")).status_code == 200
    assert (await broken.http.get("/readyz")).status_code == 503


def assert_silent(answer: httpx.Response) -> None:
    for word in ("Traceback", "InterfaceError", "asyncpg", "pool"):
        assert word not in answer.text
