"""Objects move to a folder or a bucket and back, whoever is killed in between, and are served from there."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from seikyu.db.place import Away, Gone, Place
from seikyu.db.pool import Pool, place_of, transaction
from seikyu.kit.clock import system_clock
from seikyu.storage import objects
from seikyu.storage.checking import Wrong, sweep, verify
from seikyu.storage.moving import move_out, move_some, owners_to_move, return_some
from seikyu.wire.faults import Refusal
from tests.house.cast import Cast
from tests.house.doors import until
from tests.house.papers import rows
from tests.storage.places import Breaking, bucket_at, closed_port, folder_at, leading_to, s3_server

CONTENT = b"%PDF-1.7 a paper"
SHA = hashlib.sha256(CONTENT).digest()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with s3_server() as found:
        yield found


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Place:
    return folder_at(tmp_path / "objects") if request.param == "folder" else bucket_at(address, tmp_path.name)


@pytest_asyncio.fixture
async def elsewhere(pool: Pool, place: Place, database_url: str) -> AsyncIterator[Pool]:
    assert place_of(pool) is None
    async with leading_to(database_url, place) as opened:
        yield opened


async def keep(pool: Pool, owner: int, content: bytes = CONTENT, *, stays: bool = False) -> bytes:
    async with transaction(pool, owner) as connection:
        return await objects.put(connection, owner, "application/pdf", content, system_clock(), stays=stays)


async def read(pool: Pool, owner: int, sha256: bytes = SHA) -> bytes:
    async with transaction(pool, owner) as connection:
        stored = await objects.get(connection, owner, sha256)
    return await objects.content(pool, stored)


async def moved(pool: Pool, owner: int) -> int:
    place = place_of(pool)
    assert place is not None
    return await move_some(pool, system_clock, place, owner)


async def held(pool: Pool, owner: int) -> list[bool]:
    found = await rows(pool, owner, "SELECT content IS NOT NULL AS held FROM stored_objects ORDER BY sha256")
    return [one["held"] for one in found]


async def keys_at(pool: Pool) -> list[str]:
    place = place_of(pool)
    assert place is not None
    return [one.key async for one in place.lying()]


async def test_a_moved_object_is_the_same_and_no_longer_in_its_row(elsewhere: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    await keep(elsewhere, owner)
    assert owner in await owners_to_move(elsewhere)
    assert await moved(elsewhere, owner) == 1
    assert await held(elsewhere, owner) == [False]
    assert await keys_at(elsewhere) == [f"{owner}/{SHA.hex()[:2]}/{SHA.hex()}"]
    assert await read(elsewhere, owner) == CONTENT
    assert await keep(elsewhere, owner) == SHA, "stored again, it stays where it is"
    assert await moved(elsewhere, owner) == 0
    assert owner not in await owners_to_move(elsewhere)
    while await return_some(elsewhere, owner):
        pass
    assert await held(elsewhere, owner) == [True]


async def test_a_worker_moves_what_comes_in(elsewhere: Pool, cast: Cast) -> None:
    stop, owner = asyncio.Event(), cast.seller.company_id
    await keep(elsewhere, owner)
    await keep(elsewhere, owner, b"a logo", stays=True)
    working = asyncio.create_task(move_out(elsewhere, system_clock, stop))

    async def all_moved() -> bool:
        return sorted(await held(elsewhere, owner)) == [False, True]

    await until(all_moved, 120)  # whatever other tests have kept is moved as well
    stop.set()
    await working


async def test_killed_between_laying_and_letting_go_it_is_done_again(
    elsewhere: Pool, place: Place, cast: Cast
) -> None:
    owner, breaking = cast.seller.company_id, Breaking(place)
    await keep(elsewhere, owner)
    with pytest.raises(Away):
        await move_some(elsewhere, system_clock, breaking, owner)
    assert await held(elsewhere, owner) == [True]
    assert await read(elsewhere, owner) == CONTENT
    assert await move_some(elsewhere, system_clock, breaking, owner) == 1
    assert len(breaking.written) == 2
    assert len(await keys_at(elsewhere)) == 1
    assert await read(elsewhere, owner) == CONTENT


async def test_two_workers_at_once_move_everything_once(elsewhere: Pool, place: Place, cast: Cast) -> None:
    owner, watched = cast.seller.company_id, Breaking(place, left=0)
    for number in range(20):
        await keep(elsewhere, owner, b"%d" % number)

    async def one_worker() -> None:
        while await move_some(elsewhere, system_clock, watched, owner):
            pass

    await asyncio.gather(one_worker(), one_worker(), one_worker())
    # A worker may find all that is left in the hands of another, and end before it.
    await one_worker()
    assert await held(elsewhere, owner) == [False] * 20
    assert len(watched.written) == len(set(watched.written)) == 20


async def test_tampered_and_missing_objects_are_told_and_never_served(
    elsewhere: Pool, place: Place, cast: Cast
) -> None:
    owner = cast.seller.company_id
    other = await keep(elsewhere, owner, b"another")
    await keep(elsewhere, owner)
    await keep(elsewhere, owner, b"whole")
    await moved(elsewhere, owner)
    await place.write(objects.key_of(owner, SHA), CONTENT + b" with a nought more")
    await place.remove(objects.key_of(owner, other))
    with pytest.raises(Gone):
        await place.read(objects.key_of(owner, other))
    for broken in (SHA, other):
        with pytest.raises(objects.Changed):
            await read(elsewhere, owner, broken)
    found = {one.key: one.wrong async for one in verify(elsewhere, owner)}
    assert len(found) == 3
    assert {key for key, wrong in found.items() if wrong} == {
        objects.key_of(owner, SHA),
        objects.key_of(owner, other),
    }
    assert set(found.values()) == {None, Wrong.ELSEWHERE}


async def test_what_is_handed_over_is_lent_and_then_the_receivers_own(elsewhere: Pool, cast: Cast) -> None:
    seller, buyer = cast.seller.company_id, cast.buyer.company_id
    await keep(elsewhere, seller)
    await moved(elsewhere, seller)
    async with transaction(elsewhere, seller) as connection:
        stored = await objects.get(connection, seller, SHA)
    assert stored is not None
    async with transaction(elsewhere, buyer) as connection:
        await objects.hand(connection, stored, buyer, system_clock())
    assert await read(elsewhere, buyer) == CONTENT
    async with transaction(elsewhere, seller) as connection:
        await objects.forget(connection, seller, SHA)
    assert not [key async for key in sweep(elsewhere, place_of_(elsewhere), tomorrow())]
    assert await read(elsewhere, buyer) == CONTENT
    assert await moved(elsewhere, buyer) == 1
    swept = [key async for key in sweep(elsewhere, place_of_(elsewhere), tomorrow())]
    assert swept == [objects.key_of(seller, SHA)]
    assert await read(elsewhere, buyer) == CONTENT


async def test_a_sweep_takes_what_no_row_names_once_it_is_old(elsewhere: Pool, cast: Cast) -> None:
    owner, place = cast.seller.company_id, place_of_(elsewhere)
    await keep(elsewhere, owner)
    await moved(elsewhere, owner)
    orphan = objects.key_of(owner, hashlib.sha256(b"orphan").digest())
    await place.write(orphan, b"orphan")
    yesterday = system_clock() - timedelta(days=1)
    assert [key async for key in sweep(elsewhere, place, yesterday)] == []
    assert [key async for key in sweep(elsewhere, place, tomorrow())] == [orphan]
    assert await read(elsewhere, owner) == CONTENT


async def test_what_must_stay_comes_back_from_elsewhere(elsewhere: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    await keep(elsewhere, owner)
    await moved(elsewhere, owner)
    await keep(elsewhere, owner, stays=True)
    assert await held(elsewhere, owner) == [True]
    assert await moved(elsewhere, owner) == 0


async def test_while_the_place_is_away_readers_are_told_to_come_again(
    pool: Pool, database_url: str, tmp_path: Path, cast: Cast
) -> None:
    owner, folder = cast.seller.company_id, folder_at(tmp_path / "mounted")
    away = bucket_at(f"http://127.0.0.1:{closed_port()}")
    async with leading_to(database_url, folder) as near:
        await keep(near, owner)
        await moved(near, owner)
        folder.path.rename(tmp_path / "unmounted")
        await refuse(near, owner)
        await keep(near, owner, b"next")
        with pytest.raises(Away):
            await moved(near, owner)
        assert await read(near, owner, hashlib.sha256(b"next").digest()) == b"next"
        (tmp_path / "unmounted").rename(folder.path)
        assert await read(near, owner) == CONTENT
    async with leading_to(database_url, away) as far:
        await refuse(far, owner)
    await refuse(pool, owner)


async def test_a_folder_holds_whole_files_only(tmp_path: Path) -> None:
    folder = folder_at(tmp_path / "objects")
    (folder.path / "1").mkdir()
    (folder.path / "1" / "ab").mkdir()
    (folder.path / "1" / "ab" / "abcd").mkdir()
    with pytest.raises(Away):
        await folder.write("1/ab/abcd", CONTENT)
    assert [one.name for one in (folder.path / "1" / "ab").iterdir()] == ["abcd"]
    with pytest.raises(Away):
        await replace(folder, path=tmp_path / "nowhere").write("1/ab/abcd", CONTENT)


async def refuse(pool: Pool, owner: int) -> None:
    with pytest.raises(Refusal) as refused:
        await read(pool, owner)
    assert (refused.value.code.number, refused.value.status) == ("E602501", 503)
    assert refused.value.headers["Retry-After"] == "30"


def place_of_(pool: Pool) -> Place:
    place = place_of(pool)
    assert place is not None
    return place


def tomorrow() -> datetime:
    return system_clock() + timedelta(days=1)
