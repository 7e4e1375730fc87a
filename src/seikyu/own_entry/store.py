"""Writing own invoices; a change is guarded by the version and the statuses it starts from."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.invoices.extract import COLUMN_TYPES, COLUMNS, columns
from seikyu.own_entry.model import CHANGEABLE, OwnInvoice
from seikyu.receiving.model import BuyerStatus, Origin


async def add(
    connection: Connection, owner: int, maker: int | None, invoices: Sequence[OwnInvoice], now: datetime
) -> list[int]:
    """Lay invoices into the inbox in version 1; return their new numbers, in the same order."""
    allotted = await connection.fetch(
        "SELECT nextval('invoice_mng_num_seq') AS number FROM generate_series(1, $1)", len(invoices)
    )
    numbers: list[int] = sorted(row["number"] for row in allotted)
    places = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMN_TYPES, start=12))
    await connection.execute(
        f"""
        INSERT INTO received_invoices (
            company_id, received_at, updated_at, opened_at, version, status, origin, maker_user_id,
            invoice_mng_num, seller_name, send_date, payee_id, department_code, own_due_date,
            {", ".join(COLUMNS)})
        SELECT $1, $2, $2, $2, 1, $3, $4, $5, n.*
        FROM unnest($6::bigint[], $7::text[], $8::date[], $9::uuid[], $10::text[], $11::date[], {places}) AS n
        """,  # noqa: S608 -- column names of our own
        owner,
        now,
        BuyerStatus.UNAPPROVED,
        Origin.OWN,
        maker,
        numbers,
        [one.supplier for one in invoices],
        [one.send_date for one in invoices],
        [one.payee_id for one in invoices],
        [one.department for one in invoices],
        [one.own_due_date for one in invoices],
        *columns([one.extract for one in invoices]),
    )
    return numbers


async def change(
    connection: Connection, owner: int, invoice_mng_num: int, seen: int, changed: OwnInvoice, now: datetime
) -> bool:
    """Put the next version in place of the one that was seen; False if it cannot be any more."""
    values = [array[0] for array in columns([changed.extract])]
    names = ", ".join(f"{name} = ${n}" for n, name in enumerate(COLUMNS, start=12))
    done = await connection.execute(
        f"""
        UPDATE received_invoices SET version = version + 1, updated_at = $4, seller_name = $5, send_date = $6,
            payee_id = $7, department_code = $8, own_due_date = $9, {names}
        WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND origin = $10
            AND sent_back_at IS NULL AND status = ANY($11)
        """,  # noqa: S608 -- column names of our own
        owner,
        invoice_mng_num,
        seen,
        now,
        changed.supplier,
        changed.send_date,
        changed.payee_id,
        changed.department,
        changed.own_due_date,
        Origin.OWN,
        sorted(CHANGEABLE),
        *values,
    )
    return done.endswith(" 1")


async def void(
    connection: Connection, owner: int, invoice_mng_num: int, seen: int, reason: str, now: datetime
) -> bool:
    """Take it out of the inbox for good; False if it is no longer there to be."""
    done = await connection.execute(
        "UPDATE received_invoices SET sent_back_at = $5, withdrawn = true, return_reason = $4, "
        "updated_at = $5 WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND origin = $6 "
        "AND sent_back_at IS NULL AND status = ANY($7)",
        owner,
        invoice_mng_num,
        seen,
        reason,
        now,
        Origin.OWN,
        sorted(CHANGEABLE),
    )
    return done.endswith(" 1")


async def note_entry(connection: Connection, owner: int, entry_id: UUID, invoice_mng_num: int) -> None:
    """Which invoice a form has become; a second one of the same form is refused by the key."""
    await connection.execute(
        "INSERT INTO own_entries (company_id, entry_id, invoice_mng_num) VALUES ($1, $2, $3)",
        owner,
        entry_id,
        invoice_mng_num,
    )
