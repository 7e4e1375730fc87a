"""Writing runs; an invoice is in one that counts at a time, which the database itself sees to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.payments.model import Item, Run, RunState


async def add(connection: Connection, owner: int, run: Run, items: Sequence[Item]) -> set[int]:
    """Store a run; return the invoices that another run was faster to pay, and then store nothing of them."""
    await connection.execute(
        """
        INSERT INTO payment_runs (company_id, run_id, state, account_code, account_name, pay_day, transfers,
                                  total, fees, file_sha256, made_by, made_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        """,
        owner,
        run.run_id,
        run.state,
        run.account_code,
        run.account_name,
        run.pay_day,
        run.transfers,
        run.total,
        run.fees,
        run.file_sha256,
        run.made_by,
        run.made_at,
    )
    stored = await connection.fetch(
        """
        INSERT INTO payment_items
            (company_id, run_id, invoice_mng_num, transfer, payee_code, payee_name, amount)
        SELECT $1, $2, i.* FROM unnest($3::bigint[], $4::integer[], $5::text[], $6::text[], $7::bigint[]) AS i
        ORDER BY 3
        ON CONFLICT (company_id, invoice_mng_num) WHERE counts DO NOTHING
        RETURNING invoice_mng_num
        """,
        owner,
        run.run_id,
        [item.invoice_mng_num for item in items],
        [item.transfer for item in items],
        [item.payee_code for item in items],
        [item.payee_name for item in items],
        [item.amount for item in items],
    )
    return {item.invoice_mng_num for item in items} - {row["invoice_mng_num"] for row in stored}


async def move(connection: Connection, owner: int, run_id: UUID, state: RunState, now: datetime) -> bool:
    """Made → sent or cancelled, which frees its invoices; False when it is no longer as it was made."""
    done = await connection.execute(
        "UPDATE payment_runs SET state = $3, updated_at = $4 "
        "WHERE company_id = $1 AND run_id = $2 AND state = 'made'",
        owner,
        run_id,
        state,
        now,
    )
    if not done.endswith(" 1"):
        return False
    if state is RunState.CANCELLED:
        await connection.execute(
            "UPDATE payment_items SET counts = false WHERE company_id = $1 AND run_id = $2", owner, run_id
        )
    return True
