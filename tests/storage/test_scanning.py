"""Files that come in are shown to the virus scanner at every door; unscanned, none is taken."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from seikyu.db.pool import Pool
from seikyu.http.scanning import scanner
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.notices.files.folder import Folder
from seikyu.notices.files.model import Door, Guest
from seikyu.wire.faults import Refusal
from tests.attachments.files import PDF
from tests.attachments.test_api import names, upload
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, open_doors
from tests.house.papers import add_invoices, rows
from tests.house.screens import at_screen
from tests.storage.places import closed_port
from tests.storage.scanning import EICAR, Clamd, clamd_at_work

TEXT = b"memo\n" + EICAR


@pytest_asyncio.fixture
async def clamd() -> AsyncIterator[Clamd]:
    async with clamd_at_work() as found:
        yield found


@pytest_asyncio.fixture
async def watched(pool: Pool, database_url: str, clamd: Clamd) -> AsyncIterator[Doors]:
    async with open_doors(pool, database_url, SEIKYU_CLAMD=clamd.address) as found:
        yield found


async def test_the_api_takes_clean_files_and_refuses_infected_ones(
    watched: Doors, clamd: Clamd, cast: Cast
) -> None:
    [number] = await add_invoices(watched.pool, cast, status=SellerStatus.QUEUED)
    assert (await upload(watched, cast.seller, number)).status_code == 200
    assert clamd.seen == [PDF]
    infected = await upload(watched, cast.seller, number, "memo.txt", TEXT)
    assert infected.status_code == 400
    [fault] = infected.json()["error_list"]
    assert (fault["error_code"], fault["error_detail"]) == (
        "E602506",
        "memo.txtからウイルスが検出されました。",
    )
    assert await names(watched, cast.seller, f"{INVOICES}/{number}") == ["見積書.pdf"]


FORMS = [
    ("seller", "/seller/uploads/new", "a.csv"),
    ("seller", "/seller/invoices/{number}/attachments", "a.txt"),
    ("buyer", "/buyer/own/uploads", "a.csv"),
    ("buyer", "/buyer/own/entries/01890000-0000-7000-8000-000000000000", "a.txt"),
    ("buyer", "/buyer/notices/files", "a.csv"),
    ("buyer", "/buyer/masters/departments/csv", "a.csv"),
    ("seller", "/settings/layouts/new", "a.png"),
]


@pytest.mark.parametrize(("side", "path", "name"), FORMS)
async def test_every_form_shows_its_files_to_the_scanner(
    watched: Doors, clamd: Clamd, cast: Cast, side: str, path: str, name: str
) -> None:
    [number] = await add_invoices(watched.pool, cast, status=SellerStatus.QUEUED)
    party = cast.seller if side == "seller" else cast.buyer
    async with at_screen(watched, party) as screen:
        answer = await _sent(screen, path.format(number=number), name)
    assert answer.status_code == 400, answer.text
    assert "ウイルスが検出されました" in answer.text
    assert clamd.seen == [TEXT]
    assert not await rows(watched.pool, party.company_id, "SELECT FROM stored_objects")


async def test_while_the_scanner_does_not_answer_no_file_is_taken(
    pool: Pool, database_url: str, cast: Cast
) -> None:
    [number] = await add_invoices(pool, cast, status=SellerStatus.QUEUED)
    async with open_doors(pool, database_url, SEIKYU_CLAMD=f"127.0.0.1:{closed_port()}") as unwatched:
        answer = await upload(unwatched, cast.seller, number)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert answer.json()["error_list"][0]["error_code"] == "E602507"
        async with at_screen(unwatched, cast.seller) as screen:
            page = await _sent(screen, "/seller/uploads/new")
        assert page.status_code == 503
        assert "ウイルス検査を行えないため" in page.text
        assert await names(unwatched, cast.seller, f"{INVOICES}/{number}") == []


async def test_what_the_scanner_does_not_look_at_is_not_taken(clamd: Clamd) -> None:
    clamd.limit = 10
    with pytest.raises(Refusal) as refused:
        await scanner(clamd.address)("a.pdf", b"a" * 100)
    assert refused.value.status == 503


async def test_the_scanner_may_listen_at_a_socket(tmp_path: Path) -> None:
    async with clamd_at_work(str(tmp_path / "clamd")) as local:
        await scanner(local.address)("a.pdf", PDF * 1_000)
        with pytest.raises(Refusal):
            await scanner(local.address)("a.txt", TEXT)
    assert local.seen[0] == PDF * 1_000, "in several blocks"


async def test_the_file_server_keeps_no_infected_file(pool: Pool, clamd: Clamd, cast: Cast) -> None:
    guest = Guest("f1", cast.buyer.company_id)
    folder = Folder(pool, system_clock, guest, Door.SFTP, 1 << 20, scanner(clamd.address))
    with pytest.raises(PermissionError, match="A virus was found"):
        await folder.keep("/upload/notices.csv", TEXT)
    assert not await rows(pool, cast.buyer.company_id, "SELECT FROM stored_objects")


async def _sent(screen: httpx.AsyncClient, path: str, name: str = "a.csv") -> httpx.Response:
    return await screen.post(path, files={"file": (name, TEXT, "text/csv")})
