"""Take what was found out of the house as CSV; it leaves a trace in the log itself."""

from collections.abc import AsyncIterator

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.http.downloads import Sheet, csv_sheet
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding, harmless
from seikyu.kit.jst import wire_time
from seikyu.oversight import queries
from seikyu.oversight.model import Entry, Filter
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MOST_ROWS = 100_000
HEADS = (
    "番号",
    "日時",
    "企業",
    "氏名",
    "経路",
    "クライアントID",
    "操作",
    "対象",
    "対象の番号",
    "変更前の状態",
    "変更後の状態",
    "版",
    "コメント",
    "リクエストID",
    "記録ID",
    "ハッシュ",
)


async def log_as_csv(
    connection: Connection, actor: Actor, clock: Clock, wanted: Filter, encoding: Encoding
) -> Sheet:
    """All that the filter finds, newest first; Refusal when it is too much or cannot be written."""
    administrators_only(actor)
    owner = actor.company.company_id
    if await queries.count(connection, owner, wanted, MOST_ROWS + 1) > MOST_ROWS:
        raise Refusal(codes.TOO_MANY_TO_EXPORT, status=400, limit=f"{MOST_ROWS:,}")

    async def rows() -> AsyncIterator[list[list[str]]]:
        async for chunk in queries.listed(connection, owner, wanted):
            yield [_row(entry) for entry in chunk]

    made = await csv_sheet(HEADS, rows(), encoding)
    event = Event("list.exported", "list", "audit_log", comment=f"CSV ({encoding}) {made.rows}件")
    await record(connection, owner, actor.author, clock(), [event])
    return made


def _row(entry: Entry) -> list[str]:
    author, event = entry.recorded.author, entry.recorded.event
    values = (
        entry.chain_no,
        wire_time(entry.recorded.at),
        author.company_name,
        author.name,
        author.via,
        author.client_id,
        event.action,
        event.subject,
        event.subject_id,
        event.from_status,
        event.to_status,
        event.version,
        event.comment,
        author.request_id,
        entry.event_id,
        None if entry.hash is None else entry.hash.hex(),
    )
    return ["" if value is None else harmless(str(value)) for value in values]
