"""How the state of a notice may move; every move is guarded by state and version."""

from collections.abc import Sequence
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.notices.model import Notice, State


async def take_waiting(
    connection: Connection, owner: int, supplier: int | None, limit: int
) -> list[tuple[int, int]]:
    """Notices that wait to be sent to a supplier, by number and version; locked, those of others left."""
    rows = await connection.fetch(
        """
        SELECT payment_notice_num, version FROM payment_notices
        WHERE company_id = $1 AND state = 'sending' AND supplier_company_id IS NOT DISTINCT FROM $2
        ORDER BY payment_notice_num LIMIT $3 FOR UPDATE SKIP LOCKED
        """,
        owner,
        supplier,
        limit,
    )
    return [(row["payment_notice_num"], row["version"]) for row in rows]


async def mark_sent(
    connection: Connection, owner: int, numbers: Sequence[int], today: date, now: datetime
) -> None:
    """Sending → sent for notices that the caller has locked; silence counts where a supplier has them."""
    await connection.execute(
        """
        UPDATE payment_notices SET state = 'sent', sent_at = $4, updated_at = $4,
            deemed_on = CASE WHEN supplier_company_id IS NOT NULL THEN $3::date + answer_days + 1 END
        WHERE company_id = $1 AND payment_notice_num = ANY($2) AND state = 'sending'
        """,
        owner,
        numbers,
        today,
        now,
    )


async def answer(
    connection: Connection,
    table: str,
    owner: int,
    key: tuple[int, int],
    state: State,
    objection: str | None,
    now: datetime,
) -> bool:
    """Sent → confirmed or objected on one side; False when this version waits for no answer any more."""
    done = await connection.execute(
        f"UPDATE {table} SET state = $4, objection = $5, updated_at = $6 "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND payment_notice_num = $2 AND version = $3 AND state = 'sent'",
        owner,
        *key,
        state,
        objection,
        now,
    )
    return done.endswith(" 1")


async def deem(
    connection: Connection, owner: int, supplier: int, today: date, limit: int, now: datetime
) -> list[tuple[int, int]]:
    """Sent → deemed confirmed for the buyer's notices whose days have passed; by number and version."""
    rows = await connection.fetch(
        """
        WITH over AS (
            SELECT payment_notice_num FROM payment_notices
            WHERE company_id = $1 AND supplier_company_id = $2 AND state = 'sent' AND deemed_on <= $3
            ORDER BY payment_notice_num LIMIT $4 FOR UPDATE
        )
        UPDATE payment_notices AS p SET state = 'deemed', updated_at = $5 FROM over
        WHERE p.company_id = $1 AND p.payment_notice_num = over.payment_notice_num
        RETURNING p.payment_notice_num, p.version
        """,
        owner,
        supplier,
        today,
        limit,
        now,
    )
    return sorted((row["payment_notice_num"], row["version"]) for row in rows)


async def deem_received(
    connection: Connection, owner: int, keys: Sequence[tuple[int, int]], now: datetime
) -> None:
    """The same on the supplier's side, in the same transaction."""
    await connection.execute(
        """
        UPDATE received_payment_notices AS r SET state = 'deemed', updated_at = $4
        FROM unnest($2::bigint[], $3::integer[]) AS k (number, version)
        WHERE r.company_id = $1 AND r.payment_notice_num = k.number AND r.version = k.version
          AND r.state = 'sent'
        """,
        owner,
        [number for number, _ in keys],
        [version for _, version in keys],
        now,
    )


async def send_draft(connection: Connection, owner: int, number: int, version: int, now: datetime) -> bool:
    """Draft → sending; False when it is no draft any more."""
    done = await connection.execute(
        "UPDATE payment_notices SET state = 'sending', updated_at = $4 "
        "WHERE company_id = $1 AND payment_notice_num = $2 AND version = $3 AND state = 'draft'",
        owner,
        number,
        version,
        now,
    )
    return done.endswith(" 1")


async def cancel(connection: Connection, owner: int, notice: Notice, now: datetime) -> bool:
    """Take a notice back; its invoices are free again. False when it has moved meanwhile."""
    done = await connection.execute(
        "UPDATE payment_notices SET state = 'cancelled', updated_at = $5 "
        "WHERE company_id = $1 AND payment_notice_num = $2 AND version = $3 AND state = $4",
        owner,
        notice.payment_notice_num,
        notice.version,
        notice.state,
        now,
    )
    await connection.execute(
        "DELETE FROM payment_notice_invoices WHERE company_id = $1 AND payment_notice_num = $2",
        owner,
        notice.payment_notice_num,
    )
    return done.endswith(" 1")


async def withdraw(connection: Connection, owner: int, number: int, now: datetime) -> None:
    """Mark as cancelled on the supplier's side, if it has it."""
    await connection.execute(
        "UPDATE received_payment_notices SET state = 'cancelled', updated_at = $3 "
        "WHERE company_id = $1 AND payment_notice_num = $2",
        owner,
        number,
        now,
    )
