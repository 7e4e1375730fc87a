"""What the database keeps sealed, and what becomes of it when another key follows."""

from base64 import b64decode
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.oauth.keys import SigningKeys, new_key
from seikyu.sealed import SEALED, WrongKey, prove, reseal
from seikyu.seals import Seals, Unsealable
from seikyu.seals import new_key as new_secret_key
from tests.house.doors import SECRET_KEY

OLD = b64decode(SECRET_KEY)
NEW = b64decode(new_secret_key())


@pytest_asyncio.fixture(loop_scope="session")
async def as_before(pool: Pool) -> AsyncIterator[None]:
    """Whatever a test seals anew, other tests find sealed with their key."""
    yield
    await reseal(pool, Seals([OLD, NEW]))


async def test_a_signing_key_is_not_to_be_read_in_the_database(pool: Pool) -> None:
    signer = await SigningKeys(pool, system_clock, "http://localhost", Seals([OLD])).signer()
    row = await pool.fetchrow("SELECT private_key, sealed_key FROM signing_keys WHERE kid = $1", signer.kid)
    assert row is not None
    assert row["private_key"] is None
    assert b"PRIVATE" not in row["sealed_key"]


async def test_a_signing_key_from_before_keys_were_sealed_signs_on_and_is_sealed(pool: Pool) -> None:
    key, now, seals = await new_key(), system_clock(), Seals([OLD])
    async with transaction(pool, None) as connection:
        await connection.execute("DELETE FROM signing_keys")
        await connection.execute(
            "INSERT INTO signing_keys (kid, algorithm, private_key, made_at, signs_from) "
            "VALUES ($1, 'RS256', $2, $3, $3)",
            key.kid,
            key.as_pem(private=True).decode(),
            now,
        )
    for _ in range(2):
        assert (await SigningKeys(pool, system_clock, "http://localhost", seals).signer()).kid == key.kid
    assert await pool.fetchval("SELECT count(*) FROM signing_keys WHERE private_key IS NOT NULL") == 0


@pytest.mark.usefixtures("as_before")
async def test_after_sealing_again_the_old_key_is_needed_no_more(pool: Pool) -> None:
    issuer = "http://localhost"
    kid = (await SigningKeys(pool, system_clock, issuer, Seals([OLD])).signer()).kid
    await prove(pool, Seals([OLD]))
    with pytest.raises(WrongKey, match="SEIKYU_SECRET_KEY does not open"):
        await prove(pool, Seals([NEW]))
    with pytest.raises(Unsealable):
        await reseal(pool, Seals([NEW]))
    await prove(pool, Seals([NEW, OLD]))
    done = await reseal(pool, Seals([NEW, OLD]))
    assert done["signing_keys.sealed_key"] >= 1
    assert set((await reseal(pool, Seals([NEW]))).values()) == {0}
    await prove(pool, Seals([NEW]))
    assert (await SigningKeys(pool, system_clock, issuer, Seals([NEW])).signer()).kid == kid


async def test_every_sealed_column_there_is_stands_in_the_list(pool: Pool) -> None:
    rows = await pool.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND data_type = 'bytea' AND (column_name LIKE '%sealed%' OR column_name LIKE '%secret%') "
        "AND column_name NOT LIKE '%hash%'"
    )
    listed = {(sealed.table, sealed.column) for sealed in SEALED}
    assert {(row["table_name"], row["column_name"]) for row in rows} <= listed
