"""Secrets that must be read again are sealed before they are stored: whoever copies the database reads none.

A seal is AES-256-GCM (NIST SP 800-38D) under a key derived for one purpose by HKDF (RFC 5869), so that what
was sealed for one purpose opens for no other. It begins with the name of the key it was made with.
"""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_VERSION = b"\x01"
_NAME_BYTES = 4
_NONCE_BYTES = 12


class Unsealable(Exception):  # noqa: N818 -- a seal is unsealable; "error" would add nothing
    """No key opens this: it was sealed with a key that is gone, for another purpose, or it was changed."""


def new_key() -> str:
    """A fresh key, as settings hold it."""
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@dataclass(frozen=True, slots=True)
class Seals:
    """Seals with the first key and opens with every one, so that a key can follow another.

    Keys are `KEY_BYTES` long (docs/runbooks/settings.md, `SEIKYU_SECRET_KEY`).
    """

    keys: Sequence[bytes] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse to be made without a whole key."""
        if not self.keys or any(len(key) != KEY_BYTES for key in self.keys):
            raise ValueError(f"at least one key of {KEY_BYTES} bytes is needed")

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Seal something for one purpose, such as `signing key`."""
        key, nonce = self.keys[0], secrets.token_bytes(_NONCE_BYTES)
        head = _VERSION + _name(key)
        return head + nonce + AESGCM(_derived(key, purpose)).encrypt(nonce, plain, head)

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """What was sealed for this purpose; raise Unsealable when no key opens it."""
        head, nonce, rest = _parts(sealed)
        for key in self.keys:
            if _VERSION + _name(key) == head:
                try:
                    return AESGCM(_derived(key, purpose)).decrypt(nonce, rest, head)
                except InvalidTag as problem:
                    raise Unsealable("changed, or sealed for another purpose") from problem
        raise Unsealable("sealed with a key that is not among the settings")

    @property
    def mark(self) -> bytes:
        """What everything begins with that is sealed with the first key."""
        return _VERSION + _name(self.keys[0])

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed with the first key; otherwise it is to be sealed again."""
        return _parts(sealed)[0] == self.mark


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    head = len(_VERSION) + _NAME_BYTES
    return sealed[:head], sealed[head : head + _NONCE_BYTES], sealed[head + _NONCE_BYTES :]


def _name(key: bytes) -> bytes:
    return _derived(key, "name")[:_NAME_BYTES]


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"seikyu {purpose}".encode()).derive(key)
