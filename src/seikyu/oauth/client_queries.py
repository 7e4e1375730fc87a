"""Every SELECT on clients for the company they belong to; the guard's own stand in `queries`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.oauth.model import Network


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that is good now, of which only the hash is kept; the newest has no end."""

    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnClient:
    """A client as its company keeps it."""

    client_id: str
    name: str
    confidential: bool
    redirect_uris: tuple[str, ...]
    allowed_addresses: tuple[Network, ...]
    created_at: datetime
    disabled_at: datetime | None
    bodies_until: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person whose consent lets a client act for them now; perhaps of another company."""

    family_id: UUID
    company_id: int
    company_name: str
    name: str
    scope: str
    begun_at: datetime
    refreshed_at: datetime


async def clients(connection: Connection, owner: int, environment: str) -> list[OwnClient]:
    """The clients of a company, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM oauth_clients WHERE company_id = $1 AND environment = $2 "  # noqa: S608 -- names of our own
        "ORDER BY created_at, client_id",
        owner,
        environment,
    )
    return [_client(row) for row in rows]


async def client(
    connection: Connection, owner: int, client_id: str, environment: str, *, to_change: bool = False
) -> OwnClient | None:
    """One client of a company; locked to change it, so that two who do come one after the other."""
    lock = "FOR NO KEY UPDATE" if to_change else ""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM oauth_clients "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND client_id = $2 AND environment = $3 {lock}",
        owner,
        client_id,
        environment,
    )
    return None if row is None else _client(row)


async def secrets(connection: Connection, owner: int, client_id: str, now: datetime) -> list[Secret]:
    """The secrets of a client that are good now, newest first."""
    rows = await connection.fetch(
        """
        SELECT s.created_at, s.expires_at FROM oauth_client_secrets s JOIN oauth_clients c USING (client_id)
        WHERE c.company_id = $1 AND c.client_id = $2 AND (s.expires_at IS NULL OR s.expires_at > $3)
        ORDER BY s.expires_at DESC NULLS FIRST, s.created_at DESC
        """,
        owner,
        client_id,
        now,
    )
    return [Secret(row["created_at"], row["expires_at"]) for row in rows]


async def holders(connection: Connection, owner: int, client_id: str, now: datetime) -> list[Holder]:
    """For whom a client can act now, who renewed last first."""
    rows = await connection.fetch(
        """
        SELECT f.family_id, u.company_id, u.company_name, u.user_name, f.scope, f.begun_at, f.refreshed_at
        FROM oauth_families f
        JOIN oauth_clients c USING (client_id)
        JOIN active_users u ON u.user_id = f.user_id
        WHERE c.company_id = $1 AND f.client_id = $2 AND f.ended_at IS NULL AND f.refresh_expires_at > $3
        ORDER BY f.refreshed_at DESC, f.family_id
        """,
        owner,
        client_id,
        now,
    )
    return [
        Holder(
            row["family_id"],
            row["company_id"],
            row["company_name"],
            row["user_name"],
            row["scope"],
            row["begun_at"],
            row["refreshed_at"],
        )
        for row in rows
    ]


_COLUMNS = (
    "client_id, name, confidential, redirect_uris, allowed_addresses, created_at, disabled_at, bodies_until"
)


def _client(row: Row) -> OwnClient:
    return OwnClient(
        row["client_id"],
        row["name"],
        row["confidential"],
        tuple(row["redirect_uris"]),
        tuple(row["allowed_addresses"]),
        row["created_at"],
        row["disabled_at"],
        row["bodies_until"],
    )
