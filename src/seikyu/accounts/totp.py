"""One-time codes of an authenticator app: six digits, a new one every thirty seconds (RFC 6238)."""

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

PURPOSE = "totp secret"
"""What the secret is sealed for."""
SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
ISSUER = "Seikyu"
BESIDE = (0, -1, 1)
"""Clocks of telephones are a little early or late: the steps beside the present one count, too (§5.2)."""


def new_secret() -> bytes:
    """A secret as long as the hash's output (RFC 4226 §4, R6)."""
    return secrets.token_bytes(SECRET_BYTES)


def matching_step(secret: bytes, typed: str, now: datetime, last_step: int) -> int | None:
    """The time step whose code was typed; None when there is none after the last one that was used.

    A code that was seen over somebody's shoulder is good for nothing once its step has been used (§5.2).
    """
    code, present = normal_code(typed).encode(), int(now.timestamp()) // SECONDS
    for step in (present + beside for beside in BESIDE):
        if hmac.compare_digest(_totp(secret).generate(step * SECONDS), code):
            return step if step > last_step else None
    return None


def normal_code(typed: str) -> str:
    """The digits as they were typed: full-width ones are the same, spaces between do not matter."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def shown_secret(secret: bytes) -> str:
    """The secret to be typed into an app, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def picture(secret: bytes, pfid: str) -> str:
    """The QR code that an app reads, as the address of an image."""
    address = _totp(secret).get_provisioning_uri(pfid, ISSUER)
    drawn: str = segno.make(address, micro=False, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")
    return drawn


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 -- what every app knows; HMAC-SHA-1 is sound
