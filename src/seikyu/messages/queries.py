"""Reading one party's copy of a thread."""

from collections.abc import Sequence
from dataclasses import fields

from seikyu.db.pool import Connection
from seikyu.messages.model import Message, Party

COLUMNS = ", ".join(field.name for field in fields(Message))


async def messages_of(connection: Connection, owner: int, invoice_mng_num: int) -> tuple[Message, ...]:
    """All of a thread, oldest first."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM messages "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND invoice_mng_num = $2 ORDER BY place",
        owner,
        invoice_mng_num,
    )
    return tuple(Message(**{**row, "side": Party(row["side"])}) for row in rows)


async def newest_place(connection: Connection, owner: int, invoice_mng_num: int) -> int:
    """The number of the last message, or 0."""
    found: int = await connection.fetchval(
        "SELECT coalesce(max(place), 0) FROM messages WHERE company_id = $1 AND invoice_mng_num = $2",
        owner,
        invoice_mng_num,
    )
    return found


async def read_up_to(connection: Connection, owner: int, invoice_mng_num: int) -> int:
    """How far the company has read, or 0."""
    found: int | None = await connection.fetchval(
        "SELECT read_up_to FROM message_marks WHERE company_id = $1 AND invoice_mng_num = $2",
        owner,
        invoice_mng_num,
    )
    return found or 0


async def unread(connection: Connection, owner: int, numbers: Sequence[int]) -> set[int]:
    """Those of the invoices on which the other side wrote something that nobody has read."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num FROM message_marks "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND newest_of_other > read_up_to",
        owner,
        numbers,
    )
    return {row["invoice_mng_num"] for row in rows}
