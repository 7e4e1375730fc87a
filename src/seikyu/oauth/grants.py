"""The grants of contract §3: a code, a refresh token, a person's own password, a device somebody allowed."""

from typing import Protocol

from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Request,
    TokenMixin,
)
from authlib.oauth2.rfc6749.grants import (
    AuthorizationCodeGrant,
    BaseGrant,
    RefreshTokenGrant,
    ResourceOwnerPasswordCredentialsGrant,
)
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE, DeviceCodeGrant

from seikyu.accounts.model import User
from seikyu.oauth.parties import ClientParty, CodeParty, DeviceParty, FamilyParty, Loaded
from seikyu.oauth.tokens import digest

# HTTP Basic is turned into the two form fields before the core sees a request.
CLIENT_METHODS = ("client_secret_post", "none")
DEVICE_GRANT: str = DEVICE_CODE_GRANT_TYPE


class Holder(Protocol):
    """The core, as far as a grant looks into it."""

    loaded: Loaded


class CodeGrant(AuthorizationCodeGrant):
    """RFC 6749 §4.1."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    server: Holder

    def query_authorization_code(self, code: str, client: ClientMixin) -> CodeParty | None:
        """The code loaded, if it was given to this client and is still good."""
        found = self.server.loaded.code
        if found is None or found.client_id != client.get_client_id() or found.code_hash != digest(code):
            return None
        return None if found.redeemed or found.expires_at <= self.server.loaded.now else CodeParty(found)

    def authenticate_user(self, authorization_code: CodeParty) -> User | None:  # noqa: ARG002 -- Authlib's shape
        """Whom the code speaks for, unless they were shut out since."""
        return self.server.loaded.user

    def delete_authorization_code(self, authorization_code: CodeParty) -> None:
        """Nothing: the caller marks it redeemed as it stores the tokens."""


class RefreshGrant(RefreshTokenGrant):
    """RFC 6749 §6, a new refresh token with every answer."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True
    server: Holder

    def authenticate_refresh_token(self, refresh_token: str) -> FamilyParty | None:  # type: ignore[override]  # Authlib takes None for "unknown"; its stubs do not say so
        """The family loaded, if this is its newest token and still good."""
        found = self.server.loaded.family
        if found is None or found.ended or found.refresh_expires_at <= self.server.loaded.now:
            return None
        return FamilyParty(found) if found.refresh_hash == digest(refresh_token) else None

    def authenticate_user(self, refresh_token: TokenMixin) -> User:  # noqa: ARG002 -- Authlib's shape
        """Whom the family speaks for, unless they were shut out since."""
        if self.server.loaded.user is None:
            raise InvalidGrantError
        return self.server.loaded.user

    def revoke_old_credential(self, refresh_token: TokenMixin) -> None:
        """Nothing: storing the next token puts it in the place of this one."""


class PasswordGrant(ResourceOwnerPasswordCredentialsGrant):
    """RFC 6749 §4.3, on the credentials endpoint only; the password was checked before the core runs."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    server: Holder

    def authenticate_user(self, username: str, password: str) -> User:  # noqa: ARG002 -- Authlib's shape
        """The person whose password was right."""
        if self.server.loaded.user is None:
            raise InvalidGrantError("Wrong user_id or user_password.")
        return self.server.loaded.user


class DeviceGrant(DeviceCodeGrant):
    """RFC 8628 §3.4."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    server: Holder

    def query_device_credential(self, device_code: str) -> DeviceParty:
        """What the client asked for, unless it got it before."""
        found = self.server.loaded.device
        if found is None or found.redeemed or found.device_hash != digest(device_code):
            raise InvalidGrantError
        return DeviceParty(found, self.server.loaded.now)

    def query_user_grant(self, user_code: str) -> tuple[User, bool] | None:  # noqa: ARG002 -- Authlib's shape
        """Who decided, and how; refused when they were shut out since."""
        loaded = self.server.loaded
        if loaded.device is None or loaded.device.allowed is None:
            return None
        if loaded.user is None:
            raise InvalidGrantError
        return loaded.user, loaded.device.allowed

    def should_slow_down(self, credential: DeviceParty) -> bool:
        """Whether the client asks again before the pause is over."""
        return credential.device.asked_too_soon(self.server.loaded.now)


class S256Challenge(CodeChallenge):
    """PKCE: S256 only, and asked for at the very beginning of clients that keep no secret (contract §3)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012 -- Authlib's own attribute

    def validate_code_challenge(self, grant: BaseGrant, redirect_uri: str) -> None:
        """Refuse what the core lets pass: no method (it means `plain`), no challenge where one is due."""
        super().validate_code_challenge(grant, redirect_uri)
        request: OAuth2Request = grant.request
        if request.payload is None or not isinstance(request.client, ClientParty):
            raise InvalidRequestError
        asked = request.payload.data
        if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Use 'code_challenge_method=S256'.")
        if "code_challenge" not in asked and not request.client.client.confidential:
            raise InvalidRequestError("A client without a secret must send a 'code_challenge'.")
