"""Writing clients for the company they belong to, and ending the tokens they hold."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_network
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.oauth.model import EndReason
from seikyu.oauth.tokens import digest, new_secret


async def change_client(
    connection: Connection,
    owner: int,
    client_id: str,
    name: str,
    redirect_uris: Sequence[str],
    allowed_addresses: Sequence[str],
) -> None:
    """Change a client; the guard notices other addresses within seconds."""
    await connection.execute(
        "UPDATE oauth_clients SET name = $3, redirect_uris = $4, allowed_addresses = $5 "
        "WHERE company_id = $1 AND client_id = $2",
        owner,
        client_id,
        name,
        redirect_uris,
        [ip_network(address) for address in allowed_addresses],
    )


async def disable(connection: Connection, owner: int, client_id: str, at: datetime | None) -> bool:
    """Shut a client out from now on, or (None) let it in again; False when it was so already."""
    done = await connection.fetchval(
        "UPDATE oauth_clients SET disabled_at = $3 WHERE company_id = $1 AND client_id = $2 "
        "AND (disabled_at IS NULL) = ($3::timestamptz IS NOT NULL) RETURNING true",
        owner,
        client_id,
        at,
    )
    return done is not None


async def keep_bodies(connection: Connection, owner: int, client_id: str, until: datetime | None) -> None:
    """Keep bodies of a client's calls until then, or (None) no longer."""
    await connection.execute(
        "UPDATE oauth_clients SET bodies_until = $3 WHERE company_id = $1 AND client_id = $2",
        owner,
        client_id,
        until,
    )


async def follow_secret(
    connection: Connection, owner: int, client_id: str, now: datetime, old_until: datetime
) -> str:
    """Give a client a new secret, let those before be good until then; return it, not to be had again."""
    await _let_run_out(connection, owner, client_id, old_until)
    secret = new_secret()
    await connection.execute(
        "INSERT INTO oauth_client_secrets (client_id, secret_hash, created_at) "
        "SELECT client_id, $3, $4 FROM oauth_clients WHERE company_id = $1 AND client_id = $2",
        owner,
        client_id,
        digest(secret),
        now,
    )
    return secret


async def end_old_secrets(connection: Connection, owner: int, client_id: str, now: datetime) -> bool:
    """Let all but the newest secret be good no longer; False when none was."""
    rows = await connection.fetch(
        """
        UPDATE oauth_client_secrets s SET expires_at = $3 FROM oauth_clients c
        WHERE c.company_id = $1 AND c.client_id = $2 AND s.client_id = c.client_id AND s.expires_at > $3
        RETURNING true
        """,
        owner,
        client_id,
        now,
    )
    return bool(rows)


async def end_families(
    connection: Connection, owner: int, client_id: str, family_id: UUID | None, now: datetime
) -> list[int]:
    """End one family of a client or (None) all; return the companies they spoke for, each once."""
    rows = await connection.fetch(
        """
        UPDATE oauth_families f SET ended_at = $4, end_reason = $5 FROM oauth_clients c, users u
        WHERE c.company_id = $1 AND c.client_id = $2 AND f.client_id = c.client_id AND f.ended_at IS NULL
          AND ($3::uuid IS NULL OR f.family_id = $3) AND u.user_id = f.user_id
        RETURNING u.company_id
        """,
        owner,
        client_id,
        family_id,
        now,
        EndReason.WITHDRAWN,
    )
    return sorted({row["company_id"] for row in rows})


async def _let_run_out(connection: Connection, owner: int, client_id: str, until: datetime) -> None:
    await connection.execute(
        """
        UPDATE oauth_client_secrets s SET expires_at = $3 FROM oauth_clients c
        WHERE c.company_id = $1 AND c.client_id = $2 AND s.client_id = c.client_id
          AND (s.expires_at IS NULL OR s.expires_at > $3)
        """,
        owner,
        client_id,
        until,
    )
