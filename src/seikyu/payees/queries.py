"""Reading payees; the owner company comes first."""

import json
from collections.abc import Collection
from datetime import date
from uuid import UUID

from seikyu.db.conditions import like
from seikyu.db.pool import Connection, Row
from seikyu.masters import queries as masters
from seikyu.masters.model import Master
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import Payee, payee_of
from seikyu.payees.registrations import Period, Registration, on_day


async def payees(connection: Connection, owner: int, payee_ids: Collection[UUID]) -> dict[UUID, Payee]:
    """The payees with these ids, deleted or not: an invoice keeps the one it belongs to."""
    found = await masters.by_ids(connection, owner, PAYEES, payee_ids)
    return {master_id: payee_of(master) for master_id, master in found.items()}


async def linked(connection: Connection, owner: int, seller_company_id: int) -> Payee | None:
    """The payee that a company of the platform is linked to, its link held; None once it was deleted."""
    row = await connection.fetchrow(
        """
        SELECT m.master_id, m.fields FROM payee_links AS l
        JOIN coded_masters AS m
            ON m.company_id = l.company_id AND m.kind = $3 AND m.master_id = l.payee_id
        WHERE l.company_id = $1 AND l.seller_company_id = $2 AND m.deleted_at IS NULL
        FOR SHARE OF l
        """,
        owner,
        seller_company_id,
        PAYEES.name,
    )
    return None if row is None else _payee(row)


async def companies_of(connection: Connection, owner: int, payee_id: UUID) -> list[str]:
    """The names of the companies of the platform that a payee is."""
    rows = await connection.fetch(
        "SELECT c.name FROM payee_links AS l JOIN companies AS c ON c.company_id = l.seller_company_id "
        "WHERE l.company_id = $1 AND l.payee_id = $2 ORDER BY c.company_id",
        owner,
        payee_id,
    )
    return [row["name"] for row in rows]


async def by_numbers(
    connection: Connection, owner: int, corporate_number: str | None, registration_number: str | None
) -> list[Payee]:
    """The payees that have one of the numbers, in the order of their codes."""
    rows = await connection.fetch(
        """
        SELECT master_id, fields FROM coded_masters
        WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL
          AND (fields->>'corp_genuine_id' = $3 OR fields->>'registration_number' = $4)
        ORDER BY key
        """,
        owner,
        PAYEES.name,
        corporate_number,
        registration_number,
    )
    return [_payee(row) for row in rows]


async def codes_like(connection: Connection, owner: int, code: str) -> set[str]:
    """The codes of payees in which this one occurs."""
    rows = await connection.fetch(
        "SELECT key FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL AND key LIKE $3",
        owner,
        PAYEES.name,
        like(code),
    )
    return {row["key"] for row in rows}


def _payee(row: Row) -> Payee:
    return payee_of(Master(row["master_id"], json.loads(row["fields"])))


async def registration_of(
    connection: Connection, owner: int, payee_ids: Collection[UUID], day: date
) -> dict[UUID, Registration]:
    """How the registration numbers of payees stand on a day, for instance an invoice's transaction date."""
    found = await payees(connection, owner, payee_ids)
    numbers = {payee_id: payee.registration_number for payee_id, payee in found.items()}
    asked = {number for number in numbers.values() if number is not None}
    periods, as_of = await _periods(connection, asked)
    return {
        payee_id: on_day(number, periods.get(number or "", ()), day, as_of)
        for payee_id, number in numbers.items()
    }


async def registration(connection: Connection, number: str | None, day: date) -> Registration:
    """How one number stands on a day."""
    periods, as_of = await _periods(connection, set() if number is None else {number})
    return on_day(number, periods.get(number or "", ()), day, as_of)


async def registrations(
    connection: Connection, asked: Collection[tuple[str, date]]
) -> dict[tuple[str, date], Registration]:
    """How numbers stand on days, each pair for itself, in two statements."""
    periods, as_of = await _periods(connection, {number for number, _ in asked})
    return {(number, day): on_day(number, periods.get(number, ()), day, as_of) for number, day in asked}


async def _periods(
    connection: Connection, numbers: Collection[str]
) -> tuple[dict[str, list[Period]], date | None]:
    as_of: date | None = await connection.fetchval("SELECT max(as_of) FROM public_registration_files")
    found: dict[str, list[Period]] = {}
    if numbers:
        rows = await connection.fetch(
            """
            SELECT registration_number AS number, registered_on, cancelled_on, expired_on, updated_on,
                   name, address, corporation
            FROM public_registrations WHERE registration_number = ANY($1)
            """,
            sorted(numbers),
        )
        for row in rows:
            found.setdefault(row["number"], []).append(Period(**dict(row)))
    return found, as_of
