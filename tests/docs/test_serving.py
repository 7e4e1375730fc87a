"""`/docs` as it is served, and the same as files."""

import json
import re
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from starlette.applications import Starlette

from seikyu.docs import web, write_site
from seikyu.ui.pages import Pages
from tests.docs.conftest import BASE_URL

REPOSITORY = Path(__file__).parents[2]
LINK = re.compile(r'(?:href|src)="([^"#]*)(?:#[^"]*)?"')


def app(*, sandbox: bool) -> httpx.AsyncClient:
    routes = web.routes(Pages(), BASE_URL, sandbox=sandbox)
    return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url=BASE_URL)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """A sandbox's documentation."""
    async with app(sandbox=True) as client:
        yield client


async def test_docs_lead_to_the_language_that_was_chosen_and_first_to_japanese(
    http: httpx.AsyncClient,
) -> None:
    assert (await http.get("/docs")).headers["location"] == "/docs/ja"
    english = await http.get("/docs", headers={"Cookie": "seikyu_language=en"})
    assert english.headers["location"] == "/docs/en"
    assert "開発者向け" in (await http.get("/docs/ja")).text


async def test_what_has_not_changed_is_not_sent_again(http: httpx.AsyncClient) -> None:
    first = await http.get("/docs/en/errors")
    assert first.status_code == 200
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    again = await http.get("/docs/en/errors", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_not_there_is_404(http: httpx.AsyncClient) -> None:
    for path in ("/docs/ja/nothing", "/docs/fr", "/docs/ja/../settings", "/docs/search.fr.json"):
        assert (await http.get(path)).status_code == 404, path


async def test_the_address_of_the_installation_stands_in_the_examples(http: httpx.AsyncClient) -> None:
    page = (await http.get("/docs/ja/api/registerInvoices")).text
    assert f"{BASE_URL}/v1/invoice/seller/invoices" in page
    assert "seikyu.example" not in page


async def test_codes_and_fields_can_be_searched(http: httpx.AsyncClient) -> None:
    entries = (await http.get("/docs/search.ja.json")).json()
    found = {entry["title"]: entry["href"] for entry in entries}
    assert found["E100001"] == "/docs/ja/errors#E100001"
    assert any("inv_show_amount" in entry["words"] for entry in entries)


async def test_only_a_sandbox_offers_to_try_things(http: httpx.AsyncClient) -> None:
    assert "data-try " in (await http.get("/docs/ja/api/listInvoices")).text
    assert (await http.get("/docs/try-it")).headers["referrer-policy"] == "no-referrer"
    async with app(sandbox=False) as production:
        assert "data-try" not in (await production.get("/docs/ja/api/listInvoices")).text
        assert (await production.get("/docs/try-it")).status_code == 404


def test_the_site_can_be_written_as_files_whose_links_lead_to_files(tmp_path: Path) -> None:
    write_site(tmp_path, "https://seikyu.example")
    for file in tmp_path.rglob("*.html"):
        for href in LINK.findall(file.read_text("utf-8")):
            if href and not re.match(r"[a-z]+:", href):
                assert (file.parent / href).resolve().is_file(), (file, href)
    for entry in json.loads((tmp_path / "search.en.json").read_bytes()):
        assert (tmp_path / entry["href"].partition("#")[0]).is_file()


def test_a_wheel_carries_what_is_served() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packed == {
        "docs": "seikyu/docs/written",
        "CHANGELOG.md": "seikyu/docs/written/CHANGELOG.md",
    }
