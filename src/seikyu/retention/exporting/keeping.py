"""Where an export that was asked for on screen is kept: in pieces among the stored objects, for a week."""

from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.retention.model import EXPORT_LASTS
from seikyu.storage import objects

PIECE = 8 << 20
MEDIA_TYPE = "application/octet-stream"


class Pieces:
    """Takes the bytes of an archive and stores them piece by piece, under the turn that makes them."""

    def __init__(self, pool: Pool, clock: Clock, owner: int, export_id: UUID, turn: UUID) -> None:
        self._pool, self._clock, self._owner = pool, clock, owner
        self._export_id, self._turn = export_id, turn
        self._held = bytearray()
        self._parts = 0

    async def write(self, data: bytes) -> None:
        """Take some bytes."""
        self._held += data
        while len(self._held) >= PIECE:
            await self._store(bytes(self._held[:PIECE]))
            del self._held[:PIECE]

    async def close(self) -> None:
        """Store the rest."""
        if self._held:
            await self._store(bytes(self._held))
            self._held.clear()

    async def _store(self, piece: bytes) -> None:
        async with transaction(self._pool, self._owner) as connection:
            digest = await objects.put(connection, self._owner, MEDIA_TYPE, piece, self._clock())
            await connection.execute(
                "INSERT INTO company_export_parts (company_id, export_id, turn, part, sha256, size) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                self._owner,
                self._export_id,
                self._turn,
                self._parts,
                digest,
                len(piece),
            )
        self._parts += 1


async def ask(connection: Connection, owner: int, export_id: UUID, who: str, now: datetime) -> None:
    """Note that somebody wants an export."""
    await connection.execute(
        "INSERT INTO company_exports (company_id, export_id, asked_by, asked_at, state) "
        "VALUES ($1, $2, $3, $4, 'waiting')",
        owner,
        export_id,
        who,
        now,
    )


async def begin(connection: Connection, owner: int, export_id: UUID, turn: UUID) -> bool:
    """Begin to make it, anew if somebody began before; False when it is no longer wanted."""
    done = await connection.execute(
        "UPDATE company_exports SET turn = $3 WHERE company_id = $1 AND export_id = $2 AND state = 'waiting'",
        owner,
        export_id,
        turn,
    )
    if done != "UPDATE 1":
        return False
    await _let_go(connection, owner, export_id, but=turn)
    return True


async def conclude(
    connection: Connection, owner: int, export_id: UUID, turn: UUID, files: int, sha256: bytes, now: datetime
) -> bool:
    """Note that all pieces are there; False when another turn makes it now."""
    done = await connection.execute(
        """
        UPDATE company_exports SET state = 'done', files = $4, sha256 = $5, done_at = $6, size = (
            SELECT sum(size) FROM company_export_parts
            WHERE company_id = $1 AND export_id = $2 AND turn = $3)
        WHERE company_id = $1 AND export_id = $2 AND turn = $3 AND state = 'waiting'
        """,
        owner,
        export_id,
        turn,
        files,
        sha256,
        now,
    )
    return done == "UPDATE 1"


async def give_up(connection: Connection, owner: int, export_id: UUID, now: datetime) -> None:
    """Note that it could not be made."""
    await connection.execute(
        "UPDATE company_exports SET state = 'failed', done_at = $3 "
        "WHERE company_id = $1 AND export_id = $2 AND state = 'waiting'",
        owner,
        export_id,
        now,
    )
    await _let_go(connection, owner, export_id, but=None)


async def expire(connection: Connection, owner: int, now: datetime) -> bool:
    """Let go of exports that were there for a week; whether there were any."""
    rows = await connection.fetch(
        "UPDATE company_exports SET state = 'expired' WHERE company_id = $1 AND state = 'done' "
        "AND done_at < $2 RETURNING export_id",
        owner,
        now - EXPORT_LASTS,
    )
    for row in rows:
        await _let_go(connection, owner, row["export_id"], but=None)
    return bool(rows)


async def _let_go(connection: Connection, owner: int, export_id: UUID, but: UUID | None) -> None:
    """Forget pieces; their contents go when nothing else names them."""
    await connection.execute(
        """
        WITH gone AS (
            DELETE FROM company_export_parts
            WHERE company_id = $1 AND export_id = $2 AND turn IS DISTINCT FROM $3 RETURNING sha256
        )
        INSERT INTO removal_objects (company_id, sha256) SELECT DISTINCT $1::bigint, sha256 FROM gone
        ON CONFLICT DO NOTHING
        """,
        owner,
        export_id,
        but,
    )
