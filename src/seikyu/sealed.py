"""What is sealed in the database, and sealing all of it again when another key follows.

The only list of sealed columns: whoever adds one adds its line, or it is not sealed again.
"""

from dataclasses import dataclass

from seikyu.db.pool import Connection, Pool, Row, transaction
from seikyu.seals import Seals, Unsealable

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed secrets, the columns that name its row, and what the seals are for.

    A `fenced` table shows each company its own rows and is gone through company by company.
    """

    table: str
    keys: tuple[str, ...]
    column: str
    purpose: str
    fenced: bool = True


PROOF = Sealed("secret_key_proof", ("proof_id",), "sealed", "proof", fenced=False)
SEALED = (
    Sealed("signing_keys", ("kid",), "sealed_key", "signing key", fenced=False),
    Sealed("webhooks", ("company_id", "webhook_id"), "secret", "webhook secret"),
    Sealed("webhooks", ("company_id", "webhook_id"), "old_secret", "webhook secret"),
    Sealed("totp_secrets", ("company_id", "user_id"), "sealed", "totp secret"),
    Sealed("login_steps", ("step_hash",), "sealed", "totp secret", fenced=False),
    # Last: while anything is left that the newest key does not open, neither does it open the proof.
    PROOF,
)


class WrongKey(Exception):  # noqa: N818 -- named for what is the case
    """The secret key of the settings is not the one that secrets in this database were sealed with."""


async def prove(pool: Pool, seals: Seals) -> None:
    """Raise WrongKey unless the keys open what is stored; the first process leaves the proof."""
    async with transaction(pool, None) as connection:
        await connection.execute(
            "INSERT INTO secret_key_proof (proof_id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING",
            seals.seal(PROOF.purpose.encode(), PROOF.purpose),
        )
        kept: bytes = await connection.fetchval("SELECT sealed FROM secret_key_proof")
    try:
        seals.open(kept, PROOF.purpose)
    except Unsealable as problem:
        raise WrongKey(
            "SEIKYU_SECRET_KEY does not open the secrets in this database: "
            "set the key they were sealed with, behind a newer one if there is one."
        ) from problem


async def reseal(pool: Pool, seals: Seals) -> dict[str, int]:
    """Seal with the first key whatever another one has sealed; return how many of each table and column.

    Raise Unsealable where no key opens something; what was done until then stays done.
    """
    async with transaction(pool, None) as connection:
        companies = [row["company_id"] for row in await connection.fetch("SELECT company_id FROM companies")]
    done = {}
    for sealed in SEALED:
        owners: list[int | None] = [*companies] if sealed.fenced else [None]
        done[f"{sealed.table}.{sealed.column}"] = sum([await _reseal(pool, seals, sealed, o) for o in owners])
    return done


async def _reseal(pool: Pool, seals: Seals, sealed: Sealed, owner: int | None) -> int:
    done = 0
    while True:
        async with transaction(pool, owner) as connection:
            rows = await _stale(connection, seals, sealed)
            for row in rows:
                await _seal_again(connection, seals, sealed, row)
        if not rows:
            return done
        done += len(rows)


async def _stale(connection: Connection, seals: Seals, sealed: Sealed) -> list[Row]:
    columns = ", ".join((*sealed.keys, sealed.column))
    return await connection.fetch(
        f"SELECT {columns} FROM {sealed.table} "  # noqa: S608 -- names of our own
        f"WHERE substring({sealed.column} FOR {len(seals.mark)}) <> $1 LIMIT {AT_ONCE} FOR UPDATE",
        seals.mark,
    )


async def _seal_again(connection: Connection, seals: Seals, sealed: Sealed, row: Row) -> None:
    plain = seals.open(row[sealed.column], sealed.purpose)
    named = " AND ".join(f"{key} = ${n}" for n, key in enumerate(sealed.keys, start=2))
    await connection.execute(
        f"UPDATE {sealed.table} SET {sealed.column} = $1 WHERE {named}",  # noqa: S608 -- names of our own
        seals.seal(plain, sealed.purpose),
        *(row[key] for key in sealed.keys),
    )
