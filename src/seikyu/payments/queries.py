"""Reading what is due and the runs there are; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.invoices import queries as documents
from seikyu.payments.model import Due, Item, Run, RunState
from seikyu.receiving.model import BuyerStatus
from seikyu.wire import json
from seikyu.wire.values import text

TRANSFER = "0"
"""`payment_method` 銀行振込."""


async def due(connection: Connection, owner: int, until: date | None, most: int) -> list[Due]:
    """Approved invoices that no run pays yet, the earliest due first, `most` of them."""
    rows = await connection.fetch(f"{_DUE} LIMIT $5", owner, BuyerStatus.DONE, until, None, most)
    return [_due(row) for row in rows]


async def due_of(connection: Connection, owner: int, numbers: Sequence[int]) -> list[Due]:
    """Those of the numbers that may be paid, with what their documents say of the way of payment."""
    rows = await connection.fetch(_DUE, owner, BuyerStatus.DONE, None, numbers)
    wanted = [(row["invoice_mng_num"], row["version"]) for row in rows]
    held = await documents.documents(connection, owner, wanted)
    return [_as_said(_due(row), held[row["invoice_mng_num"]]) for row in rows]


async def in_runs(connection: Connection, owner: int, numbers: Collection[int]) -> set[int]:
    """Those of the invoices that a run pays which counts: 支払DL."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num FROM payment_items "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND counts",
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"] for row in rows}


async def runs(connection: Connection, owner: int, limit: int = 200) -> list[Run]:
    """The latest runs, newest first."""
    rows = await connection.fetch(
        f"SELECT {_RUN} FROM payment_runs WHERE company_id = $1 ORDER BY run_id DESC LIMIT $2",  # noqa: S608 -- names of our own
        owner,
        limit,
    )
    return [_run(row) for row in rows]


async def run(connection: Connection, owner: int, run_id: UUID) -> Run | None:
    """One run."""
    row = await connection.fetchrow(
        f"SELECT {_RUN} FROM payment_runs WHERE company_id = $1 AND run_id = $2",  # noqa: S608 -- names of our own
        owner,
        run_id,
    )
    return None if row is None else _run(row)


async def items(connection: Connection, owner: int, run_id: UUID) -> list[Item]:
    """The invoices of a run in the order of its transfers."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num, transfer, payee_code, payee_name, amount FROM payment_items "
        "WHERE company_id = $1 AND run_id = $2 ORDER BY transfer, invoice_mng_num",
        owner,
        run_id,
    )
    return [Item(**dict(row)) for row in rows]


def _due(row: Row) -> Due:
    return Due(
        row["invoice_mng_num"],
        row["seller_name"],
        row["inv_no"],
        row["inv_show_amount"],
        row["due"],
        row["close_date"],
        row["payee_id"],
    )


def _as_said(due: Due, document: bytes) -> Due:
    tree = json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    return replace(
        due,
        by_transfer=text(tree, "payment_method") in {None, TRANSFER},
        customer_code1=text(tree, "customer_code1") or "",
        customer_code2=text(tree, "customer_code2") or "",
        edi=text(tree, "edi_info") or "",
    )


def _run(row: Row) -> Run:
    return Run(**dict(row) | {"state": RunState(row["state"])})


_RUN = (
    "run_id, state, account_code, account_name, pay_day, "
    "transfers, total, fees, file_sha256, made_by, made_at"
)
_DUE = """
    SELECT r.invoice_mng_num, r.version, r.seller_name, r.inv_no, r.inv_show_amount, r.close_date,
           r.payee_id, coalesce(r.own_due_date, r.pay_due_date) AS due
    FROM received_invoices AS r
    WHERE r.company_id = $1 AND r.status = $2 AND r.sent_back_at IS NULL
      AND ($3::date IS NULL OR coalesce(r.own_due_date, r.pay_due_date) IS NULL
           OR coalesce(r.own_due_date, r.pay_due_date) <= $3)
      AND ($4::bigint[] IS NULL OR r.invoice_mng_num = ANY($4))
      AND NOT EXISTS (SELECT FROM payment_items AS p WHERE p.company_id = $1
                      AND p.invoice_mng_num = r.invoice_mng_num AND p.counts)
    ORDER BY due NULLS LAST, r.seller_name, r.invoice_mng_num
"""
