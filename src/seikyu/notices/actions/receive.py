"""Take a whole file into the database; sent again, it changes nothing."""

import hashlib

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.file_types import is_another_kind
from seikyu.kit.ids import new_id
from seikyu.notices.files import store
from seikyu.notices.files.model import Door, fitting_name
from seikyu.notices.model import TAKE_IN
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MEDIA_TYPE = "text/csv"


async def receive(
    connection: Connection, owner: int, author: Author, clock: Clock, door: Door, name: str, content: bytes
) -> bool:
    """Store a file and have it worked off; False when the very same file has come before.

    Raise Refusal for a file of another kind; of what is merely garbled, the result file tells.
    """
    if is_another_kind(content):
        raise Refusal(codes.FILE_CONTENT_OTHER, status=400, path="file", kind="CSV")
    now = clock()
    fitting = fitting_name(name)
    file_id = new_id(now)
    digest = hashlib.sha256(content).digest()
    kept = (digest, len(content))
    if not await store.add(connection, owner, file_id, fitting, kept, door, author.name, now):
        return False
    await objects.put(connection, owner, MEDIA_TYPE, content, now)
    event = Event("notice_file.received", "notice_file", str(file_id), comment=fitting)
    await record(connection, owner, author, now, [event])
    await enqueue(connection, [Job(TAKE_IN, {"company_id": owner, "file_id": str(file_id)})])
    return True
