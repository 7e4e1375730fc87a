"""A mail house that takes batches over SFTP; its host key must be known beforehand."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import asyncssh

from seikyu.posting.mail_house import MOST_BYTES, REPORT, STATUS, TAKEN, ReportFile, taken_name
from seikyu.settings import Sftp

PATIENCE = 30


class SftpServer:
    """Below a folder of the server, a folder a company, named by its id."""

    def __init__(self, server: Sftp) -> None:
        self._server = server

    async def lay(self, company_id: int, files: Mapping[str, bytes], done: tuple[str, bytes]) -> None:
        """Lay files; see `MailHouse`."""
        async with self._connected() as sftp:
            folder = self._folder(company_id)
            await sftp.makedirs(f"{folder}/{STATUS}", exist_ok=True)
            name, content = done
            if await _read(sftp, f"{folder}/{name}") == content:
                return
            for file, whole in (*files.items(), (name, content)):
                part = f"{folder}/.{file}.part"
                async with sftp.open(part, "wb") as target:
                    await target.write(whole)
                await sftp.posix_rename(part, f"{folder}/{file}")

    async def reports(self, company_id: int) -> list[ReportFile]:
        """The reports that lie there."""
        async with self._connected() as sftp:
            folder = f"{self._folder(company_id)}/{STATUS}"
            try:
                names = sorted(str(name) for name in await sftp.listdir(folder))
            except asyncssh.SFTPNoSuchFile:
                return []
            found = []
            for name in names:
                content = await _read(sftp, f"{folder}/{name}") if name.endswith(REPORT) else None
                if content is not None:
                    found.append(ReportFile(name, content))
            return found

    async def put_away(self, company_id: int, report: ReportFile) -> None:
        """Put a report away."""
        async with self._connected() as sftp:
            folder = self._folder(company_id)
            await sftp.makedirs(f"{folder}/{TAKEN}", exist_ok=True)
            with suppress(asyncssh.SFTPNoSuchFile):
                await sftp.posix_rename(
                    f"{folder}/{STATUS}/{report.name}", f"{folder}/{TAKEN}/{taken_name(report)}"
                )

    def _folder(self, company_id: int) -> str:
        return f"{self._server.folder}/{company_id}"

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncssh.SFTPClient]:
        server = self._server
        known = asyncssh.import_public_key(server.host_key)
        async with (
            asyncssh.connect(
                server.host,
                server.port,
                username=server.user,
                client_keys=[str(server.key_file)],
                # Nobody else's keys, agents or configuration of the machine.
                known_hosts=([known], [], []),
                agent_path=None,
                config=None,
                connect_timeout=PATIENCE,
                login_timeout=PATIENCE,
                keepalive_interval=PATIENCE,
            ) as connection,
            connection.start_sftp_client() as sftp,
        ):
            yield sftp


async def _read(sftp: asyncssh.SFTPClient, path: str) -> bytes | None:
    """A file of a size that can be meant, if there is one."""
    try:
        async with sftp.open(path, "rb") as file:
            content: object = await file.read(MOST_BYTES + 1)
    except asyncssh.SFTPNoSuchFile:
        return None
    return content if isinstance(content, bytes) and len(content) <= MOST_BYTES else None
