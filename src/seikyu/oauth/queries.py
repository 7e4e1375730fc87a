"""Every SELECT on clients, codes, token families and access tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import User
from seikyu.accounts.queries import user_of
from seikyu.db.pool import Connection
from seikyu.oauth.model import Client, Code, Family, Network
from seikyu.settings import Environment


@dataclass(frozen=True, slots=True)
class Bearer:
    """For whom an access token speaks, through which client, and until when."""

    user: User
    client_id: str
    sandbox: bool
    allowed_addresses: tuple[Network, ...]
    scope: str
    expires_at: datetime
    client_company_id: int
    bodies_until: datetime | None


async def client(
    connection: Connection, client_id: str, environment: Environment, now: datetime
) -> Client | None:
    """A client of this environment, unless it or its company is shut out."""
    row = await connection.fetchrow(
        """
        SELECT c.client_id, c.company_id, co.name AS company_name, c.name, c.environment, c.confidential,
               c.redirect_uris, c.allowed_addresses,
               ARRAY(SELECT s.secret_hash FROM oauth_client_secrets s
                     WHERE s.client_id = c.client_id AND (s.expires_at IS NULL OR s.expires_at > $3)
                    ) AS secret_hashes
        FROM oauth_clients c JOIN companies co USING (company_id)
        WHERE c.client_id = $1 AND c.environment = $2 AND c.disabled_at IS NULL AND co.disabled_at IS NULL
        """,
        client_id,
        environment,
        now,
    )
    if row is None:
        return None
    return Client(
        row["client_id"],
        row["company_id"],
        row["company_name"],
        row["name"],
        row["environment"] == Environment.SANDBOX,
        row["confidential"],
        tuple(row["redirect_uris"]),
        tuple(row["allowed_addresses"]),
        tuple(row["secret_hashes"]),
    )


async def code(connection: Connection, code_hash: bytes) -> tuple[Code, User | None] | None:
    """A code that was handed out, redeemed and expired ones too, with whom it speaks for."""
    row = await connection.fetchrow(
        """
        SELECT k.code_hash, k.client_id, k.user_id AS granted_by, k.redirect_uri, k.scope, k.nonce,
               k.code_challenge, k.signed_in_at, k.expires_at, k.redeemed_at, u.*
        FROM oauth_codes k LEFT JOIN active_users u USING (user_id)
        WHERE k.code_hash = $1
        """,
        code_hash,
    )
    if row is None:
        return None
    found = Code(
        row["code_hash"],
        row["client_id"],
        row["granted_by"],
        row["redirect_uri"],
        row["scope"],
        row["nonce"],
        row["code_challenge"],
        row["signed_in_at"],
        row["expires_at"],
        row["redeemed_at"] is not None,
    )
    return found, None if row["user_id"] is None else user_of(row)


async def family(connection: Connection, handle_hash: bytes) -> tuple[Family, User | None] | None:
    """The family that a refresh token's handle names, ended ones too, with whom it speaks for."""
    row = await connection.fetchrow(
        """
        SELECT f.family_id, f.client_id, f.user_id AS granted_by, f.scope, f.signed_in_at, f.refresh_hash,
               f.refresh_expires_at, f.ended_at, u.*
        FROM oauth_families f LEFT JOIN active_users u USING (user_id)
        WHERE f.handle_hash = $1
        """,
        handle_hash,
    )
    if row is None:
        return None
    found = Family(
        row["family_id"],
        row["client_id"],
        row["granted_by"],
        row["scope"],
        row["signed_in_at"],
        row["refresh_hash"],
        row["refresh_expires_at"],
        row["ended_at"] is not None,
    )
    return found, None if row["user_id"] is None else user_of(row)


async def family_of_code(connection: Connection, code_hash: bytes) -> UUID | None:
    """The family that a code was redeemed for."""
    family_id: UUID | None = await connection.fetchval(
        "SELECT family_id FROM oauth_codes WHERE code_hash = $1", code_hash
    )
    return family_id


async def bearer(
    connection: Connection, token_hash: bytes, environment: Environment, now: datetime
) -> Bearer | None:
    """For whom an access token speaks, unless it, its family, its client or its people have ended."""
    row = await connection.fetchrow(
        """
        SELECT u.*, c.client_id, c.environment, c.allowed_addresses, t.scope, t.expires_at,
               c.company_id AS client_company_id, c.bodies_until
        FROM oauth_access_tokens t
        JOIN oauth_families f ON f.family_id = t.family_id AND f.ended_at IS NULL
        JOIN oauth_clients c ON c.client_id = f.client_id AND c.disabled_at IS NULL AND c.environment = $2
        JOIN companies co ON co.company_id = c.company_id AND co.disabled_at IS NULL
        JOIN active_users u ON u.user_id = f.user_id
        WHERE t.token_hash = $1 AND t.expires_at > $3
        """,
        token_hash,
        environment,
        now,
    )
    if row is None:
        return None
    return Bearer(
        user_of(row),
        row["client_id"],
        row["environment"] == Environment.SANDBOX,
        tuple(row["allowed_addresses"]),
        row["scope"],
        row["expires_at"],
        row["client_company_id"],
        row["bodies_until"],
    )
