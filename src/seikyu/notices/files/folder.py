"""What a company sees at the file server: `upload/` and `result/`, made of what the database holds.

There is nothing beneath it: a path is taken apart here and never reaches a file system, so there is nowhere
to break out to.
"""

import errno
import posixpath
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.queries import company
from seikyu.audit.model import Author
from seikyu.db.pool import Pool, transaction
from seikyu.http.scanning import Scan, unscanned
from seikyu.kit.clock import Clock
from seikyu.notices.actions.receive import receive
from seikyu.notices.files import queries
from seikyu.notices.files.model import Door, Guest, NoticeFile, fitting_name
from seikyu.storage import objects
from seikyu.wire.faults import Refusal

UPLOAD, RESULT = "upload", "result"


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder, or a file with its size."""

    name: str
    is_folder: bool
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of whoever came in; every method raises OSError as a file system would."""

    pool: Pool
    clock: Clock
    guest: Guest
    door: Door
    limit: int
    scan: Scan = unscanned

    async def entry(self, path: str) -> Entry:
        """What is at a path."""
        parts = parts_of(path)
        if not parts or parts in ((UPLOAD,), (RESULT,)):
            return Entry(parts[-1] if parts else "/", True, 0, self.clock())
        found = next(
            (one for one in await self.entries(posixpath.dirname(path)) if one.name == parts[-1]), None
        )
        if len(parts) != 2 or found is None:  # noqa: PLR2004 -- a folder and a name
            raise missing(path)
        return found

    async def entries(self, path: str) -> Sequence[Entry]:
        """What lies in a folder."""
        parts = parts_of(path)
        if not parts:
            return [await self.entry(UPLOAD), await self.entry(RESULT)]
        if parts not in ((UPLOAD,), (RESULT,)):
            raise missing(path)
        async with transaction(self.pool, self.guest.company_id) as connection:
            found = await queries.files(connection, self.guest.company_id)
        latest: dict[str, NoticeFile] = {}
        for one in found:
            latest.setdefault(one.name, one)
        if parts == (UPLOAD,):
            return [Entry(one.name, False, one.size, one.received_at) for one in latest.values()]
        return [
            Entry(one.result_name, False, one.result_size or 0, one.updated_at)
            for one in latest.values()
            if one.result_sha256 is not None
        ]

    async def result(self, path: str) -> bytes:
        """What is in a result; what was uploaded is not handed out again."""
        parts = parts_of(path)
        if len(parts) != 2 or parts[0] != RESULT:  # noqa: PLR2004 -- a folder and a name
            raise refused(path)
        owner = self.guest.company_id
        async with transaction(self.pool, owner) as connection:
            found = await queries.files(connection, owner)
            one = next((one for one in found if one.result_name == parts[1]), None)
            if one is None or one.result_sha256 is None:
                raise missing(path)
            stored = await objects.get(connection, owner, one.result_sha256)
        if stored is None:
            raise missing(path)
        return await objects.content(self.pool, stored)

    async def keep(self, path: str, content: bytes) -> None:
        """Take a whole file in."""
        owner, name = self.guest.company_id, name_for(path)
        try:
            await self.scan(name, content)
            async with transaction(self.pool, owner) as connection:
                member = await company(connection, owner)
                if member is None:
                    raise refused(path)
                sender = f"{self.guest.account} ({self.door.value.upper()})"
                author = Author(owner, member.name, None, sender, "system")
                await receive(connection, owner, author, self.clock, self.door, name, content)
        except Refusal as unfit:
            raise OSError(errno.EACCES, unfit.detail("en"), path) from None


def name_for(path: str) -> str:
    """The name a file is to have; raise PermissionError where none may be written."""
    parts = parts_of(path)
    if len(parts) != 2 or parts[0] != UPLOAD:  # noqa: PLR2004 -- a folder and a name
        raise refused(path)
    try:
        return fitting_name(parts[1])
    except Refusal as refusal:
        raise refused(refusal.detail("en")) from None


def refused(reason: str) -> PermissionError:
    """That somebody may not do it; clients are told by the number."""
    return PermissionError(errno.EACCES, reason)


def missing(path: str) -> FileNotFoundError:
    """That there is nothing at a path."""
    return FileNotFoundError(errno.ENOENT, "no such file", path)


def parts_of(path: str) -> tuple[str, ...]:
    """A path from the top, without `.` and `..`, which lead no higher than that."""
    normal = posixpath.normpath("/" + unicodedata.normalize("NFC", path))
    return tuple(part for part in normal.split("/") if part)
