"""全データの書き出し: everything of a company in one file, which can be checked and verified by itself."""

import csv
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from seikyu.accounts import queries as accounts
from seikyu.attachments.model import File, Subject, SubjectKind
from seikyu.attachments.store import add
from seikyu.audit.sealing import seal
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.retention.actions.export import ask_for_export, fetch_export, make_export
from seikyu.retention.exporting.archive import Archive
from seikyu.retention.exporting.contents import write_everything
from seikyu.retention.exporting.sinks import Folder
from seikyu.retention.exporting.tables import BESIDES, LEFT_OUT, tables
from tests.retention.aged import administrator
from tests.ui.house import PDF, House, Member

Read = Callable[[str], bytes]


async def exported(house: House, member: Member) -> bytes:
    """The file that an administrator gets."""
    actor, owner = administrator(member), member.company_id
    async with transaction(house.pool, owner) as connection:
        export_id: UUID = await ask_for_export(connection, actor, system_clock)
    for _ in range(2):  # what is begun twice is made once
        await make_export(house.pool, system_clock, owner, export_id)
    found, pieces = await fetch_export(house.pool, actor, system_clock, export_id)
    content = b"".join([piece async for piece in pieces])
    assert (found.size, found.sha256) == (len(content), hashlib.sha256(content).digest())
    return content


def rows(read: Read, path: str) -> list[dict[str, str]]:
    """The rows of a table of the export."""
    return list(csv.DictReader(io.StringIO(read(path).decode("utf-8-sig"), newline="")))


def verified(entries: list[dict[str, str]]) -> int:
    """How many entries of the log are as they were written, by its README alone."""
    before = bytes(32)
    for number, entry in enumerate(entries, start=1):
        digest = hashlib.sha256(entry["記録"].encode()).digest()
        assert digest.hex() == entry["記録のSHA-256"]
        before = hashlib.sha256(before + digest).digest()
        assert (before.hex(), str(number)) == (entry["ハッシュ"], entry["番号"])
    return len(entries)


async def test_everything_goes_out_and_can_be_checked_and_verified_outside(house: House) -> None:
    number = await house.invoice(inv_no="=1+1", versions=2)
    owner = house.buyer.company_id
    subject = Subject(SubjectKind.RECEIVED_INVOICE, str(number))
    async with transaction(house.pool, owner) as connection:
        file = File("../明細 一覧.csv", "text/csv", "品名,金額\r\n".encode())
        await add(connection, owner, subject, [file], system_clock())
    await seal(house.pool)
    with zipfile.ZipFile(io.BytesIO(await exported(house, house.buyer))) as archive:
        assert archive.testzip() is None
        read = archive.read
        listed = {row["ファイル"]: row for row in rows(read, "manifest.csv")}
        assert {*archive.namelist()} == {*listed, "manifest.csv"}
        for path, row in listed.items():
            content = read(path)
            assert (str(len(content)), hashlib.sha256(content).hexdigest()) == (
                row["バイト数"],
                row["SHA-256"],
            )
        [paper] = rows(read, "index.csv")
        assert (paper["種別"], paper["書類の番号・名前"]) == ("受領請求書", "'=1+1")
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", paper["取引年月日"])
        folder = paper["フォルダ"]
        assert folder == f"invoices/received/{number}/"
        assert json.loads(read(f"{folder}v2.json"))["inv_no"] == "=1+1"
        assert read(f"{folder}v1.pdf") == PDF
        assert [path for path in listed if path.startswith(f"{folder}files/") and "明細 一覧.csv" in path]
        log = rows(read, "audit/log.csv")
        assert verified([entry for entry in log if entry["番号"]]) >= 1
        async with transaction(house.pool, owner) as connection:
            for table in await tables(connection):
                if table.startswith(("retention", "removal", "company_export", "api_")):
                    continue
                of = f"SELECT count(*) FROM {table} WHERE company_id = $1"
                assert len(rows(read, f"tables/{table}.csv")) == await connection.fetchval(of, owner), table
            secrets = await connection.fetch("SELECT password_hash FROM users WHERE company_id = $1", owner)
        everything = b"".join(read(path) for path in archive.namelist())
        assert not [row for row in secrets if row["password_hash"].encode() in everything]
        assert "見本".encode() not in read("tables/users.csv"), "people of others are theirs"
        assert "株式会社さんぷる製作所" in read("README.txt").decode("utf-8-sig")


async def test_an_export_to_a_folder_is_the_same(house: House, tmp_path: Path) -> None:
    await house.invoice()
    async with transaction(house.pool, house.seller.company_id) as connection:
        company = await accounts.company(connection, house.seller.company_id)
    assert company is not None
    files = await write_everything(house.pool, company, system_clock(), Folder(tmp_path))
    assert files + 1 == sum(len(names) for _, _, names in os.walk(tmp_path))
    assert len(rows(lambda path: (tmp_path / path).read_bytes(), "index.csv")) == 1


async def test_every_table_of_a_company_goes_out_or_has_a_reason_not_to(pool: Pool) -> None:
    async with transaction(pool, None) as connection:
        fenced = await connection.fetch(
            "SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'"
        )
        assert {row["tablename"] for row in fenced} | {*BESIDES} == {*await tables(connection)} | LEFT_OUT


async def test_an_archive_may_have_any_number_of_files_and_any_size(tmp_path: Path) -> None:
    path, many, gap = tmp_path / "large.zip", 66_000, 5 << 30
    with path.open("wb") as out:
        out.seek(gap)  # a file with a hole: five gigabytes that take no room

        async def write(data: bytes) -> None:
            out.write(data)

        archive = Archive(write, datetime(2026, 11, 21, 1, 30, tzinfo=UTC), begin=gap)
        for number in range(many):
            await archive.add(f"請求書/{number}.txt", io.BytesIO(b"%d" % number))
        await archive.close()
    with zipfile.ZipFile(path) as found:
        assert len(found.namelist()) == many
        assert found.read(f"請求書/{many - 1}.txt") == b"%d" % (many - 1)
        assert found.getinfo("請求書/0.txt").date_time == (2026, 11, 21, 10, 30, 0)
