"""Codes for when the telephone is gone: ten, shown once, good once each, kept as hashes."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence

COUNT = 10
GROUPS, GROUP = 3, 5
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and figures that look alike."""


def new_codes() -> Sequence[str]:
    """Fresh codes: some 74 bits each, so that a fast hash can keep them."""
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(COUNT)
    )


def code_hash(user_id: int, typed: str) -> bytes:
    """What is stored of a code; hyphens, spaces, case and width do not matter."""
    text = unicodedata.normalize("NFKC", typed).lower()
    plain = "".join(letter for letter in text if letter in ALPHABET)
    return hashlib.sha256(f"{user_id}\0{plain}".encode()).digest()
