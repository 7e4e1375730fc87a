"""Files that arrive by SFTP and FTPS, through real clients of both."""

import asyncio
import csv
import ftplib
import io
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import asyncssh
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.notices.files import store
from seikyu.notices.files.entrance import by_password
from seikyu.notices.files.serving import Listening, listen
from seikyu.notices.files.sftp import key_hash
from seikyu.settings import FileServer
from tests.house.cast import Cast, Party, quick_passwords
from tests.house.doors import Doors, until
from tests.house.papers import rows
from tests.notices.house import PAY_DATE

PASSWORD = "long-and-generated-0123456789abcdef"
HEADS = ("支払通知番号", "支払先コード", "支払日", "内容", "税区分", "金額")
MANY = 5_000
BROKEN = 3_217


@dataclass(frozen=True)
class Place:
    """A file server and a way in for the buyer and the outsider."""

    listening: Listening
    host_key: asyncssh.SSHKey
    certificate: Path
    keys: dict[str, asyncssh.SSHKey]
    closed: list[str]

    async def sftp(self, account: str, key: asyncssh.SSHKey | None = None) -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            "127.0.0.1",
            self.listening.sftp_port or 0,
            username=account,
            client_keys=[key or self.keys[account]],
            known_hosts=([self.host_key.convert_to_public()], [], []),
            agent_path=None,
            config=None,
        )

    @asynccontextmanager
    async def files(self, account: str) -> AsyncIterator[asyncssh.SFTPClient]:
        async with await self.sftp(account) as connection, connection.start_sftp_client() as sftp:
            yield sftp

    def ftps(self, account: str, password: str = PASSWORD) -> ftplib.FTP_TLS:
        context = ssl.create_default_context(cafile=str(self.certificate))
        ftp = ftplib.FTP_TLS(context=context, timeout=30)
        ftp.connect("127.0.0.1", self.listening.ftps_port or 0)
        try:
            ftp.login(account, password)
        except ftplib.error_perm:
            ftp.close()
            raise
        ftp.prot_p()
        return ftp


@pytest_asyncio.fixture(loop_scope="session")
async def place(doors: Doors, cast: Cast, tmp_path: Path) -> AsyncIterator[Place]:
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    host_key.write_private_key(tmp_path / "host")
    certificate, key = make_certificate(tmp_path)
    files = FileServer("127.0.0.1", 0, tmp_path / "host", 0, certificate, key, None, None, 4 << 20)
    keys = {}
    for party in (cast.buyer, cast.outsider):
        keys[account_of(party)] = asyncssh.generate_private_key("ssh-ed25519")
        await open_account(doors, party, keys[account_of(party)])
    closed: list[str] = []
    listening = await listen(files, doors.pool, system_clock, lambda: "".join(closed))
    yield Place(listening, host_key, certificate, keys, closed)
    await listening.close()


def account_of(party: Party) -> str:
    return f"f{party.company_id}"


async def open_account(doors: Doors, party: Party, key: asyncssh.SSHKey) -> None:
    hashed = await quick_passwords().hash(PASSWORD)
    async with transaction(doors.pool, party.company_id) as connection:
        name, owner = account_of(party), party.company_id
        await store.add_account(connection, owner, name, hashed, "山田 太郎", system_clock())
        await store.add_key(connection, owner, name, key_hash(key.convert_to_public()), "ed25519")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = system_clock()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


def sheet(count: int, prefix: str, broken: int | None = None, encoding: str = "cp932") -> bytes:
    """So many notices, a line each; one of them with an amount that is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for number in range(1, count + 1):
        amount = "壱万円" if number == broken else "11000"
        code = "S-1" if number % 2 else "S-2"
        writer.writerow([f"{prefix}-{number}", code, PAY_DATE, "8月分 商品代", "10%", amount])
    return out.getvalue().encode(encoding)


def read_result(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def notices_of(doors: Doors, party: Party) -> list[dict[str, Any]]:
    query = "SELECT * FROM payment_notices WHERE company_id = $1"
    return await rows(doors.pool, party.company_id, query, party.company_id)


async def worked_off(doors: Doors, party: Party) -> None:
    """Let a worker do all that the buyer's files need."""
    query = (
        "SELECT EXISTS (SELECT FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1 "
        "AND execute_after < now() + interval '1 hour' AND entrypoint LIKE 'notices.%')"
    )

    async def done() -> bool:
        return not await doors.pool.fetchval(query, f'%"company_id":{party.company_id}%')

    async with doors.working():
        await until(done, 60)


async def test_five_thousand_notices_by_sftp_one_line_broken(doors: Doors, cast: Cast, place: Place) -> None:
    content = sheet(MANY, "A", BROKEN)
    async with place.files(account_of(cast.buyer)) as sftp:
        await put(sftp, "upload/notices.csv", content)
        await worked_off(doors, cast.buyer)
        result = read_result(await get(sftp, "result/notices.result.csv"))
        [bad] = [row for row in result if row["結果"] == "NG"]
        assert (bad["行"], bad["列"], bad["項目"], bad["コード"]) == (
            str(BROKEN + 1),
            "6",
            "金額",
            "E200007",
        )
        assert "金額" in bad["内容"]
        good = {row["支払通知番号"]: row["支払通知書管理番号"] for row in result if row["結果"] == "OK"}
        kept = await notices_of(doors, cast.buyer)
        assert {row["notice_no"]: str(row["payment_notice_num"]) for row in kept} == good
        assert len(good) == MANY - 1
        # The same file again changes nothing.
        await put(sftp, "upload/notices.csv", content)
        await worked_off(doors, cast.buyer)
    assert len(await notices_of(doors, cast.buyer)) == MANY - 1
    received = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT 1 FROM received_payment_notices WHERE company_id = $1",
        cast.seller.company_id,
    )
    assert len(received) == len([row for row in kept if row["supplier_company_id"]])


async def test_five_thousand_notices_by_ftps_cut_in_the_middle_and_sent_again(
    doors: Doors, cast: Cast, place: Place
) -> None:
    content = sheet(MANY, "B", BROKEN, "utf-8")
    account = account_of(cast.buyer)
    await asyncio.to_thread(cut_ftps, place, account, "upload/notices.csv", content)
    assert await files_of(doors, cast.buyer) == []
    for _ in range(2):
        await asyncio.to_thread(upload_ftps, place, account, "upload/notices.csv", content)
        await worked_off(doors, cast.buyer)
    result = read_result(await asyncio.to_thread(download_ftps, place, account, "result/notices.result.csv"))
    [bad] = [row for row in result if row["結果"] == "NG"]
    assert (bad["行"], bad["列"], bad["コード"]) == (str(BROKEN + 1), "6", "E200007")
    assert len(await notices_of(doors, cast.buyer)) == MANY - 1
    assert len(await files_of(doors, cast.buyer)) == 1


async def test_an_upload_by_sftp_that_is_cut_leaves_nothing(doors: Doors, cast: Cast, place: Place) -> None:
    content = sheet(100, "C")
    connection = await place.sftp(account_of(cast.buyer))
    sftp = await connection.start_sftp_client()
    file = await sftp.open("upload/cut.csv", "wb")
    await file.write(content[:1000])
    connection.abort()
    await connection.wait_closed()
    connection = await place.sftp(account_of(cast.buyer))
    sftp = await connection.start_sftp_client()
    file = await sftp.open("upload/cut.csv", "wb")
    await file.write(content[:1000])
    sftp.exit()  # the session ends in order, the file was never closed
    await sftp.wait_closed()
    connection.close()
    await connection.wait_closed()
    await asyncio.sleep(0.2)
    assert await files_of(doors, cast.buyer) == []
    async with await place.sftp(account_of(cast.buyer)) as again, again.start_sftp_client() as sftp:
        await put(sftp, "upload/cut.csv", content)
        assert sorted(await sftp.listdir("upload")) == ["cut.csv"]
    assert len(await files_of(doors, cast.buyer)) == 1


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd", "result/../../../etc/passwd", "/proc/self/environ", "upload/x.csv"],
)
async def test_there_is_no_way_out_of_the_folder(cast: Cast, place: Place, path: str) -> None:
    async with place.files(account_of(cast.buyer)) as sftp:
        with pytest.raises((asyncssh.SFTPPermissionDenied, asyncssh.SFTPNoSuchFile)):
            await get(sftp, path)
        with pytest.raises(asyncssh.SFTPError):
            await put(sftp, path if "upload" not in path else "result/x.csv", b"x")
        for forbidden in (
            sftp.symlink("/etc", "upload/etc"),
            sftp.remove(path),
            sftp.mkdir("upload/sub"),
        ):
            with pytest.raises(asyncssh.SFTPError):
                await forbidden
        assert sorted(await sftp.listdir("/../..")) == ["result", "upload"]
    assert await asyncio.to_thread(refused_ftps, place, account_of(cast.buyer), path)


async def test_nobody_sees_another_company_s_files(doors: Doors, cast: Cast, place: Place) -> None:
    async with place.files(account_of(cast.buyer)) as sftp:
        await put(sftp, "upload/ours.csv", sheet(1, "D"))
    await worked_off(doors, cast.buyer)
    async with place.files(account_of(cast.outsider)) as sftp:
        assert [*await sftp.listdir("upload"), *await sftp.listdir("result")] == []
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await get(sftp, "result/ours.result.csv")
    with pytest.raises(asyncssh.PermissionDenied):
        await place.sftp(account_of(cast.buyer), place.keys[account_of(cast.outsider)])


async def test_sftp_takes_no_passwords(cast: Cast, place: Place) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(
            "127.0.0.1",
            place.listening.sftp_port or 0,
            username=account_of(cast.buyer),
            password=PASSWORD,
            client_keys=None,
            known_hosts=([place.host_key.convert_to_public()], [], []),
            agent_path=None,
            config=None,
        )


async def test_during_maintenance_nobody_is_let_in_and_all_are_told_why(cast: Cast, place: Place) -> None:
    account = account_of(cast.buyer)
    banners: list[str] = []

    class Listening(asyncssh.SSHClient):
        def auth_banner_received(self, msg: str, lang: str) -> None:  # noqa: ARG002 -- asyncssh's own signature
            banners.append(msg)

    async with place.files(account) as files:
        place.closed.append("Under maintenance.")
        # Whoever is in already is not cut off.
        assert await files.listdir("/")
    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(
            "127.0.0.1",
            place.listening.sftp_port or 0,
            username=account,
            client_keys=[place.keys[account]],
            known_hosts=([place.host_key.convert_to_public()], [], []),
            client_factory=Listening,
            agent_path=None,
            config=None,
        )
    assert banners == ["Under maintenance."]
    with pytest.raises(ftplib.error_perm, match="Under maintenance"):
        await asyncio.to_thread(place.ftps, account)
    place.closed.clear()
    (await asyncio.to_thread(place.ftps, account)).close()


async def test_plain_ftp_is_refused(cast: Cast, place: Place) -> None:
    def plain() -> None:
        ftp = ftplib.FTP(timeout=10)
        ftp.connect("127.0.0.1", place.listening.ftps_port or 0)
        with pytest.raises(ftplib.error_perm, match="550 SSL/TLS required"):
            ftp.login(account_of(cast.buyer), PASSWORD)
        ftp.close()

    def clear_data() -> None:
        ftp = place.ftps(account_of(cast.buyer))
        ftp.prot_c()
        with pytest.raises(ftplib.error_perm, match="550 SSL/TLS required"):
            ftp.nlst()
        ftp.close()

    await asyncio.to_thread(plain)
    await asyncio.to_thread(clear_data)


async def test_guessing_passwords_makes_wait(doors: Doors, cast: Cast, place: Place) -> None:
    passwords, account = quick_passwords(), account_of(cast.buyer)

    async def guess(password: str, address: str = "192.0.2.1") -> bool:
        found = await by_password(doors.pool, system_clock, passwords, account, password, address)
        return found is not None

    assert not any([await guess(f"wrong-{n}") for n in range(5)])
    assert not await guess(PASSWORD)
    assert await guess(PASSWORD, "192.0.2.2")

    def wrong() -> None:
        with pytest.raises(ftplib.error_perm, match="530"):
            place.ftps(account, "wrong")

    await asyncio.to_thread(wrong)


@pytest.mark.parametrize(
    "name", ["x.exe", ".hidden.csv", "a.csv.part", "-rf.csv", "x" * 200 + ".csv", "x.result.csv"]
)
async def test_names_that_fit_no_file_are_refused(cast: Cast, place: Place, name: str) -> None:
    async with place.files(account_of(cast.buyer)) as sftp:
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await put(sftp, f"upload/{name}", b"x")


async def test_a_file_that_is_too_large_is_refused_as_it_comes(
    doors: Doors, cast: Cast, place: Place
) -> None:
    async with place.files(account_of(cast.buyer)) as sftp:
        with pytest.raises(asyncssh.SFTPFailure):
            async with sftp.open("upload/large.csv", "wb") as file:
                await file.write(bytes(5 << 20))
    assert await files_of(doors, cast.buyer) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E601607"),
        ("支払通知番号,謎\r\nA,1\r\n".encode(), "E601602"),
        ("支払通知番号,支払日,内容\r\nA,1,x\r\n".encode(), "E601603"),
        (b"\xff\xfe\x81", "E601601"),
        ('支払通知番号,支払日,内容,金額\r\n"A,1'.encode(), "E601601"),
    ],
)
async def test_a_file_that_makes_no_sense_says_so(
    doors: Doors, cast: Cast, place: Place, content: bytes, code: str
) -> None:
    name = new_id(system_clock()).hex
    async with place.files(account_of(cast.buyer)) as sftp:
        await put(sftp, f"upload/{name}.csv", content)
        await worked_off(doors, cast.buyer)
        result = read_result(await get(sftp, f"result/{name}.result.csv"))
    assert code in {row["コード"] for row in result}


async def files_of(doors: Doors, party: Party) -> list[dict[str, Any]]:
    query = "SELECT * FROM notice_files WHERE company_id = $1"
    return await rows(doors.pool, party.company_id, query, party.company_id)


async def put(sftp: asyncssh.SFTPClient, path: str, content: bytes) -> None:
    async with sftp.open(path, "wb") as file:
        await file.write(content)


async def get(sftp: asyncssh.SFTPClient, path: str) -> bytes:
    async with sftp.open(path, "rb") as file:
        found: bytes = await file.read()
    return found


def upload_ftps(place: Place, account: str, path: str, content: bytes) -> None:
    ftp = place.ftps(account)
    assert ftp.storbinary(f"STOR {path}", io.BytesIO(content)).startswith("226")
    ftp.quit()


def download_ftps(place: Place, account: str, path: str) -> bytes:
    ftp, out = place.ftps(account), io.BytesIO()
    ftp.retrbinary(f"RETR {path}", out.write)
    ftp.quit()
    return out.getvalue()


def cut_ftps(place: Place, account: str, path: str, content: bytes) -> None:
    """Send half of a file, then let the line go dead; once more with an abort."""
    ftp = place.ftps(account)
    data = ftp.transfercmd(f"STOR {path}")
    data.sendall(content[: len(content) // 2])
    # The socket beneath is closed without the end that TLS announces.
    data.shutdown(2)
    data.close()
    ftp.close()
    ftp = place.ftps(account)
    data = ftp.transfercmd(f"STOR {path}")
    data.sendall(content[: len(content) // 2])
    ftp.putcmd("ABOR")
    ftp.getmultiline()
    data.close()
    ftp.close()


def refused_ftps(place: Place, account: str, path: str) -> bool:
    ftp = place.ftps(account)
    try:
        for command in (f"RETR {path}", f"STOR {path}" if "upload" not in path else "STOR result/x.csv"):
            with pytest.raises(ftplib.error_perm):
                ftp.transfercmd(command)
        for command in (f"DELE {path}", "MKD upload/sub", "SITE CHMOD 777 upload", "APPE upload/x.csv"):
            with pytest.raises(ftplib.error_perm):
                ftp.sendcmd(command)
        return sorted(ftp.nlst("/../..")) == ["result", "upload"]
    finally:
        ftp.close()
