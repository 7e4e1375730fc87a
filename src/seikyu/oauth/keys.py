"""The key that signs id tokens: made when first needed, kept in the database, remembered for a while."""

import asyncio
from datetime import datetime, timedelta

from joserfc.jwk import RSAKey

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.oauth import queries, store
from seikyu.oauth.id_token import ALGORITHM, Signer

KEY_BITS = 2048
# After a change of keys all processes sign with the new one within this time.
REMEMBER = timedelta(minutes=5)


class SigningKeys:
    """Gives the signer in force."""

    def __init__(self, pool: Pool, clock: Clock, issuer: str) -> None:
        self._pool = pool
        self._clock = clock
        self._issuer = issuer
        self._known: tuple[Signer, datetime] | None = None

    async def signer(self) -> Signer:
        """The newest key that is not retired."""
        now = self._clock()
        if self._known is not None and now < self._known[1]:
            return self._known[0]
        async with self._pool.acquire() as connection:
            stored = await queries.signing_key(connection)
        signer = self._read(stored or await self._make(now))
        self._known = (signer, now + REMEMBER)
        return signer

    async def _make(self, now: datetime) -> str:
        key = await asyncio.to_thread(RSAKey.generate_key, KEY_BITS, auto_kid=True)
        async with transaction(self._pool, None) as connection:
            # Two processes that find no key at once make do with one.
            await store.lock_signing_keys(connection)
            stored = await queries.signing_key(connection)
            if stored is None:
                stored = key.as_pem(private=True).decode()
                await store.add_signing_key(connection, str(key.kid), ALGORITHM, stored, now)
        return stored

    def _read(self, stored: str) -> Signer:
        key = RSAKey.import_key(stored)
        key.ensure_kid()
        return Signer(self._issuer, str(key.kid), key)
