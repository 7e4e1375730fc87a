"""Clients, codes and token families as they are kept; what one issue of tokens consists of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from typing import TypeAlias
from uuid import UUID

from seikyu.accounts.model import User

CODE_LIFETIME = timedelta(seconds=120)
ACCESS_LIFETIME = timedelta(minutes=5)
REFRESH_LIFETIME = timedelta(days=31)
DEVICE_LIFETIME = timedelta(minutes=10)
DEVICE_PAUSE = timedelta(seconds=5)

Network: TypeAlias = IPv4Network | IPv6Network


class EndReason(StrEnum):
    """Why a family of tokens ended before its time."""

    CODE_USED_TWICE = "code_used_twice"
    REFRESH_TOKEN_USED_TWICE = "refresh_token_used_twice"  # noqa: S105 -- a reason, no secret
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    """By an administrator of the client's company."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- a reason, no secret


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client that may call now."""

    client_id: str
    company_id: int
    company_name: str
    name: str
    sandbox: bool
    confidential: bool
    redirect_uris: tuple[str, ...]
    allowed_addresses: tuple[Network, ...]
    secret_hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code that was handed out, without the code itself."""

    code_hash: bytes
    client_id: str
    user_id: int
    redirect_uri: str | None
    scope: str
    nonce: str | None
    code_challenge: str | None
    signed_in_at: datetime
    expires_at: datetime
    redeemed: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """All tokens that descend from one login; it remembers only the newest refresh token, as a hash."""

    family_id: UUID
    client_id: str
    user_id: int
    scope: str
    signed_in_at: datetime
    refresh_hash: bytes
    refresh_expires_at: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A client without a callback that asked for a person's consent, without the codes it was given."""

    device_hash: bytes
    client_id: str
    scope: str
    expires_at: datetime
    pause: timedelta
    polled_at: datetime | None = None
    allowed: bool | None = None
    signed_in_at: datetime | None = None
    redeemed: bool = False

    def asked_too_soon(self, now: datetime) -> bool:
        """Whether the client asks again before the pause is over."""
        return self.polled_at is not None and now < self.polled_at + self.pause


@dataclass(frozen=True, slots=True)
class Issue:
    """What is given out in answer to one request: stored before it is told."""

    access_token: str
    refresh_token: str
    scope: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A new family of tokens: for whom it speaks, and through which client."""

    family_id: UUID
    client_id: str
    user: User
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """A family that has just ended: whose client held it, and for whom it spoke."""

    client_id: str
    client_name: str
    company_id: int
    user_name: str
