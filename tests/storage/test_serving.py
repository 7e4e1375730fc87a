"""Through the doors an object is the same wherever it lies, and a place that is away is told as such."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from seikyu.db.place import Place
from seikyu.db.pool import Pool, place_of, transaction
from seikyu.issuing.model import SellerStatus, issue_job
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import system_clock
from seikyu.storage.moving import move_some
from tests.attachments.files import PDF
from tests.attachments.test_api import upload
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, environment_for, open_doors
from tests.house.papers import add_invoices, rows
from tests.house.screens import at_screen
from tests.storage.places import bucket_at, folder_at, leading_to, s3_server

SEIKYU = Path(sys.executable).with_name("seikyu")


@asynccontextmanager
async def doors_to(database_url: str, place: Place) -> AsyncIterator[Doors]:
    async with leading_to(database_url, place) as pool, open_doors(pool, database_url) as doors:
        yield doors


async def move_all(pool: Pool, *parties: Party) -> None:
    place = place_of(pool)
    assert place is not None
    for party in parties:
        while await move_some(pool, system_clock, place, party.company_id):
            pass


async def fetched(doors: Doors, cast: Cast, number: int) -> list[bytes]:
    answers = [
        await doors.get(cast.seller, f"{INVOICES}/{number}/pdf"),
        await doors.get(cast.buyer, f"{RECEIVED}/{number}/pdf"),
    ]
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        [one] = (await doors.get(party, f"{path}/{number}/attachments")).json()["attachments"]
        answers.append(await doors.get(party, f"{path}/{number}/attachments/{one['attachment_id']}"))
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content for answer in answers]


async def issue(doors: Doors, cast: Cast, number: int) -> None:
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await enqueue(connection, [issue_job(cast.seller.company_id, number, 1)])
    await doors.work_off()


async def test_an_invoice_is_issued_and_read_from_wherever_its_files_lie(
    doors: Doors, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    folder = folder_at(tmp_path / "objects")
    async with doors_to(database_url, folder) as near:
        [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
        assert (await upload(near, cast.seller, number)).status_code == 200
        await move_all(near.pool, cast.seller)
        # The file is lent to the buyer: issuing works while the place is away.
        folder.path.rename(tmp_path / "away")
        await issue(near, cast, number)
        away = await near.get(cast.buyer, f"{RECEIVED}/{number}/pdf")
        assert away.status_code == 200, "it has not moved yet"
        (tmp_path / "away").rename(folder.path)
        here = await fetched(near, cast, number)
        assert here[0] == here[1]
        assert here[2:] == [PDF, PDF]
        await move_all(near.pool, cast.seller, cast.buyer)
        assert not await rows(
            near.pool, cast.buyer.company_id, "SELECT FROM stored_objects WHERE content IS NOT NULL"
        )
        assert await fetched(near, cast, number) == here

        folder.path.rename(tmp_path / "away")
        refused = await near.get(cast.buyer, f"{RECEIVED}/{number}/pdf")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert refused.json()["error_list"][0]["error_code"] == "E602501"
        async with at_screen(near, cast.seller) as screen:
            page = await screen.get(f"/seller/invoices/{number}/pdf")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
        assert "ファイルの保管先に接続できません" in page.text
        (tmp_path / "away").rename(folder.path)
        assert await fetched(near, cast, number) == here

    with s3_server() as address:
        bucket = bucket_at(address)
        # Moved by whatever tool, the rows know nothing of it.
        for path in folder.path.glob("*/*/*"):
            await bucket.write(path.relative_to(folder.path).as_posix(), path.read_bytes())
        async with doors_to(database_url, bucket) as far:
            assert await fetched(far, cast, number) == here


async def test_operators_move_verify_and_bring_back(
    doors: Doors, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await issue(doors, cast, number)
    folder = folder_at(tmp_path / "objects")
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEIKYU_")},
        **environment_for(database_url, 8000, SEIKYU_OBJECTS=f"folder:{folder.path}"),
    }

    async def run(*words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        def done() -> subprocess.CompletedProcess[str]:
            command = [str(SEIKYU), "objects", *words]
            return subprocess.run(
                command, env={**environ, **changed}, capture_output=True, text=True, check=False
            )

        return await asyncio.to_thread(done)

    assert (await run("move", SEIKYU_OBJECTS="database")).returncode == 2
    assert (await run("move")).returncode == 0
    lying = [path for path in folder.path.glob("*/*/*") if path.parts[-3] == str(cast.seller.company_id)]
    assert len(lying) == 1
    assert (await run("verify")).returncode == 0
    whole = lying[0].read_bytes()
    lying[0].write_bytes(whole + b" ")
    told = await run("verify")
    assert told.returncode == 1
    assert lying[0].relative_to(folder.path).as_posix() in told.stdout
    assert (await run("return")).returncode == 1, "nothing that has changed comes back"
    lying[0].write_bytes(whole)
    assert (await run("return")).returncode == 0
    async with doors_to(database_url, replace(folder, path=tmp_path / "nowhere")) as without:
        answer = await without.get(cast.seller, f"{INVOICES}/{number}/pdf")
    assert answer.status_code == 200
    swept = await run("sweep")
    assert swept.returncode == 0
    assert lying[0].exists(), "a day has not passed"


@pytest.mark.parametrize("given", ["s3:/bucket", "folder:objects", "ftp://host", "s3:///prefix"])
def test_a_place_that_is_none_is_told(given: str) -> None:
    environ = environment_for("postgresql://nobody@localhost/none", 8000, SEIKYU_OBJECTS=given)
    done = subprocess.run(
        [SEIKYU, "objects", "move"], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "SEIKYU_OBJECTS must be" in done.stderr
