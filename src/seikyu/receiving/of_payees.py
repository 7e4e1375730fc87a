"""What received invoices have to do with payees; the owner company comes first."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from seikyu.accounts.model import Company
from seikyu.accounts.queries import companies
from seikyu.db.pool import Connection
from seikyu.masters.model import Key, Kind
from seikyu.payees.actions.link import payee_of_seller
from seikyu.payees.model import Payee, due_date
from seikyu.payees.papers import InvoiceLine, Papers
from seikyu.payees.queries import payees
from seikyu.receiving import queries
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.wire.values import text


async def find_payee(
    connection: Connection, owner: int, invoice_mng_num: int, seller: Company, now: datetime
) -> tuple[Payee, ReceivedInvoice | None]:
    """The payee an invoice about to be received belongs to, and the invoice as it was received before.

    What people have set stays; else it is the payee that the seller is.
    """
    linked = await payee_of_seller(connection, owner, seller, now)
    before = await queries.one(connection, owner, invoice_mng_num)
    if before is None or before.payee_id in {None, linked.payee_id}:
        return linked, before
    chosen = await payees(connection, owner, [before.payee_id])
    return chosen.get(before.payee_id, linked), before


async def assign(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    payee: Payee,
    close_date: date | None,
    before: ReceivedInvoice | None,
) -> None:
    """Note whose invoice it is and when it is paid; what people have set since it first came stays."""
    await connection.execute(
        """
        UPDATE received_invoices SET payee_id = coalesce(payee_id, $3),
            department_code = coalesce(department_code, $4), own_due_date = $5
        WHERE company_id = $1 AND invoice_mng_num = $2
        """,
        owner,
        invoice_mng_num,
        payee.payee_id,
        text(payee.fields, "department_code"),
        _own_due(payee, close_date, before),
    )


async def payees_in_use(connection: Connection, owner: int, kind: Kind, keys: Collection[Key]) -> set[Key]:
    """Those of the payees that have invoices which are not done yet: they cannot be deleted."""
    rows = await connection.fetch(
        """
        SELECT m.key FROM coded_masters AS m
        WHERE m.company_id = $1 AND m.kind = $2 AND m.key = ANY($3) AND m.deleted_at IS NULL
          AND EXISTS (SELECT FROM received_invoices AS r WHERE r.company_id = $1
                      AND r.payee_id = m.master_id AND r.sent_back_at IS NULL AND r.status <> $4)
        """,
        owner,
        kind.name,
        sorted(keys),
        BuyerStatus.DONE,
    )
    return {row["key"] for row in rows}


async def invoices_of(connection: Connection, owner: int, payee_id: UUID, count: int) -> list[InvoiceLine]:
    """The latest invoices of a payee."""
    rows = await connection.fetch(
        """
        SELECT invoice_mng_num, inv_no, close_date, coalesce(own_due_date, pay_due_date) AS due_date,
               inv_show_amount AS amount
        FROM received_invoices WHERE company_id = $1 AND payee_id = $2
        ORDER BY invoice_mng_num DESC LIMIT $3
        """,
        owner,
        payee_id,
        count,
    )
    return [InvoiceLine(**dict(row), href=f"/buyer/invoices/{row['invoice_mng_num']}") for row in rows]


async def move_invoices(connection: Connection, owner: int, gone: UUID, kept: UUID, now: datetime) -> int:
    """Let the invoices of a payee belong to another; when they are paid stays as it was."""
    done = await connection.execute(
        """
        WITH moving AS (
            SELECT invoice_mng_num FROM received_invoices WHERE company_id = $1 AND payee_id = $2
            ORDER BY invoice_mng_num FOR UPDATE
        )
        UPDATE received_invoices AS r SET payee_id = $3, updated_at = $4 FROM moving
        WHERE r.company_id = $1 AND r.invoice_mng_num = moving.invoice_mng_num
        """,
        owner,
        gone,
        kept,
        now,
    )
    return int(done.rpartition(" ")[2])


async def assign_all(connection: Connection, owner: int, now: datetime) -> int:
    """Let invoices that came before there were payees belong to the payees their sellers are."""
    rows = await connection.fetch(
        "SELECT DISTINCT seller_company_id FROM received_invoices "
        "WHERE company_id = $1 AND payee_id IS NULL AND seller_company_id IS NOT NULL",
        owner,
    )
    sellers = await companies(connection, [row["seller_company_id"] for row in rows])
    assigned = 0
    for _, seller in sorted(sellers.items()):
        payee = await payee_of_seller(connection, owner, seller, now)
        waiting = await connection.fetch(
            "SELECT invoice_mng_num, close_date FROM received_invoices WHERE company_id = $1 "
            "AND payee_id IS NULL AND seller_company_id = $2 ORDER BY invoice_mng_num FOR UPDATE",
            owner,
            seller.company_id,
        )
        await connection.execute(
            """
            UPDATE received_invoices AS r SET payee_id = $2, updated_at = $3,
                own_due_date = coalesce(r.own_due_date, n.due),
                department_code = coalesce(r.department_code, $6)
            FROM unnest($4::bigint[], $5::date[]) AS n (number, due)
            WHERE r.company_id = $1 AND r.invoice_mng_num = n.number
            """,
            owner,
            payee.payee_id,
            now,
            [row["invoice_mng_num"] for row in waiting],
            [_agreed(payee, row["close_date"]) for row in waiting],
            text(payee.fields, "department_code"),
        )
        assigned += len(waiting)
    return assigned


def _own_due(payee: Payee, close_date: date | None, before: ReceivedInvoice | None) -> date | None:
    agreed = _agreed(payee, close_date)
    if before is None or before.own_due_date in {None, _agreed(payee, before.close_date)}:
        return agreed
    return before.own_due_date


def _agreed(payee: Payee, close_date: date | None) -> date | None:
    """When the payee's terms say it is paid; without them the seller's own due date holds."""
    if payee.terms is None or close_date is None:
        return None
    return due_date(payee.terms, close_date)


PAPERS = Papers(invoices_of, move_invoices, assign_all)
"""What payees are told of their invoices."""
