"""Writing what companies ask for, and the calls of their programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.applications.model import (
    BODIES_KEPT,
    CALLS_KEPT,
    AccessRequest,
    Bodies,
    Call,
    Status,
    first_id,
)
from seikyu.db.pool import Connection, act_for


async def ask(connection: Connection, request: AccessRequest) -> bool:
    """Keep what a company asks for; False when it asks for the same already."""
    done = await connection.fetchval(
        """
        INSERT INTO access_requests
            (company_id, request_id, kind, purpose, contact, status, applied_at, user_id, applicant)
        VALUES ($1, $2, $3, $4, $5, 'applied', $6, $7, $8)
        ON CONFLICT (company_id, kind) WHERE status = 'applied' DO NOTHING RETURNING true
        """,
        request.company_id,
        request.request_id,
        request.access,
        request.purpose,
        request.contact,
        request.applied_at,
        request.user_id,
        request.applicant,
    )
    if done is not None:
        await _note_asking(connection, request.company_id)
    return done is not None


async def answer(
    connection: Connection, owner: int, request_id: UUID, status: Status, told: str | None, now: datetime
) -> bool:
    """Decide what was asked for; False when that was done before."""
    done = await connection.fetchval(
        "UPDATE access_requests SET status = $3, decided_at = $4, answer = $5 "
        "WHERE company_id = $1 AND request_id = $2 AND status = 'applied' RETURNING true",
        owner,
        request_id,
        status,
        now,
        told,
    )
    if done is not None:
        await _note_asking(connection, owner)
    return done is not None


async def add_calls(
    connection: Connection, owner: int, calls: Sequence[Call], bodies: Sequence[tuple[Call, Bodies]]
) -> None:
    """Write down calls of a company's programs; what one holds of codes is text without commas."""
    await connection.execute(
        """
        INSERT INTO api_calls (company_id, client_id, call_id, at, method, path, status, ms, request_id,
                               error_codes, address)
        SELECT $1, c.client_id, c.call_id, c.at, c.method, c.path, c.status, c.ms, c.request_id,
               string_to_array(c.error_codes, ','), c.address
        FROM unnest($2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::smallint[],
                    $8::integer[], $9::text[], $10::text[], $11::text[])
          AS c (client_id, call_id, at, method, path, status, ms, request_id, error_codes, address)
        """,
        owner,
        [call.client_id for call in calls],
        [call.call_id for call in calls],
        [call.at for call in calls],
        [call.method for call in calls],
        [call.path for call in calls],
        [call.status for call in calls],
        [call.ms for call in calls],
        [call.request_id for call in calls],
        [",".join(call.error_codes) for call in calls],
        [call.address for call in calls],
    )
    if bodies:
        await connection.execute(
            """
            INSERT INTO api_call_bodies (company_id, client_id, call_id, request, answer)
            SELECT $1, b.* FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) AS b
            """,
            owner,
            [call.client_id for call, _ in bodies],
            [call.call_id for call, _ in bodies],
            [body.request for _, body in bodies],
            [body.answer for _, body in bodies],
        )


async def purge(connection: Connection, now: datetime) -> None:
    """Delete calls, and sooner their bodies, that are old; speaks for each company in turn."""
    clients = await connection.fetch("SELECT company_id, client_id FROM oauth_clients ORDER BY company_id")
    last = None
    for row in clients:
        if row["company_id"] != last:
            await act_for(connection, last := row["company_id"])
        for table, kept in (("api_calls", CALLS_KEPT), ("api_call_bodies", BODIES_KEPT)):
            await connection.execute(
                f"DELETE FROM {table} WHERE company_id = $1 AND client_id = $2 AND call_id < $3",  # noqa: S608 -- names of our own
                row["company_id"],
                row["client_id"],
                first_id(now - kept),
            )


async def _note_asking(connection: Connection, owner: int) -> None:
    # The one thing an operator may see without speaking for the company: that it waits, and since when.
    await connection.execute(
        """
        UPDATE companies SET access_requested_at = (
            SELECT min(applied_at) FROM access_requests WHERE company_id = $1 AND status = 'applied'
        ) WHERE company_id = $1
        """,
        owner,
    )
