"""Ids that the application allots: time-ordered, so that new rows land together in an index."""

import secrets
from datetime import datetime
from uuid import UUID


def new_id(now: datetime) -> UUID:
    """A version 7 UUID (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


def new_ids(now: datetime, count: int) -> list[UUID]:
    """As many ids of one moment as asked for, in ascending order."""
    return sorted(new_id(now) for _ in range(count))
