"""Every statement on one-time codes, recovery codes and the rules about second factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.factors import Passkey, Standing
from seikyu.accounts.recovery import code_hash
from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class Totp:
    """What is stored of somebody's authenticator app; the secret is sealed."""

    sealed: bytes
    last_step: int


async def standing(connection: Connection, owner: int, user_id: int) -> Standing:
    """What a person has, and what is asked of them."""
    row = await connection.fetchrow(
        """
        SELECT c.second_factor_required, u.password_flow, u.tell_new_device,
               EXISTS (SELECT FROM totp_secrets t WHERE t.company_id = $1 AND t.user_id = $2) AS totp,
               (SELECT count(*) FROM recovery_codes r WHERE r.company_id = $1 AND r.user_id = $2
                AND r.used_at IS NULL) AS recovery_left
        FROM users u JOIN companies c USING (company_id) WHERE u.company_id = $1 AND u.user_id = $2
        """,
        owner,
        user_id,
    )
    if row is None:
        raise LookupError(f"no user {user_id} of company {owner}")
    rows = await connection.fetch(
        "SELECT passkey_id, name, added_at, used_at FROM passkeys WHERE company_id = $1 AND user_id = $2 "
        "ORDER BY added_at, passkey_id",
        owner,
        user_id,
    )
    passkeys = [Passkey(**dict(one)) for one in rows]
    return Standing(
        row["totp"],
        passkeys,
        row["recovery_left"],
        row["second_factor_required"],
        row["password_flow"],
        row["tell_new_device"],
    )


async def lock_person(connection: Connection, user_id: int) -> None:
    """Hold a person's factors, so that two requests about them come one after the other."""
    await connection.execute("SELECT FROM users WHERE user_id = $1 FOR NO KEY UPDATE", user_id)


async def totp(connection: Connection, owner: int, user_id: int) -> Totp | None:
    """What is stored of an authenticator app."""
    row = await connection.fetchrow(
        "SELECT sealed, last_step FROM totp_secrets WHERE company_id = $1 AND user_id = $2", owner, user_id
    )
    return None if row is None else Totp(**dict(row))


async def put_totp(
    connection: Connection, owner: int, user_id: int, sealed: bytes, step: int, now: datetime
) -> None:
    """Put an authenticator app into use, in the place of another; the step that confirmed it is used up."""
    await connection.execute(
        """
        INSERT INTO totp_secrets (company_id, user_id, sealed, confirmed_at, last_step)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (company_id, user_id) DO UPDATE SET sealed = $3, confirmed_at = $4, last_step = $5
        """,
        owner,
        user_id,
        sealed,
        now,
        step,
    )


async def use_step(connection: Connection, owner: int, user_id: int, step: int) -> bool:
    """Use a time step up; False when it, or one after it, was used meanwhile."""
    done = await connection.execute(
        "UPDATE totp_secrets SET last_step = $3 WHERE company_id = $1 AND user_id = $2 AND last_step < $3",
        owner,
        user_id,
        step,
    )
    return done == "UPDATE 1"


async def remove_totp(connection: Connection, owner: int, user_id: int) -> bool:
    """Forget an authenticator app; False when there is none."""
    done = await connection.execute(
        "DELETE FROM totp_secrets WHERE company_id = $1 AND user_id = $2", owner, user_id
    )
    return done == "DELETE 1"


async def put_recovery_codes(connection: Connection, owner: int, user_id: int, codes: Sequence[str]) -> None:
    """Put fresh codes into the place of all there were; none leaves the person without."""
    await connection.execute(
        "DELETE FROM recovery_codes WHERE company_id = $1 AND user_id = $2", owner, user_id
    )
    await connection.execute(
        "INSERT INTO recovery_codes (company_id, user_id, code_hash) SELECT $1, $2, unnest($3::bytea[])",
        owner,
        user_id,
        [code_hash(user_id, code) for code in codes],
    )


async def use_recovery_code(
    connection: Connection, owner: int, user_id: int, typed: str, now: datetime
) -> bool:
    """Use a code up; False when it is none of theirs or was used before."""
    done = await connection.execute(
        "UPDATE recovery_codes SET used_at = $4 "
        "WHERE company_id = $1 AND user_id = $2 AND code_hash = $3 AND used_at IS NULL",
        owner,
        user_id,
        code_hash(user_id, typed),
        now,
    )
    return done == "UPDATE 1"


async def require_for_all(connection: Connection, owner: int, *, required: bool) -> bool:
    """Ask everybody of the company for a second factor, or no more; False when it was so already."""
    done = await connection.execute(
        "UPDATE companies SET second_factor_required = $2 "
        "WHERE company_id = $1 AND second_factor_required <> $2",
        owner,
        required,
    )
    return done == "UPDATE 1"


async def allow_password_flow(connection: Connection, owner: int, user_id: int, *, allowed: bool) -> bool:
    """Let programs use a person's password in spite of a second factor, or no more; False: it was so."""
    done = await connection.execute(
        "UPDATE users SET password_flow = $3 WHERE company_id = $1 AND user_id = $2 AND password_flow <> $3",
        owner,
        user_id,
        allowed,
    )
    return done == "UPDATE 1"


async def tell_of_new_devices(connection: Connection, user_id: int, *, tell: bool) -> None:
    """Whether a person is mailed when somebody logs in as them from a new device."""
    await connection.execute("UPDATE users SET tell_new_device = $2 WHERE user_id = $1", user_id, tell)
