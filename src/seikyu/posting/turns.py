"""Jobs that repeat: each has a turn, and only the job of the present turn goes on."""

from datetime import datetime

from seikyu.db.pool import Connection


async def take_close_turn(connection: Connection, owner: int, turn: int) -> int | None:
    """The turn after this one, if this is the present one; the row stays locked."""
    following: int | None = await connection.fetchval(
        "UPDATE posting_rules SET close_turn = close_turn + 1 "
        "WHERE company_id = $1 AND close_turn = $2 AND daily_at IS NOT NULL RETURNING close_turn",
        owner,
        turn,
    )
    return following


async def begin_polling(connection: Connection, owner: int, now: datetime) -> int | None:
    """The first turn of looking for reports, unless somebody looks for them already."""
    first: int | None = await connection.fetchval(
        """
        INSERT INTO posting_rules AS r (company_id, polling, poll_turn, changed_at) VALUES ($1, true, 1, $2)
        ON CONFLICT (company_id) DO UPDATE SET polling = true, poll_turn = r.poll_turn + 1
        WHERE NOT r.polling
        RETURNING poll_turn
        """,
        owner,
        now,
    )
    return first


async def take_poll_turn(connection: Connection, owner: int, turn: int) -> int | None:
    """The turn after this one, if this is the present one; the row stays locked."""
    following: int | None = await connection.fetchval(
        "UPDATE posting_rules SET poll_turn = poll_turn + 1 "
        "WHERE company_id = $1 AND poll_turn = $2 AND polling RETURNING poll_turn",
        owner,
        turn,
    )
    return following


async def end_polling(connection: Connection, owner: int) -> None:
    """Nobody looks for reports any longer, until the next batch is handed over."""
    await connection.execute("UPDATE posting_rules SET polling = false WHERE company_id = $1", owner)
