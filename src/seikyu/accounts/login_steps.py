"""The way between the password and the second factor: short, single use, known by a hash only."""

import hashlib
import secrets
from datetime import datetime

from seikyu.accounts.factors import CHALLENGE_LIFETIME, STEP_LIFETIME, Step, StepKind
from seikyu.db.pool import Connection

CHALLENGE_BYTES = 32


async def begin(
    connection: Connection,
    kind: StepKind,
    user_id: int | None,
    target: str,
    now: datetime,
    sealed: bytes | None = None,
) -> str:
    """Begin a step; return what the browser is to hold. Steps that are over are thrown away."""
    token = secrets.token_urlsafe(32)
    await connection.execute("DELETE FROM login_steps WHERE expires_at < $1", now)
    await connection.execute(
        "INSERT INTO login_steps (step_hash, kind, user_id, target, expires_at, sealed) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        step_hash(token),
        kind.value,
        user_id,
        target,
        now + STEP_LIFETIME,
        sealed,
    )
    return token


async def find(connection: Connection, token: str, kind: StepKind, now: datetime) -> Step | None:
    """The step of a browser, if it is of this kind and not over."""
    row = await connection.fetchrow(
        "SELECT step_hash, kind, user_id, target, sealed FROM login_steps "
        "WHERE step_hash = $1 AND kind = $2 AND expires_at > $3",
        step_hash(token),
        kind.value,
        now,
    )
    if row is None:
        return None
    kept = StepKind(row["kind"])
    return Step(row["step_hash"], kept, row["user_id"], row["target"], row["sealed"])


async def finish(connection: Connection, step: Step) -> bool:
    """Use a step up; False when another request did."""
    done = await connection.execute("DELETE FROM login_steps WHERE step_hash = $1", step.step_hash)
    return done == "DELETE 1"


async def give_challenge(connection: Connection, token: str, now: datetime) -> bytes:
    """A fresh challenge for a passkey, which takes the place of the one before."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    await connection.execute(
        "UPDATE login_steps SET challenge = $2, challenge_until = $3 WHERE step_hash = $1",
        step_hash(token),
        challenge,
        now + CHALLENGE_LIFETIME,
    )
    return challenge


async def take_challenge(connection: Connection, step: Step, now: datetime) -> bytes | None:
    """The challenge of a step, once: whatever comes of it, it is gone."""
    challenge: bytes | None = await connection.fetchval(
        """
        WITH held AS (
            SELECT step_hash, challenge FROM login_steps
            WHERE step_hash = $1 AND challenge_until > $2 FOR UPDATE
        )
        UPDATE login_steps l SET challenge = NULL, challenge_until = NULL
        FROM held WHERE l.step_hash = held.step_hash RETURNING held.challenge
        """,
        step.step_hash,
        now,
    )
    return challenge


def step_hash(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
