"""Writing one party's copy of a thread."""

from seikyu.db.pool import Connection
from seikyu.messages.model import Message


async def add(connection: Connection, owner: int, invoice_mng_num: int, message: Message) -> None:
    """Append a message to the copy of `owner`."""
    await connection.execute(
        "INSERT INTO messages (company_id, invoice_mng_num, place, side, company_name, user_name, user_id, "
        "version, text, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        owner,
        invoice_mng_num,
        message.place,
        message.side,
        message.company_name,
        message.user_name,
        message.user_id,
        message.version,
        message.text,
        message.written_at,
    )


async def mark_unread(connection: Connection, owner: int, invoice_mng_num: int, place: int) -> None:
    """Note that the other side has written the message at `place`."""
    await connection.execute(
        "INSERT INTO message_marks AS m (company_id, invoice_mng_num, newest_of_other) VALUES ($1, $2, $3) "
        "ON CONFLICT (company_id, invoice_mng_num) DO UPDATE SET "
        "newest_of_other = greatest(m.newest_of_other, excluded.newest_of_other)",
        owner,
        invoice_mng_num,
        place,
    )


async def mark_read(connection: Connection, owner: int, invoice_mng_num: int, place: int) -> None:
    """Note that somebody of `owner` has read as far as `place`; what came after stays unread."""
    await connection.execute(
        "UPDATE message_marks SET read_up_to = $3 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND read_up_to < $3",
        owner,
        invoice_mng_num,
        place,
    )
