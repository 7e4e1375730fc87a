"""Writing clients, codes, token families, access tokens and signing keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.oauth.model import ACCESS_LIFETIME, REFRESH_LIFETIME, Code, Ended, EndReason, Family, Grant, Issue
from seikyu.oauth.rules import LOOPBACK_NETWORKS, MAX_REDIRECT_URIS, is_client_id, is_redirect_uri
from seikyu.oauth.tokens import digest, handle_of, new_client_id, new_secret
from seikyu.settings import Environment

# Kept for a while after they have run out, so that a late second use is still known for what it is.
KEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client about to be registered; without an id of its own choice it is allotted one.

    In the sandbox only the addresses or networks named may call, at first those of the own machine;
    an empty list lets nobody in. In production the list is not looked at (contract §3).
    """

    company_id: int
    name: str
    client_id: str | None = None
    redirect_uris: tuple[str, ...] = ()
    allowed_addresses: tuple[str, ...] = LOOPBACK_NETWORKS
    environment: Environment = Environment.SANDBOX


async def register_client(connection: Connection, new: NewClient, now: datetime) -> tuple[str, str]:
    """Register a client that keeps a secret; return its id and the secret, which is not to be had again.

    An id that is taken raises the driver's unique violation.
    """
    client_id = await _add_client(connection, new, now, confidential=True)
    secret = new_secret()
    await connection.execute(
        "INSERT INTO oauth_client_secrets (client_id, secret_hash, created_at) VALUES ($1, $2, $3)",
        client_id,
        digest(secret),
        now,
    )
    return client_id, secret


async def register_public_client(connection: Connection, new: NewClient, now: datetime) -> str:
    """Register a client that can keep no secret and proves itself by PKCE (contract §3); return its id."""
    return await _add_client(connection, new, now, confidential=False)


async def keep_public_client(connection: Connection, new: NewClient, now: datetime) -> None:
    """Register a public client of a given id, or if it is there give it the new one's redirect URIs."""
    changed = await connection.fetchval(
        "UPDATE oauth_clients SET redirect_uris = $2 "
        "WHERE client_id = $1 AND NOT confidential RETURNING true",
        new.client_id,
        new.redirect_uris,
    )
    if changed is None:
        await _add_client(connection, new, now, confidential=False)


async def disable_client(connection: Connection, client_id: str, now: datetime) -> None:
    """Shut a client out; its tokens follow within seconds."""
    await connection.execute("UPDATE oauth_clients SET disabled_at = $2 WHERE client_id = $1", client_id, now)


async def add_code(connection: Connection, code: Code) -> None:
    """Remember a code that is about to be handed out."""
    await connection.execute(
        """
        INSERT INTO oauth_codes (code_hash, client_id, user_id, redirect_uri, scope, nonce, code_challenge,
                                 signed_in_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        code.code_hash,
        code.client_id,
        code.user_id,
        code.redirect_uri,
        code.scope,
        code.nonce,
        code.code_challenge,
        code.signed_in_at,
        code.expires_at,
    )


async def redeem(connection: Connection, code: Code, grant: Grant, issue: Issue, now: datetime) -> bool:
    """Begin the family that a code is redeemed for, in one statement; False when another redemption won."""
    done = await connection.fetchval(
        """
        WITH redeemed AS (
            UPDATE oauth_codes SET redeemed_at = $10, family_id = $1
            WHERE code_hash = $13 AND redeemed_at IS NULL RETURNING code_hash
        ), begun AS (
            INSERT INTO oauth_families (family_id, handle_hash, client_id, user_id, scope, signed_in_at,
                                        refresh_hash, refresh_expires_at, begun_at, refreshed_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $10, $10 FROM redeemed
        )
        INSERT INTO oauth_access_tokens (token_hash, family_id, scope, expires_at)
        SELECT $9, $1, $11, $12 FROM redeemed RETURNING true
        """,
        *family_values(grant, issue, now),
        code.code_hash,
    )
    return done is not None


async def begin_family(connection: Connection, grant: Grant, issue: Issue, now: datetime) -> None:
    """Begin a family of tokens."""
    await connection.execute(
        """
        WITH begun AS (
            INSERT INTO oauth_families (family_id, handle_hash, client_id, user_id, scope, signed_in_at,
                                        refresh_hash, refresh_expires_at, begun_at, refreshed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, $10)
        )
        INSERT INTO oauth_access_tokens (token_hash, family_id, scope, expires_at) VALUES ($9, $1, $11, $12)
        """,
        *family_values(grant, issue, now),
    )


async def renew(connection: Connection, family: Family, issue: Issue, now: datetime) -> bool:
    """Put the next refresh token in place of the one shown, in one statement; False when another won."""
    done = await connection.fetchval(
        """
        WITH renewed AS (
            UPDATE oauth_families SET refresh_hash = $3, refresh_expires_at = $4, refreshed_at = $5
            WHERE family_id = $1 AND refresh_hash = $2 AND ended_at IS NULL RETURNING family_id
        )
        INSERT INTO oauth_access_tokens (token_hash, family_id, scope, expires_at)
        SELECT $6, family_id, $7, $8 FROM renewed RETURNING true
        """,
        family.family_id,
        family.refresh_hash,
        digest(issue.refresh_token),
        now + REFRESH_LIFETIME,
        now,
        digest(issue.access_token),
        issue.scope,
        now + ACCESS_LIFETIME,
    )
    return done is not None


async def end_family(
    connection: Connection, family_id: UUID, reason: EndReason, now: datetime
) -> Ended | None:
    """End all tokens of a family; None when they had ended before."""
    row = await connection.fetchrow(
        """
        UPDATE oauth_families f SET ended_at = $3, end_reason = $2 FROM users u, oauth_clients c
        WHERE f.family_id = $1 AND f.ended_at IS NULL AND u.user_id = f.user_id AND c.client_id = f.client_id
        RETURNING f.client_id, c.name AS client_name, u.company_id, u.name AS user_name
        """,
        family_id,
        reason,
        now,
    )
    return None if row is None else Ended(**row)


async def end_families_of(
    connection: Connection, user_id: int, reason: EndReason, now: datetime
) -> list[str]:
    """End all tokens that speak for a person; return the clients that held some, each once.

    What was allowed and not fetched yet, by a code or on a device, is fetched no more.
    """
    for table in ("oauth_codes", "oauth_devices"):
        await connection.execute(
            f"DELETE FROM {table} WHERE user_id = $1 AND redeemed_at IS NULL",  # noqa: S608 -- names of our own
            user_id,
        )
    rows = await connection.fetch(
        "UPDATE oauth_families SET ended_at = $3, end_reason = $2 "
        "WHERE user_id = $1 AND ended_at IS NULL RETURNING client_id",
        user_id,
        reason,
        now,
    )
    return sorted({row["client_id"] for row in rows})


async def end_access_token(connection: Connection, token_hash: bytes, client_id: str) -> int | None:
    """End one access token of a client; return the company it spoke for, None when there is none such."""
    company_id: int | None = await connection.fetchval(
        """
        DELETE FROM oauth_access_tokens t USING oauth_families f, users u
        WHERE t.token_hash = $1 AND f.family_id = t.family_id AND f.client_id = $2 AND u.user_id = f.user_id
        RETURNING u.company_id
        """,
        token_hash,
        client_id,
    )
    return company_id


async def lock_signing_keys(connection: Connection) -> None:
    """Let no other process add a key before this transaction ends."""
    await connection.execute("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE")


async def add_signing_key(
    connection: Connection, kid: str, algorithm: str, sealed: bytes, now: datetime, signs_from: datetime
) -> None:
    """Keep a new signing key."""
    await connection.execute(
        "INSERT INTO signing_keys (kid, algorithm, sealed_key, made_at, signs_from) "
        "VALUES ($1, $2, $3, $4, $5)",
        kid,
        algorithm,
        sealed,
        now,
        signs_from,
    )


async def seal_signing_key(connection: Connection, kid: str, sealed: bytes) -> None:
    """Keep a key sealed that was kept in clear."""
    await connection.execute(
        "UPDATE signing_keys SET sealed_key = $2, private_key = NULL WHERE kid = $1 AND sealed_key IS NULL",
        kid,
        sealed,
    )


async def retire_signing_keys(connection: Connection, at: datetime) -> None:
    """Let all keys stop signing at this time, unless they stop sooner."""
    await connection.execute(
        "UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL OR retired_at > $1", at
    )


async def purge(connection: Connection, now: datetime) -> None:
    """Delete codes, tokens and families that nothing can come of any more."""
    await connection.execute("DELETE FROM oauth_access_tokens WHERE expires_at < $1", now)
    await connection.execute("DELETE FROM oauth_codes WHERE expires_at < $1", now - KEEP)
    await connection.execute(
        "DELETE FROM oauth_families WHERE refresh_expires_at < $1 OR ended_at < $1", now - KEEP
    )
    await connection.execute("DELETE FROM oauth_client_secrets WHERE expires_at < $1", now)
    await connection.execute("DELETE FROM oauth_devices WHERE expires_at < $1", now - KEEP)
    await connection.execute("DELETE FROM signing_keys WHERE retired_at < $1", now - KEEP)


def family_values(grant: Grant, issue: Issue, now: datetime) -> tuple[object, ...]:
    """A new family and its first access token, in the order of the statements that begin one."""
    return (
        grant.family_id,
        digest(handle_of(issue.refresh_token)),
        grant.client_id,
        grant.user.user_id,
        issue.scope,
        grant.signed_in_at,
        digest(issue.refresh_token),
        now + REFRESH_LIFETIME,
        digest(issue.access_token),
        now,
        issue.scope,
        now + ACCESS_LIFETIME,
    )


async def _add_client(connection: Connection, new: NewClient, now: datetime, *, confidential: bool) -> str:
    client_id = new_client_id() if new.client_id is None else new.client_id
    if not is_client_id(client_id):
        raise ValueError(f"{client_id!r} is no client id")
    if len(new.redirect_uris) > MAX_REDIRECT_URIS or not all(map(is_redirect_uri, new.redirect_uris)):
        raise ValueError(f"{new.redirect_uris!r} are not up to {MAX_REDIRECT_URIS} redirect URIs")
    await connection.execute(
        """
        INSERT INTO oauth_clients (client_id, company_id, name, environment, confidential, redirect_uris,
                                   allowed_addresses, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        client_id,
        new.company_id,
        new.name,
        new.environment,
        confidential,
        new.redirect_uris,
        [ip_network(address) for address in new.allowed_addresses],
        now,
    )
    return client_id
