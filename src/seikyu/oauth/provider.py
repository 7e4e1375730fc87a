"""What every answer of the provider needs at hand."""

from dataclasses import dataclass

from seikyu.accounts.passwords import Passwords
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.oauth.keys import SigningKeys
from seikyu.settings import Environment


@dataclass(frozen=True, slots=True)
class Provider:
    """The platform as OAuth 2.0 provider."""

    pool: Pool
    clock: Clock
    environment: Environment
    passwords: Passwords
    keys: SigningKeys


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a token request comes from."""

    address: str
    request_id: str | None
