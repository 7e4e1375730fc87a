"""`Idempotency-Key`: a repeated request gets the first answer again and does nothing (contract §4.2).

The answer is kept in the transaction of what was done, so a process killed at any point leaves both or
neither. A repeat that comes while the first is still being done waits for it.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asyncpg import LockNotAvailableError
from starlette.requests import Request
from starlette.responses import Response

from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.http.calls import Answer, Call, envelope
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
MOST_CHARACTERS = 255
KEPT = timedelta(hours=24)
PATIENCE = 10
"""Seconds a repeat waits for the first; it holds a connection meanwhile."""
AT_ONCE = 1000
"""So many answers that have run out are cleared away by one that is kept."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose keys they are: each client of a company has its own."""

    company_id: int
    client_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The first answer to a key, and the digest of the request it answered."""

    request: bytes
    status: int
    content_type: str
    body: bytes


async def once(
    pool: Pool,
    clock: Clock,
    caller: Caller,
    call: Call,
    work: Callable[[Connection], Awaitable[Answer]],
) -> Answer | Response:
    """Do the work in a transaction of the caller's company, once for each key.

    What `work` refuses by raising has done nothing: no answer is kept and the key stays free.
    """
    key = key_of(call.request)
    if key is None:
        async with transaction(pool, caller.company_id) as connection:
            return await work(connection)
    request = _digest(call)
    async with transaction(pool, caller.company_id) as connection:
        await _wait_for_others(connection, caller, key)
        kept = await _kept(connection, caller, key, clock())
        if kept is not None:
            return _again(kept, request)
        response = envelope(call, await work(connection))
        answered = Kept(request, response.status_code, response.headers["content-type"], bytes(response.body))
        await act_for(connection, caller.company_id)
        await _keep(connection, caller, key, answered, clock())
    return response


def key_of(request: Request) -> str | None:
    """The key of a request, if it has one; raise Refusal when it is none of 1 to 255 printable characters."""
    given = request.headers.getlist(HEADER)
    if not given:
        return None
    key = given[0]
    if len(given) == 1 and 0 < len(key) <= MOST_CHARACTERS and key.isascii() and key.isprintable():
        return key
    raise Refusal(codes.KEY_INVALID, status=400, path=HEADER, limit=MOST_CHARACTERS)


def _again(kept: Kept, request: bytes) -> Response:
    if kept.request != request:
        raise Refusal(codes.KEY_REUSED, status=409, path=HEADER)
    return Response(kept.body, kept.status, {REPLAYED: "true"}, media_type=kept.content_type)


def _digest(call: Call) -> bytes:
    scope = call.request.scope
    digest = hashlib.sha256()
    for part in (scope["method"].encode(), scope["path"].encode(), scope["query_string"], call.body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


async def _wait_for_others(connection: Connection, caller: Caller, key: str) -> None:
    """Be alone with the key until the transaction ends."""
    name = f"{caller.company_id} {caller.client_id} {key}".encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
    try:
        await connection.execute(
            f"SET LOCAL lock_timeout = '{PATIENCE}s'; "
            f"SELECT pg_advisory_xact_lock({number}); "
            "SET LOCAL lock_timeout = 0"
        )
    except LockNotAvailableError:
        headers = {"Retry-After": str(PATIENCE)}
        raise Refusal(codes.KEY_BUSY, status=409, path=HEADER, headers=headers) from None


async def _kept(connection: Connection, caller: Caller, key: str, now: datetime) -> Kept | None:
    row = await connection.fetchrow(
        "SELECT request, status, content_type, body FROM idempotency_keys "
        "WHERE company_id = $1 AND client_id = $2 AND key = $3 AND kept_until > $4",
        caller.company_id,
        caller.client_id,
        key,
        now,
    )
    return None if row is None else Kept(**dict(row))


async def _keep(connection: Connection, caller: Caller, key: str, answered: Kept, now: datetime) -> None:
    # Rows that somebody else is clearing away at this moment are left to them.
    await connection.execute(
        """
        WITH old AS (
            SELECT client_id, key FROM idempotency_keys
            WHERE company_id = $1 AND kept_until <= $9 AND (client_id, key) <> ($2, $3)
            LIMIT $10 FOR UPDATE SKIP LOCKED
        ), cleared AS (
            DELETE FROM idempotency_keys AS k USING old
            WHERE k.company_id = $1 AND k.client_id = old.client_id AND k.key = old.key
        )
        INSERT INTO idempotency_keys
            (company_id, client_id, key, request, status, content_type, body, kept_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (company_id, client_id, key) DO UPDATE SET
            request = excluded.request, status = excluded.status, content_type = excluded.content_type,
            body = excluded.body, kept_until = excluded.kept_until
        """,
        caller.company_id,
        caller.client_id,
        key,
        answered.request,
        answered.status,
        answered.content_type,
        answered.body,
        now + KEPT,
        now,
        AT_ONCE,
    )
