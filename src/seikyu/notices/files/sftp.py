"""SFTP: keys only; a file counts once its client has closed it."""

import errno
import hashlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial
from posixpath import normpath

import asyncssh
from asyncssh import SFTPAttrs, SFTPName

from seikyu.notices.files.folder import Entry, Folder, missing, name_for, refused
from seikyu.notices.files.model import Guest
from seikyu.notices.files.spool import Spool

ByKey = Callable[[str, bytes], Awaitable[Guest | None]]
FolderOf = Callable[[Guest], Folder]
Closed = Callable[[], str]
"""Why nobody is let in at the moment; mostly nothing."""

PATIENCE = 30
IDLE = 300
SAFE_RSA_BITS = 3072
FILE_MODE, FOLDER_MODE = 0o100640, 0o040750


async def serve_sftp(
    host: str, port: int, host_key: bytes, by_key: ByKey, folder_of: FolderOf, closed: Closed = str
) -> asyncssh.SSHAcceptor:
    """Listen; whoever comes in gets SFTP and nothing else, no shell and no forwarding."""
    return await asyncssh.listen(
        host,
        port,
        server_factory=partial(_Entrance, by_key, closed),
        server_host_keys=[asyncssh.import_private_key(host_key)],
        sftp_factory=partial(_Files, folder_of),
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        login_timeout=PATIENCE,
        keepalive_interval=IDLE,
        server_version="Seikyu",
        reuse_port=True,
    )


def read_key(line: str) -> tuple[bytes, str]:
    """The hash and fingerprint of a public key in OpenSSH form; raise ValueError for a weak one."""
    try:
        key = asyncssh.import_public_key(line.strip())
    except (asyncssh.KeyImportError, ValueError) as error:
        raise ValueError(str(error)) from None
    if key.algorithm == b"ssh-rsa" and len(key.public_data) * 8 < SAFE_RSA_BITS:
        raise ValueError("the RSA key is too short")
    if key.algorithm == b"ssh-dss":
        raise ValueError("DSA keys are not taken")
    return key_hash(key), f"{key.algorithm.decode()} {key.get_fingerprint()}"


def key_hash(key: asyncssh.SSHKey) -> bytes:
    """What is kept of a public key."""
    return hashlib.sha256(key.public_data).digest()


class _Entrance(asyncssh.SSHServer):
    """Lets in who holds a key of the account; there are no passwords."""

    def __init__(self, by_key: ByKey, closed: Closed) -> None:
        self._by_key = by_key
        self._closed = closed
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 -- asyncssh's own signature
        if self._connection is not None and (reason := self._closed()):
            self._connection.send_auth_banner(reason)
        return True

    def password_auth_supported(self) -> bool:
        return False

    def kbdint_auth_supported(self) -> bool:
        return False

    def public_key_auth_supported(self) -> bool:
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if self._closed():
            return False
        guest = await self._by_key(username, key_hash(key))
        if guest is None or self._connection is None:
            return False
        self._connection.set_extra_info(seikyu_guest=guest)
        return True


class _Files(asyncssh.SFTPServer):
    """The two folders; whatever else a file system can do is refused."""

    def __init__(self, folder_of: FolderOf, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        super().__init__(chan)
        guest = chan.get_connection().get_extra_info("seikyu_guest")
        if not isinstance(guest, Guest):
            raise TypeError("nobody has come in")
        self._folder = folder_of(guest)

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:  # noqa: ARG002 -- asyncssh's own signature
        given = _text(path)
        if pflags & asyncssh.FXF_WRITE:
            if pflags & (asyncssh.FXF_APPEND | asyncssh.FXF_READ):
                raise refused("a file is written from its beginning")
            name_for(given)
            return Spool(given, self._folder.limit)
        return await self._folder.result(given)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        if not isinstance(file_obj, bytes):
            raise refused("opened to be written")
        return file_obj[offset : offset + size]

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if not isinstance(file_obj, Spool):
            raise refused("opened to be read")
        return file_obj.write_at(offset, data)

    def close(self, file_obj: object) -> Awaitable[None]:
        # Files that a client left open are closed for it while the loss of its connection is handled, as an
        # exception: such a file is not whole, whatever has come of it.
        return self._closed(file_obj, whole=sys.exception() is None)

    async def _closed(self, file_obj: object, *, whole: bool) -> None:
        if not isinstance(file_obj, Spool):
            return
        try:
            if whole and not file_obj.whole:
                raise OSError(errno.EIO, "parts of the file are missing")
            if whole:
                await self._folder.keep(file_obj.name, file_obj.content())
        finally:
            file_obj.close()

    async def lstat(self, path: bytes) -> SFTPAttrs:
        return _attrs(await self._folder.entry(_text(path)))

    async def stat(self, path: bytes) -> SFTPAttrs:
        return await self.lstat(path)

    def fstat(self, file_obj: object) -> SFTPAttrs:
        size = (
            file_obj.size
            if isinstance(file_obj, Spool)
            else len(file_obj)
            if isinstance(file_obj, bytes)
            else 0
        )
        return SFTPAttrs(size=size, permissions=FILE_MODE)

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        for entry in await self._folder.entries(_text(path)):
            yield SFTPName(entry.name.encode(), _long(entry), _attrs(entry))

    def realpath(self, path: bytes) -> bytes:
        return normpath("/" + _text(path)).replace("//", "/").encode()

    def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Times and modes that clients set after an upload change nothing."""

    lsetstat = setstat

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """The same for an open file."""

    def fsync(self, file_obj: object) -> None:
        """Nothing is certain before the file is closed."""

    def _refuse(self, *_given: object) -> None:
        raise refused("files are uploaded and results read, nothing else")

    open56 = _refuse  # type: ignore[assignment] # protocols above version 3
    remove = mkdir = rmdir = rename = posix_rename = symlink = link = _refuse  # type: ignore[assignment]
    readlink = statvfs = fstatvfs = lock = unlock = _refuse  # type: ignore[assignment]


def _text(path: bytes) -> str:
    try:
        return path.decode()
    except UnicodeDecodeError:
        raise missing("names are UTF-8") from None


def _attrs(entry: Entry) -> SFTPAttrs:
    moment = int(entry.modified.timestamp())
    mode = FOLDER_MODE if entry.is_folder else FILE_MODE
    return SFTPAttrs(size=entry.size, permissions=mode, uid=0, gid=0, atime=moment, mtime=moment)


def _long(entry: Entry) -> bytes:
    kind = "drwxr-x---" if entry.is_folder else "-rw-r-----"
    return f"{kind} 1 seikyu seikyu {entry.size:>10} {_when(entry.modified)} {entry.name}".encode()


def _when(moment: datetime) -> str:
    return moment.strftime("%b %d %H:%M")
