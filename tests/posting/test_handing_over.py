"""Handing batches over by a folder or by SFTP, and what the mail house reports back."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import asyncssh
import httpx
import pytest

from seikyu import worker
from seikyu.kit.clock import system_clock
from seikyu.posting.actions.hand_over import fail, hand_over
from seikyu.posting.actions.poll import poll
from seikyu.posting.folder import Folder
from seikyu.posting.houses import mail_house_of
from seikyu.posting.mail_house import ReportFile
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, settings_for
from tests.house.papers import rows
from tests.posting.house import INVOICE, POST, close, issue, letters, sign_in, work


def handing(doors: Doors, **environment: str) -> Doors:
    """The same house with a worker that hands over."""
    settings = settings_for(doors.settings.database_url, doors.settings.port, **environment)
    return replace(doors, tasks=worker.tasks(settings, doors.pool, system_clock))


def report(batch_no: int, *lines: str) -> bytes:
    head = "batch_no,sequence,status,date,note"
    return "\r\n".join([head, *(f"PB{batch_no:06},{line}" for line in lines)]).encode("utf-8-sig")


async def polled(doors: Doors, cast: Cast) -> None:
    """Let the time come at which reports are looked for."""
    query = "UPDATE pgqueuer SET execute_after = now() WHERE convert_from(payload, 'UTF8') LIKE $1"
    await doors.pool.execute(query, f'%"company_id":{cast.seller.company_id},%')
    await work(doors, cast)


async def state_of(doors: Doors, cast: Cast, batch_no: int) -> str:
    query = "SELECT state FROM batch_handovers WHERE batch_no = $1"
    [row] = await rows(doors.pool, cast.seller.company_id, query, batch_no)
    state: str = row["state"]
    return state


async def closed(doors: Doors, cast: Cast, screen: httpx.AsyncClient, count: int = 1) -> int:
    await issue(doors, cast, *[{**INVOICE, **POST}] * count)
    batch_no = await close(screen)
    await work(doors, cast)
    return batch_no


async def test_a_batch_is_laid_into_the_folder_and_its_report_is_taken_from_there(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, tmp_path: Path
) -> None:
    doors = handing(doors, SEIKYU_POSTING_FOLDER=str(tmp_path))
    batch_no = await closed(doors, cast, screen, 3)
    name, folder = f"PB{batch_no:06}", tmp_path / str(cast.seller.company_id)
    assert await state_of(doors, cast, batch_no) == "handed_over"
    files = {file.name for file in folder.iterdir() if file.is_file()}
    assert files == {f"{name}.pdf", f"{name}.csv", f"{name}.done"}
    assert (folder / f"{name}.pdf").read_bytes() == (
        await screen.get(f"/seller/posting/batches/{batch_no}/pdf")
    ).content
    assert f"{name}.pdf" in (folder / f"{name}.done").read_text()

    (folder / "status" / f"{name}.status.csv").write_bytes(
        report(
            batch_no,
            "1,posted,2026-11-24,",
            "2,returned,2026-11-28,あて所に尋ねあたりません",
            "3,printed,2026/11/23,",
        )
    )
    await polled(doors, cast)
    found = [(one["state"], str(one["told_on"]), one["note"]) for one in await letters(doors, cast)]
    assert found == [
        ("posted", "2026-11-24", None),
        ("returned", "2026-11-28", "あて所に尋ねあたりません"),
        ("printed", "2026-11-23", None),
    ]
    assert [file.name for file in (folder / "status").iterdir()] == ["taken"]
    shown = await screen.get("/seller/posting")
    assert "返送された郵便があります" in shown.text
    assert "あて所に尋ねあたりません" in (await screen.get(f"/seller/posting/batches/{batch_no}")).text
    number = (await letters(doors, cast))[1]["invoice_mng_num"]
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    [told] = [event for event in history if event["action"] == "invoice.letter_returned"]
    assert told["comment"] == f"{name}-0002 2026/11/28 あて所に尋ねあたりません"
    page = (await screen.get(f"/seller/invoices/{number}")).text
    assert "郵便が返送されました" in page
    assert "郵送・印刷の状況" in page
    assert f"/seller/posting/letters/{(await letters(doors, cast))[1]['letter_id']}" in page


async def test_a_returned_letter_is_posted_again_to_another_address_or_settled(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    batch_no = await closed(doors, cast, screen, 2)
    sent = report(batch_no, "1,returned,2026-11-28,", "2,returned,2026-11-28,")
    answer = await screen.post("/seller/posting/reports", files={"report": ("PB.status.csv", sent)})
    assert answer.status_code == 303
    first, second = await letters(doors, cast)
    address = {"zip": "530-0001", "address1": "大阪府大阪市北区梅田1-1", "name1": "移転先商店"}
    assert (
        await screen.post(f"/seller/posting/letters/{first['letter_id']}", data=address)
    ).status_code == 303
    away = f"/seller/posting/letters/{second['letter_id']}/take-off"
    assert (await screen.post(away)).status_code == 303
    assert (await screen.post(away)).status_code == 409
    found = [(one["state"], one["zip"], one["batch_no"]) for one in await letters(doors, cast)]
    assert found == [
        ("settled", "150-0002", batch_no),
        ("settled", "150-0002", batch_no),
        ("waiting", "530-0001", None),
    ]
    assert await close(screen) > batch_no
    await work(doors, cast)


async def test_killed_between_laying_and_noting_nothing_is_there_twice(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, tmp_path: Path
) -> None:
    class Killed(Folder):
        async def lay(self, company_id: int, files: Mapping[str, bytes], done: tuple[str, bytes]) -> None:
            await super().lay(company_id, files, done)
            raise asyncio.CancelledError

    batch_no = await closed(doors, cast, screen)
    await screen.post(f"/seller/posting/batches/{batch_no}/hand-over")
    query = "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    await doors.pool.execute(query, f'%"company_id":{cast.seller.company_id},%')
    owner, folder = cast.seller.company_id, tmp_path / str(cast.seller.company_id)
    with pytest.raises(asyncio.CancelledError):
        await hand_over(doors.pool, system_clock, Killed(tmp_path), owner, batch_no)
    assert await state_of(doors, cast, batch_no) == "queued"
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir() if file.is_file()}
    for _ in range(2):
        await hand_over(doors.pool, system_clock, Folder(tmp_path), owner, batch_no)
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir() if file.is_file()} == before
    assert await state_of(doors, cast, batch_no) == "handed_over"


async def test_a_marker_is_never_there_before_the_files_are_whole(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "1" / ".b.csv.part").mkdir(parents=True)  # something is in the way
    with pytest.raises(IsADirectoryError):
        await folder.lay(1, {"a.pdf": b"1", "b.csv": b"2"}, ("a.done", b"x"))
    names = {file.name for file in (tmp_path / "1").iterdir()}
    assert "a.done" not in names
    (tmp_path / "1" / ".b.csv.part").rmdir()
    await folder.lay(1, {"a.pdf": b"1", "b.csv": b"2"}, ("a.done", b"x"))
    assert {file.name for file in (tmp_path / "1").iterdir()} == {"a.pdf", "b.csv", "a.done", "status"}


async def test_a_report_tells_bad_rows_by_their_line_and_takes_the_rest_once(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    batch_no = await closed(doors, cast, screen, 2)
    sent = report(
        batch_no,
        "1,posted,2026-11-24,ok",
        "9,posted,2026-11-24,",
        "2,lost,2026-11-24,",
        "2,posted,2026-02-30,",
        "x,posted,2026-11-24,",
    )
    for _ in range(2):
        await screen.post("/seller/posting/reports", files={"report": ("PB.status.csv", sent)})
    page = (await screen.get("/seller/posting/batches")).text
    for line, word in (
        (3, f"PB{batch_no:06}-0009"),
        (4, "lost"),
        (5, "2026-02-30"),
        (6, f"PB{batch_no:06} x"),
    ):
        assert f"{line}行目: " in page
        assert word in page
    assert "1件を取り込みました。" in page
    # What is behind the letter's state changes nothing.
    late = report(batch_no, "1,printed,2026-11-23,late")
    await screen.post("/seller/posting/reports", files={"report": ("PB.status.csv", late)})
    found = [(one["state"], one["note"]) for one in await letters(doors, cast)]
    assert found == [("posted", "ok"), ("closed", None)]
    number = (await letters(doors, cast))[0]["invoice_mng_num"]
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert [event["action"] for event in history].count("invoice.letter_posted") == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x81", b"a,b\r\n1,2", b'"', b"batch_no,sequence,status\r\nPB1,1,posted"]
)
async def test_a_file_that_is_no_report_is_told(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, content: bytes
) -> None:
    await screen.post("/seller/posting/reports", files={"report": ("x.csv", io.BytesIO(content))})
    page = (await screen.get("/seller/posting/batches")).text
    assert "1行目: " in page or not content
    assert await letters(doors, cast) == []


async def test_another_company_cannot_report_on_a_batch(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    batch_no = await closed(doors, cast, screen)
    await doors.pool.execute(
        "UPDATE companies SET options = options || '{postal_proxy}' WHERE company_id = $1",
        cast.outsider.company_id,
    )
    http = await sign_in(doors, cast.outsider)
    sent = report(batch_no, "1,returned,2026-11-28,")
    await http.post("/seller/posting/reports", files={"report": ("x.csv", sent)})
    assert "該当する郵便がありません" in (await http.get("/seller/posting/batches")).text
    await http.aclose()
    assert [one["state"] for one in await letters(doors, cast)] == ["closed"]


class KeyOnly(asyncssh.SSHServer):
    """Lets in whoever has the one key."""

    def __init__(self, allowed: asyncssh.SSHKey) -> None:
        self._allowed = allowed.convert_to_public()

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 -- asyncssh's signature
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == "seikyu" and key == self._allowed


@asynccontextmanager
async def sftp_server(root: Path, host_key: asyncssh.SSHKey, allowed: asyncssh.SSHKey) -> AsyncIterator[int]:
    """A real SFTP server on a port of this machine, whose root is a folder."""
    server = await asyncssh.create_server(
        lambda: KeyOnly(allowed),
        "127.0.0.1",
        0,
        server_host_keys=[host_key],
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(root).encode()),
    )
    try:
        yield server.get_port()
    finally:
        server.close()
        await server.wait_closed()


async def test_a_batch_goes_to_an_sftp_server_and_its_report_comes_back(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, tmp_path: Path
) -> None:
    root, key_file = tmp_path / "root", tmp_path / "key"
    (root / "in").mkdir(parents=True)
    host_key, key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    key.write_private_key(str(key_file))
    async with sftp_server(root, host_key, key) as port:
        environment = {
            "SEIKYU_POSTING_SFTP_HOST": "127.0.0.1",
            "SEIKYU_POSTING_SFTP_PORT": str(port),
            "SEIKYU_POSTING_SFTP_USER": "seikyu",
            "SEIKYU_POSTING_SFTP_KEY_FILE": str(key_file),
            "SEIKYU_POSTING_SFTP_HOST_KEY": host_key.export_public_key().decode(),
            "SEIKYU_POSTING_SFTP_FOLDER": "/in",
        }
        there = handing(doors, **environment)
        batch_no = await closed(there, cast, screen)
        name, folder = f"PB{batch_no:06}", root / "in" / str(cast.seller.company_id)
        assert await state_of(doors, cast, batch_no) == "handed_over"
        files = {file.name for file in folder.iterdir() if file.is_file()}
        assert files == {f"{name}.pdf", f"{name}.csv", f"{name}.done"}
        (folder / "status" / f"{name}.status.csv").write_bytes(report(batch_no, "1,posted,2026-11-24,"))
        await polled(there, cast)
        assert [one["state"] for one in await letters(doors, cast)] == ["posted"]
        assert [file.name for file in (folder / "status").iterdir()] == ["taken"]

        stranger = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        distrusted = settings_for(
            doors.settings.database_url,
            doors.settings.port,
            **{**environment, "SEIKYU_POSTING_SFTP_HOST_KEY": stranger},
        )
        house = mail_house_of(distrusted)
        assert house is not None
        with pytest.raises(asyncssh.HostKeyNotVerifiable):
            await house.reports(1)
        known = mail_house_of(settings_for(doors.settings.database_url, 8000, **environment))
        assert known is not None
        await known.put_away(1, ReportFile("gone.status.csv", b""))


async def test_a_mail_house_that_is_away_is_told_and_handed_to_again_when_asked(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, tmp_path: Path
) -> None:
    batch_no = await closed(doors, cast, screen)
    again = f"/seller/posting/batches/{batch_no}/hand-over"
    await screen.post(again)
    await fail(doors.pool, system_clock, cast.seller.company_id, batch_no, "OSError: away")
    page = (await screen.get(f"/seller/posting/batches/{batch_no}")).text
    assert "OSError: away" in page
    assert (await screen.post(again)).status_code == 303
    assert (await screen.post(again)).status_code == 409
    await work(handing(doors, SEIKYU_POSTING_FOLDER=str(tmp_path)), cast)
    assert await state_of(doors, cast, batch_no) == "handed_over"


async def test_reports_are_looked_for_once_however_many_batches_and_no_longer_after_sixty_days(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient, tmp_path: Path
) -> None:
    doors = handing(doors, SEIKYU_POSTING_FOLDER=str(tmp_path))
    mine = f'%"company_id":{cast.seller.company_id},%'
    waiting = "SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    for _ in range(2):
        await closed(doors, cast, screen)
        assert await doors.pool.fetchval(waiting, mine) == 1
    await polled(doors, cast)
    assert await doors.pool.fetchval(waiting, mine) == 1

    def later() -> datetime:
        return system_clock() + timedelta(days=61)

    [row] = await rows(doors.pool, cast.seller.company_id, "SELECT poll_turn FROM posting_rules")
    await poll(doors.pool, later, Folder(tmp_path), cast.seller.company_id, row["poll_turn"] - 1)
    [same] = await rows(doors.pool, cast.seller.company_id, "SELECT poll_turn, polling FROM posting_rules")
    assert same == {"poll_turn": row["poll_turn"], "polling": True}  # a job of an earlier turn does nothing
    await poll(doors.pool, later, Folder(tmp_path), cast.seller.company_id, row["poll_turn"])
    [ended] = await rows(doors.pool, cast.seller.company_id, "SELECT polling FROM posting_rules")
    assert ended == {"polling": False}
    await closed(doors, cast, screen)
    [again] = await rows(doors.pool, cast.seller.company_id, "SELECT polling FROM posting_rules")
    assert again == {"polling": True}
