"""Secrets and signatures by the Standard Webhooks conventions, so that known libraries verify them."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.seals import Seals

PREFIX = "whsec_"
BYTES = 32
PURPOSE = "webhook secret"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def new_secret() -> str:
    """A fresh secret, as its receiver keeps it."""
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def sealed(seals: Seals, secret: str) -> bytes:
    """A secret as it is stored."""
    return seals.seal(b64decode(secret.removeprefix(PREFIX)), PURPOSE)


def headers(keys: Sequence[bytes], event_id: UUID, body: bytes, now: datetime) -> dict[str, str]:
    """What goes with a body: the event's id, the moment of sending, and a signature by each of the keys."""
    moment = str(int(now.timestamp()))
    signed = b".".join((str(event_id).encode(), moment.encode(), body))
    signatures = [b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys]
    return {
        ID: str(event_id),
        TIMESTAMP: moment,
        SIGNATURE: " ".join(f"v1,{signature}" for signature in signatures),
    }
