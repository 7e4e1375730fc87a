"""Our rows in the shape that Authlib's core asks for them."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oauth2.rfc8628 import DeviceCredentialMixin
from authlib.oidc.core.models import AuthorizationCodeMixin

from seikyu.accounts.model import User
from seikyu.oauth.model import Client, Code, Device, Family
from seikyu.oauth.rules import allowed_scope
from seikyu.oauth.tokens import digest


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read before the core runs: whatever it may ask for in answering one request."""

    now: datetime
    client: Client | None
    user: User | None = None
    code: Code | None = None
    family: Family | None = None
    device: Device | None = None

    @property
    def signed_in_at(self) -> datetime:
        """When the person showed a password: just now, unless a code, a family or a device remembers it."""
        source = self.code or self.family or self.device
        return self.now if source is None else source.signed_in_at or self.now


class ClientParty(ClientMixin):
    """A client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get_client_id(self) -> str:
        """The id."""
        return self.client.client_id

    def get_default_redirect_uri(self) -> str:
        """Where to return when a request does not say, if there is just one (RFC 6749 §3.1.2.3)."""
        return self.client.redirect_uris[0] if len(self.client.redirect_uris) == 1 else ""

    def get_allowed_scope(self, scope: Collection[str] | str | None) -> str:
        """What is granted for the scope asked; a scope that is not ours was refused before."""
        return allowed_scope(scope if isinstance(scope, str) else None) or ""

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is registered, letter for letter (contract §3)."""
        return redirect_uri in self.client.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether it is one of the secrets in force."""
        shown = digest(client_secret)
        return any(hmac.compare_digest(shown, known) for known in self.client.secret_hashes)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 -- Authlib's shape
        """Whether the client may show itself this way: with its secret if it keeps one."""
        return (method != "none") is self.client.confidential

    def check_response_type(self, response_type: str) -> bool:
        """Only codes are given out."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:  # noqa: ARG002 -- Authlib's shape
        """Every client may use every grant; which ones an endpoint takes is the endpoint's matter."""
        return True


class CodeParty(AuthorizationCodeMixin):
    """An authorization code."""

    code_challenge_method = "S256"

    def __init__(self, code: Code) -> None:
        self.code = code
        self.code_challenge = code.code_challenge

    def get_redirect_uri(self) -> str:
        """The address the request named, which the redemption must name again."""
        return self.code.redirect_uri or ""

    def get_scope(self) -> str:
        """The scope consented to."""
        return self.code.scope

    def get_nonce(self) -> str | None:
        """What the client wants to see again in the id token."""
        return self.code.nonce

    def get_auth_time(self) -> int:
        """When the person showed a password."""
        return int(self.code.signed_in_at.timestamp())


class FamilyParty(TokenMixin):
    """The family that a refresh token belongs to."""

    def __init__(self, family: Family) -> None:
        self.family = family

    def check_client(self, client: ClientParty) -> bool:
        """Whether its tokens were given to this client."""
        return self.family.client_id == client.client.client_id

    def get_scope(self) -> str:
        """The scope consented to."""
        return self.family.scope


class DeviceParty(DeviceCredentialMixin):
    """A device that waits for a person."""

    def __init__(self, device: Device, now: datetime) -> None:
        self.device = device
        self.now = now

    def get_client_id(self) -> str:
        """Who asked."""
        return self.device.client_id

    def get_scope(self) -> str:
        """The scope asked for, and consented to as a whole."""
        return self.device.scope

    def get_user_code(self) -> str:
        """Nothing: what the person decided is loaded with the device."""
        return ""

    def is_expired(self) -> bool:
        """Whether the person took too long, or the client did afterwards."""
        return self.device.expires_at <= self.now
