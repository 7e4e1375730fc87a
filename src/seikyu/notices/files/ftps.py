"""FTPS: TLS on both channels or nothing; a file counts once its client has ended the transfer properly."""

import asyncio
import errno
import io
import logging
import os
import posixpath
import stat
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from OpenSSL import SSL
from pyftpdlib.authorizers import AuthenticationFailed
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from seikyu.notices.files.folder import Entry, Folder, name_for, refused
from seikyu.notices.files.model import ClosedError, Guest
from seikyu.notices.files.spool import Spool

ByPassword = Callable[[str, str, str], Coroutine[Any, Any, Guest | None]]
FolderOf = Callable[[Guest], Folder]
Result = TypeVar("Result")

MOST_CONNECTIONS = 200
MOST_FROM_ONE_ADDRESS = 20
PATIENCE = 60.0
PERMISSIONS = "elrw"
"""Go into folders, list, read results, write files; neither append nor resume nor change anything else."""


@dataclass(frozen=True, slots=True)
class Ftps:
    """Where it listens and by what it is known."""

    host: str
    port: int
    certificate_file: str
    key_file: str
    passive_ports: range | None = None
    public_address: str | None = None


class FtpsServer:
    """A thread that accepts and one a connection; what they ask of the database is done by the event loop."""

    def __init__(self, ftps: Ftps, by_password: ByPassword, folder_of: FolderOf) -> None:
        logging.getLogger("pyftpdlib").setLevel(logging.WARNING)
        loop = asyncio.get_running_loop()

        # The library keeps what it is told on its classes: two servers in one process need two of each.
        class Handler(_Handler):
            bridge = _Bridge(loop, by_password, folder_of)
            authorizer = _Authorizer()
            ssl_context = _context(ftps)
            passive_ports = ftps.passive_ports
            masquerade_address = ftps.public_address

        class Server(ThreadedFTPServer):
            _exit, _lock = threading.Event(), threading.Lock()

        self._server = Server((ftps.host, ftps.port), Handler)
        self._server.max_cons, self._server.max_cons_per_ip = MOST_CONNECTIONS, MOST_FROM_ONE_ADDRESS
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ftps", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        port: int = self._server.address[1]
        return port

    async def close(self) -> None:
        """Stop; connections are ended, and what was not whole is forgotten."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._server.serve_forever(timeout=0.2, blocking=False, handle_exit=False)
        self._server.close_all()


@dataclass(frozen=True, slots=True)
class _Bridge:
    """From a connection's thread to the event loop and back."""

    loop: asyncio.AbstractEventLoop
    by_password: ByPassword
    folder_of: FolderOf

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)


class _Authorizer:
    """Lets in who knows the password; everybody may do the same, each in its own folder."""

    def validate_authentication(self, username: str, password: str, handler: "_Handler") -> None:
        bridge = handler.bridge
        try:
            guest = bridge.wait(bridge.by_password(username, password, handler.remote_ip))
        except ClosedError as closed:
            raise AuthenticationFailed(str(closed)) from None
        if guest is None:
            raise AuthenticationFailed("Authentication failed.")
        handler.folder = bridge.folder_of(guest)

    def get_home_dir(self, _username: str) -> str:
        return "/"

    def has_user(self, _username: str) -> bool:
        return True

    def has_perm(self, _username: str, perm: str, _path: str | None = None) -> bool:
        return perm in PERMISSIONS

    def get_perms(self, _username: str) -> str:
        return PERMISSIONS

    def get_msg_login(self, _username: str) -> str:
        return "Login successful."

    def get_msg_quit(self, _username: str) -> str:
        return "Goodbye."

    def impersonate_user(self, _username: str, _password: str) -> None:
        """There is one user of the machine."""

    def terminate_impersonation(self, _username: str) -> None:
        """There is one user of the machine."""


class _Receiving(TLS_DTPHandler):
    """A data channel; what arrives is kept only if its end was announced, not when the line went dead."""

    transfer_finished: bool

    def close(self) -> None:
        spool = self.file_obj
        if not self._closed and self.receive and isinstance(spool, Spool) and not spool.closed:
            ended = self.transfer_finished and self.socket.get_shutdown() & SSL.RECEIVED_SHUTDOWN
            problem = self.cmd_channel.kept(spool) if ended else "426 Connection closed; transfer aborted."
            if problem is not None:
                self.transfer_finished = False
                self._resp = (problem, logging.getLogger("pyftpdlib").info)
            spool.close()
        super().close()


class _Files(AbstractedFS):
    """The two folders; a path is a name in the database and never one of the machine."""

    def ftp2fs(self, ftppath: str) -> str:
        return str(self.ftpnorm(ftppath))

    def fs2ftp(self, fspath: str) -> str:
        return posixpath.normpath("/" + fspath.lstrip("/"))

    def validpath(self, _path: str) -> bool:
        return True

    def realpath(self, path: str) -> str:
        return path

    def open(self, filename: str, mode: str) -> object:
        if mode == "rb":
            read = io.BytesIO(self._wait(lambda folder: folder.result(filename)))
            read.name = filename
            return read
        if mode != "wb":
            raise refused("a file is written from its beginning")
        name_for(filename)
        return Spool(filename, self.cmd_channel.folder.limit)

    def chdir(self, path: str) -> None:
        if not self.isdir(path):
            raise NotADirectoryError(errno.ENOTDIR, "no such folder", path)
        self.cwd = path

    def listdir(self, path: str) -> list[str]:
        return [entry.name for entry in self._wait(lambda folder: folder.entries(path))]

    listdirinfo = listdir

    def stat(self, path: str) -> os.stat_result:
        entry = self._entry(path)
        moment = int(entry.modified.timestamp())
        mode = stat.S_IFDIR | 0o750 if entry.is_folder else stat.S_IFREG | 0o640
        return os.stat_result((mode, 0, 0, 1, 0, 0, entry.size, moment, moment, moment))

    lstat = stat

    def isfile(self, path: str) -> bool:
        return self.lexists(path) and not self._entry(path).is_folder

    def isdir(self, path: str) -> bool:
        return self.lexists(path) and self._entry(path).is_folder

    def islink(self, _path: str) -> bool:
        return False

    def lexists(self, path: str) -> bool:
        try:
            self._entry(path)
        except OSError:
            return False
        return True

    def getsize(self, path: str) -> int:
        return self._entry(path).size

    def getmtime(self, path: str) -> float:
        return self._entry(path).modified.timestamp()

    def get_user_by_uid(self, _uid: int) -> str:
        return "seikyu"

    def get_group_by_gid(self, _gid: int) -> str:
        return "seikyu"

    def _refuse(self, *_given: object, **_named: object) -> None:
        raise refused("files are uploaded and results read, nothing else")

    mkstemp = mkdir = rmdir = remove = rename = chmod = utime = readlink = _refuse

    def _entry(self, path: str) -> Entry:
        return self._wait(lambda folder: folder.entry(path))

    def _wait(self, ask: Callable[[Folder], Coroutine[Any, Any, Result]]) -> Result:
        channel: _Handler = self.cmd_channel
        return channel.bridge.wait(ask(channel.folder))


class _Handler(TLS_FTPHandler):
    """A control channel."""

    bridge: _Bridge
    folder: Folder
    abstracted_fs = _Files
    dtp_handler = _Receiving
    tls_control_required = True
    tls_data_required = True
    banner = "Seikyu"
    use_sendfile = False
    auth_failed_timeout = 1

    def kept(self, spool: Spool) -> str | None:
        """Take a whole file in; what to answer where that is not possible."""
        try:
            self.bridge.wait(self.folder.keep(spool.name, spool.content()))
        except OSError as error:  # a TimeoutError is one
            return f"451 {error.strerror or 'The file could not be kept in time; send it again.'}"
        except Exception:
            logging.getLogger("seikyu.files").exception("a file could not be kept")
            return "451 The file could not be kept; send it again."
        return None


def _context(ftps: Ftps) -> SSL.Context:
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    context.set_options(SSL.OP_NO_COMPRESSION)
    context.use_certificate_chain_file(ftps.certificate_file)
    context.use_privatekey_file(ftps.key_file)
    context.check_privatekey()
    return context
