"""Invoices in any state, as registering, issuing and sending back leave them; what stands in the tables."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.invoices.extract import COLUMN_TYPES, COLUMNS, columns, extract
from seikyu.invoices.store import Version, add_print, add_versions
from seikyu.invoices.wire import canonical, read_update
from seikyu.issuing.model import SellerStatus, issue_job
from seikyu.issuing.store import NewInvoice, register
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import system_clock
from seikyu.wire.values import Node
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast

REASON = "金額が違います"

SOURCE: dict[str, Any] = {
    "inv_no": "INV-0001",
    "inv_name": "7月分ご請求",
    "invoice_title": "御請求書",
    "pay_due_date": "2026-08-31",
    "close_date": "2026-07-31",
    "payment_method": "0",
    "remarks": "差戻し前の備考",
    "inv_without_tax": 10000,
    "inv_tax": 1000,
    "inv_amount": 11000,
    "inv_show_amount": 11000,
    "inv_without_tax_tr10": 10000,
    "inv_tax_tr10": 1000,
    "inv_amount_tr10": 11000,
    "publisher": PUBLISHER_1,
    "customer": BUYER_AS_CUSTOMER,
    "banks": [BANK_1],
    "unit_tax_calc_sec": "1",
    "details": [
        {
            "item_name": "業務委託費",
            "item_qty": 2,
            "item_price": 5000,
            "item_without_tax": 10000,
            "item_tax": 1000,
            "tax_type": "0",
            "tax_rate_sec": 10,
        }
    ],
}
"""What every invoice holds before anybody corrects it."""


async def add_invoices(
    pool: Pool,
    cast: Cast,
    count: int = 1,
    status: SellerStatus = SellerStatus.SENT_BACK,
    *,
    customers: Sequence[UUID] = (),
    code: str | None = None,
    first: bool = False,
    **changes: Any,
) -> list[int]:
    """First versions in a status; return their numbers.

    Queued ones have their job, sent-back and issued ones lie with the buyer as well. Without `customers`
    all go to the buyer's record.
    """
    seller, buyer, now = cast.seller.company_id, cast.buyer.company_id, system_clock()
    document = document_of(cast, {**SOURCE, **changes})
    content, extracted = canonical(document), extract(document)
    back = status is SellerStatus.SENT_BACK
    async with transaction(pool, seller) as connection:
        new = [
            NewInvoice(customer_id, "株式会社あおぞら商店 渋谷店", code, buyer, first, extracted)
            for customer_id in customers or [cast.customer_id] * count
        ]
        numbers = await register(connection, seller, new, now)
        versions = [Version(n, 1, content, hashlib.sha256(content).digest()) for n in numbers]
        await add_versions(connection, seller, versions, now)
        if status is SellerStatus.QUEUED:
            await enqueue(connection, [issue_job(seller, number, 1) for number in numbers])
            return numbers
        await connection.execute(
            "UPDATE invoices SET status = $3, send_date = '2026-07-31', return_reason = $4, returned_at = $5 "
            "WHERE company_id = $1 AND invoice_mng_num = ANY($2)",
            seller,
            numbers,
            status,
            REASON if back else None,
            now if back else None,
        )
        if status in (SellerStatus.SENT_BACK, SellerStatus.ISSUED):
            await act_for(connection, buyer)
            values = [array[0] for array in columns([extracted])]
            await _lay_out(connection, cast, numbers, values, back=back)
            await add_versions(connection, buyer, versions, now)
    return numbers


async def _lay_out(
    connection: Connection, cast: Cast, numbers: list[int], values: list[object], *, back: bool
) -> None:
    names = ", ".join(COLUMNS)
    places = ", ".join(f"${n}::{kind}" for n, kind in enumerate(COLUMN_TYPES, start=6))
    await connection.execute(
        f"""
        INSERT INTO received_invoices (company_id, invoice_mng_num, status, version, seller_company_id,
            seller_name, send_date, received_at, updated_at, sent_back_at, return_reason, {names})
        SELECT $1, n, 50, 1, $3, $4, '2026-07-31', now(), now(),
            CASE WHEN $5::text IS NULL THEN NULL ELSE now() END, $5, {places}
        FROM unnest($2::bigint[]) AS n
        """,
        cast.buyer.company_id,
        numbers,
        cast.seller.company_id,
        cast.seller.company.name,
        REASON if back else None,
        *values,
    )


def document_of(cast: Cast, given: dict[str, Any]) -> Node:
    """The document of a version that holds what is given."""
    number = {"invoice_mng_num": "1"}
    read = read_update(
        {"response_type": "json", "invoices": [{**number, **given}]}, cast.seller.company.options
    )
    assert read.faults == read.invoices[0].faults == ()
    company = cast.seller.company
    issuer: Node = {"company_name": company.name, "registration_number": company.registration_number}
    return {**read.invoices[0].document, "issuer": issuer}


async def issued_before(pool: Pool, owner: int, number: int, version: int = 1) -> None:
    """Let a version have been printed, as it is when it is issued."""
    async with transaction(pool, owner) as connection:
        await add_print(connection, owner, number, version, date(2026, 7, 31), b"\0" * 32)


async def status_of(pool: Pool, owner: int, number: int) -> tuple[int, int]:
    """Status and version of a seller's invoice."""
    async with transaction(pool, owner) as connection:
        row = await connection.fetchrow(
            "SELECT status, version FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2",
            owner,
            number,
        )
    assert row is not None
    return row["status"], row["version"]


async def rows(pool: Pool, owner: int, query: str, *values: object) -> list[dict[str, Any]]:
    """What a query finds, acting for a company."""
    async with transaction(pool, owner) as connection:
        return [dict(row) for row in await connection.fetch(query, *values)]


async def everything_of(pool: Pool, owner: int) -> dict[str, list[dict[str, Any]]]:
    """All rows of a company in every table that a correction writes."""
    tables = (
        "invoices",
        "invoice_versions",
        "invoice_prints",
        "received_invoices",
        "publishers",
        "customers",
        "bank_accounts",
        "audit_events",
        "mails",
    )
    found = {
        table: await rows(pool, owner, f"SELECT * FROM {table} WHERE company_id = $1 ORDER BY 1, 2", owner)
        for table in tables
    }
    jobs = "SELECT entrypoint, payload FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1 ORDER BY id"
    return {**found, "jobs": await rows(pool, owner, jobs, f'%"company_id":{owner},%')}
