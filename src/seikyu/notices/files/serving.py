"""The file server: SFTP, FTPS or both, until told to stop; any number of machines may run it."""

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import asyncssh

from seikyu.accounts.passwords import Passwords
from seikyu.db.pool import Pool
from seikyu.http.scanning import scanner
from seikyu.kit.clock import Clock
from seikyu.kit.jst import wire_time
from seikyu.maintenance.model import ALL
from seikyu.maintenance.watch import Watch
from seikyu.notices.files.entrance import by_key, by_password
from seikyu.notices.files.folder import Folder
from seikyu.notices.files.ftps import Ftps, FtpsServer
from seikyu.notices.files.model import ClosedError, Door, Guest
from seikyu.notices.files.sftp import Closed, serve_sftp
from seikyu.settings import FileServer


@dataclass(frozen=True, slots=True)
class Listening:
    """A running file server and its ports."""

    sftp: asyncssh.SSHAcceptor | None
    ftps: FtpsServer | None

    @property
    def sftp_port(self) -> int | None:
        """The port of SFTP."""
        return None if self.sftp is None else self.sftp.get_port()

    @property
    def ftps_port(self) -> int | None:
        """The port of FTPS."""
        return None if self.ftps is None else self.ftps.port

    async def close(self) -> None:
        """Stop listening and end what is under way."""
        if self.sftp is not None:
            self.sftp.close()
            await self.sftp.wait_closed()
        if self.ftps is not None:
            await self.ftps.close()


async def listen(files: FileServer, pool: Pool, clock: Clock, closed: Closed = str) -> Listening:
    """Listen as the settings say; while `closed` gives a reason, nobody is let in."""
    sftp = ftps = None
    if files.host_key_file is not None:
        folder_of = partial(_folder, files, pool, clock, Door.SFTP)
        host_key = await asyncio.to_thread(Path(files.host_key_file).read_bytes)
        sftp = await serve_sftp(
            files.host, files.sftp_port, host_key, partial(by_key, pool, clock), folder_of, closed
        )
    if files.certificate_file is not None and files.certificate_key_file is not None:
        way = Ftps(
            files.host,
            files.ftps_port,
            str(files.certificate_file),
            str(files.certificate_key_file),
            files.passive_ports,
            files.public_address,
        )
        passwords = Passwords()

        async def checking(account: str, password: str, address: str) -> Guest | None:
            if reason := closed():
                raise ClosedError(reason)
            return await by_password(pool, clock, passwords, account, password, address)

        ftps = FtpsServer(way, checking, partial(_folder, files, pool, clock, Door.FTPS))
    return Listening(sftp, ftps)


async def serve(files: FileServer, pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; while everything is stopped, whoever is in stays, nobody else comes."""
    planned = Watch(pool, clock)
    async with planned.looking():
        listening = await listen(files, pool, clock, partial(why_closed, planned))
        try:
            await stop.wait()
        finally:
            await listening.close()


def why_closed(planned: Watch) -> str:
    """What somebody is told who cannot come in, in letters that every client shows."""
    window = planned.stopping(ALL)
    if window is None:
        return ""
    until = "" if window.ends_at is None else f" until {wire_time(window.ends_at)} JST"
    return f"Under maintenance{until}. Please come back afterwards."


def _folder(files: FileServer, pool: Pool, clock: Clock, door: Door, guest: Guest) -> Folder:
    return Folder(pool, clock, guest, door, files.max_bytes, scanner(files.clamd))
