"""Passwords: Argon2id, off the event loop, and no telling whether a PFID exists by the time it takes."""

import asyncio
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from seikyu.accounts.links import is_link

LONGEST_PASSWORD = 1024


class Passwords:
    """Hashes and checks passwords with one set of parameters.

    The default is RFC 9106's second recommended set (64 MiB, three passes, four lanes).
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, slots: int = 2) -> None:
        self._hasher = PasswordHasher() if hasher is None else hasher
        self._slots = asyncio.Semaphore(slots)
        self._nobody: str | None = None

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """A turn to check a password.

        Few at a time: each takes 64 MiB. Failures are counted before a turn is given up, so guesses sent
        all at once cannot slip past the count.
        """
        async with self._slots:
            yield

    async def hash(self, password: str) -> str:
        """What is stored of a password."""
        return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password; `None` (no such person) takes as long as any other answer."""
        if len(password) > LONGEST_PASSWORD:
            return False
        if stored is None or is_link(stored):
            if self._nobody is None:
                self._nobody = await self.hash(secrets.token_urlsafe(16))
            await asyncio.to_thread(self._verify, self._nobody, _normal(password))
            return False
        return await asyncio.to_thread(self._verify, stored, _normal(password))

    def is_outdated(self, stored: str) -> bool:
        """Whether a stored hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> bytes:
    # The same password typed on another keyboard or system may arrive composed in another way.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
