"""Every SELECT on asking for access and on calls."""

from uuid import UUID

from seikyu.applications.model import Access, AccessRequest, Bodies, Call, CallFilter, Status, first_id
from seikyu.db.pool import Connection, Row


async def requests(connection: Connection, owner: int) -> list[AccessRequest]:
    """All that a company has asked for, newest first."""
    rows = await connection.fetch(
        f"SELECT {_REQUEST} FROM access_requests WHERE company_id = $1 ORDER BY request_id DESC",  # noqa: S608 -- names of our own
        owner,
    )
    return [_request(row) for row in rows]


async def open_request(connection: Connection, owner: int, access: Access) -> AccessRequest | None:
    """What a company asks for and has no answer to yet, locked to give one."""
    row = await connection.fetchrow(
        f"SELECT {_REQUEST} FROM access_requests "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND kind = $2 AND status = 'applied' FOR UPDATE",
        owner,
        access,
    )
    return None if row is None else _request(row)


async def asking(connection: Connection) -> list[tuple[int, str]]:
    """The companies that wait for an answer, who has waited longest first."""
    rows = await connection.fetch(
        "SELECT company_id, name FROM companies WHERE access_requested_at IS NOT NULL "
        "ORDER BY access_requested_at, company_id"
    )
    return [(row["company_id"], row["name"]) for row in rows]


async def calls(
    connection: Connection, owner: int, client_id: str, wanted: CallFilter, most: int
) -> list[Call]:
    """The latest calls of a program that are asked for, newest first."""
    rows = await connection.fetch(
        f"""
        SELECT {_CALL} FROM api_calls
        WHERE company_id = $1 AND client_id = $2
          AND ($3::uuid IS NULL OR call_id >= $3)
          AND ($4::uuid IS NULL OR call_id < $4)
          AND ($5::smallint IS NULL OR status / 100 = $5)
          AND ($6::text IS NULL OR $6 = ANY(error_codes))
        ORDER BY call_id DESC LIMIT $7
        """,  # noqa: S608 -- names of our own
        owner,
        client_id,
        None if wanted.since is None else first_id(wanted.since),
        min(
            (one for one in (wanted.before, wanted.until and first_id(wanted.until)) if one is not None),
            default=None,
        ),
        wanted.hundred,
        wanted.code,
        most,
    )
    return [_call(row) for row in rows]


async def call(
    connection: Connection, owner: int, client_id: str, call_id: UUID
) -> tuple[Call, Bodies | None] | None:
    """One call, with its bodies where they are kept."""
    row = await connection.fetchrow(
        f"""
        SELECT {_CALL}, b.call_id IS NOT NULL AS kept, b.request, b.answer
        FROM api_calls LEFT JOIN api_call_bodies AS b USING (company_id, client_id, call_id)
        WHERE company_id = $1 AND client_id = $2 AND call_id = $3
        """,  # noqa: S608 -- names of our own
        owner,
        client_id,
        call_id,
    )
    if row is None:
        return None
    return _call(row), Bodies(row["request"], row["answer"]) if row["kept"] else None


_REQUEST = (
    "request_id, company_id, kind, purpose, contact, status, applied_at, user_id, applicant, "
    "decided_at, answer"
)
_CALL = "company_id, client_id, call_id, at, method, path, status, ms, request_id, error_codes, address"


def _request(row: Row) -> AccessRequest:
    return AccessRequest(
        row["request_id"],
        row["company_id"],
        Access(row["kind"]),
        row["purpose"],
        row["contact"],
        Status(row["status"]),
        row["applied_at"],
        row["user_id"],
        row["applicant"],
        row["decided_at"],
        row["answer"],
    )


def _call(row: Row) -> Call:
    return Call(
        row["company_id"],
        row["client_id"],
        row["call_id"],
        row["at"],
        row["method"],
        row["path"],
        row["status"],
        row["ms"],
        row["request_id"],
        tuple(row["error_codes"]),
        row["address"],
    )
