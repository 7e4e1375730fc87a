"""The keys that sign id tokens: made when first needed, kept sealed in the database, remembered for a while.

One key signs. The one that will follow is published before (`LEAD`), the one before stays published until
the last id token that it signed has run out (`KEPT`), so that whoever checks a token finds its key.
"""

import asyncio
from datetime import datetime, timedelta

from joserfc.jwk import RSAKey

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.oauth import key_queries as queries
from seikyu.oauth import store
from seikyu.oauth.id_token import ALGORITHM, LIFETIME, Signer
from seikyu.oauth.key_queries import StoredKey
from seikyu.seals import Seals

KEY_BITS = 2048
PURPOSE = "signing key"
# After a change of keys all processes sign with the new one within this time.
REMEMBER = timedelta(minutes=5)
# Others may remember the published keys for five minutes (`discovery.CACHED`); twice that is sure.
LEAD = timedelta(minutes=10)
KEPT = LIFETIME + REMEMBER


class SigningKeys:
    """Gives the signer in force, and the keys that are published."""

    def __init__(self, pool: Pool, clock: Clock, issuer: str, seals: Seals) -> None:
        self._pool = pool
        self._seals = seals
        self._clock = clock
        self._known: tuple[Signer, datetime] | None = None
        self.issuer = issuer

    async def signer(self) -> Signer:
        """The newest key that signs already and is not retired."""
        now = self._clock()
        if self._known is not None and now < self._known[1]:
            return self._known[0]
        async with self._pool.acquire() as connection:
            stored = await queries.signing_key(connection, now)
        if stored is not None and stored.sealed is None:
            async with transaction(self._pool, None) as connection:
                await seal_clear_keys(connection, self._seals)
        key = _read(stored, self._seals) if stored else await self._make(now)
        signer = Signer(self.issuer, str(key.kid), key)
        self._known = (signer, now + REMEMBER)
        return signer

    async def published(self) -> list[RSAKey]:
        """The keys by which an id token may be signed that is good now or soon."""
        await self.signer()
        async with self._pool.acquire() as connection:
            return [
                _read(stored, self._seals)
                for stored in await queries.published_keys(connection, self._clock() - KEPT)
            ]

    async def _make(self, now: datetime) -> RSAKey:
        key = await new_key()
        async with transaction(self._pool, None) as connection:
            # Two processes that find no key at once make do with one.
            await store.lock_signing_keys(connection)
            stored = await queries.signing_key(connection, now)
            if stored is not None:
                return _read(stored, self._seals)
            await _keep(connection, key, self._seals, now, now)
        return key


async def rotate(
    connection: Connection, seals: Seals, now: datetime, *, stolen: bool
) -> tuple[str, datetime]:
    """Let a new key follow; return its name and from when on it signs.

    Keys that were stolen stop at once and are published no more: what they signed is worth nothing.
    """
    key = await new_key()
    signs_from = now if stolen else now + LEAD
    await store.lock_signing_keys(connection)
    await store.retire_signing_keys(connection, now - KEPT if stolen else signs_from)
    await _keep(connection, key, seals, now, signs_from)
    return str(key.kid), signs_from


async def seal_clear_keys(connection: Connection, seals: Seals) -> int:
    """Seal the keys that were kept in clear before keys were sealed; return how many."""
    found = await queries.clear_keys(connection)
    for stored in found:
        await store.seal_signing_key(connection, stored.kid, seals.seal(_pem(stored, seals), PURPOSE))
    return len(found)


async def new_key() -> RSAKey:
    """A fresh key, named by its thumbprint."""
    return await asyncio.to_thread(RSAKey.generate_key, KEY_BITS, auto_kid=True)


async def _keep(
    connection: Connection, key: RSAKey, seals: Seals, now: datetime, signs_from: datetime
) -> None:
    sealed = seals.seal(key.as_pem(private=True), PURPOSE)
    await store.add_signing_key(connection, str(key.kid), ALGORITHM, sealed, now, signs_from)


def _read(stored: StoredKey, seals: Seals) -> RSAKey:
    key = RSAKey.import_key(_pem(stored, seals))
    key.ensure_kid()
    return key


def _pem(stored: StoredKey, seals: Seals) -> bytes:
    return seals.open(stored.sealed, PURPOSE) if stored.sealed else (stored.clear or "").encode()
