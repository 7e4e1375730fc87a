"""The rules of OAuth 2.0, as Authlib's framework-free core knows them, on rows that were loaded before.

The core reads and writes nothing: what it may ask for is in `Loaded`, and what it gives out is stored by
the caller before anybody is told (decision 0004). Every function here raises `OAuth2Error` for a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidClientError, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator

from seikyu.oauth.grants import (
    CLIENT_METHODS,
    CodeGrant,
    DeviceGrant,
    PasswordGrant,
    RefreshGrant,
    S256Challenge,
)
from seikyu.oauth.id_token import IdToken, Signer
from seikyu.oauth.model import ACCESS_LIFETIME, Issue
from seikyu.oauth.parties import ClientParty, Loaded
from seikyu.oauth.rules import SCOPES
from seikyu.oauth.tokens import handle_of, new_handle, new_refresh_token, new_secret

Asked = Mapping[str, str]
"""The parameters of a request, each of them once."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens given out: what to store of them, and the body that tells them (RFC 6749 §5.1)."""

    issue: Issue
    body: dict[str, str | int]


def authenticate(loaded: Loaded, asked: Asked) -> None:
    """Refuse a client that does not show its secret, or that is not known."""
    try:
        Core(loaded).authenticate_client(Request("POST", asked), CLIENT_METHODS)
    except InvalidClientError:
        # One answer for all: whether the id exists is nobody's business.
        raise InvalidClientError("Client authentication failed.", status_code=401) from None


def grant_tokens(loaded: Loaded, asked: Asked, signer: Signer) -> Granted:
    """Answer a token request by what was loaded."""
    core = Core(loaded, signer, asked.get("refresh_token"))
    core.create_token_response(Request("POST", asked))
    given = core.given
    issue = Issue(str(given["access_token"]), str(given["refresh_token"]), str(given["scope"]))
    return Granted(issue, given)


def check_authorization(loaded: Loaded, asked: Asked) -> None:
    """Judge what an authorization request asks for; its client and address were found good before."""
    Core(loaded).get_consent_grant(Request("GET", asked))  # type: ignore[no-untyped-call]  # the stubs leave it open


class Request(OAuth2Request):
    """A request as the core reads it.

    The core demands an address with HTTPS. Whether TLS ends here or at a proxy is the operator's matter
    (`Settings.secure`), so it is given one that passes.
    """

    def __init__(self, method: str, asked: Asked) -> None:
        super().__init__(method, "https://localhost/")
        self.payload = BasicOAuth2Payload(dict(asked))

    @property
    def form(self) -> dict[str, str]:
        """The parameters."""
        return {} if self.payload is None else self.payload.data


class Core(AuthorizationServer):
    """Authlib's server, for one request."""

    def __init__(self, loaded: Loaded, signer: Signer | None = None, shown: str | None = None) -> None:
        super().__init__(SCOPES)
        self.loaded = loaded
        self.given: dict[str, str | int] = {}
        # A refresh token's successor belongs to the same family.
        self.handle = new_handle() if loaded.family is None or shown is None else handle_of(shown)
        self.register_token_generator(
            "default",
            BearerTokenGenerator(
                lambda **_: new_secret(),
                lambda **_: new_refresh_token(self.handle),
                lambda *_: int(ACCESS_LIFETIME.total_seconds()),
            ),
        )
        id_token = IdToken(loaded, signer)
        self.register_grant(CodeGrant, [S256Challenge(required=True), id_token])
        self.register_grant(RefreshGrant, [id_token])
        self.register_grant(PasswordGrant, [id_token])
        self.register_grant(DeviceGrant, [id_token])

    def query_client(self, client_id: str) -> ClientParty | None:  # type: ignore[override]  # Authlib takes None for "unknown"; its stubs do not say so
        """The client loaded, if it is the one asked for."""
        client = self.loaded.client
        return None if client is None or client.client_id != client_id else ClientParty(client)

    def save_token(self, token: dict[str, str | int], request: OAuth2Request) -> None:  # noqa: ARG002 -- Authlib's shape
        """Note what is given out; an id token is put into it afterwards."""
        self.given = token

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nothing listens."""

    def create_oauth2_request(self, request: Request) -> Request:
        """It is one already."""
        return request

    def handle_response(self, status: int, body: Mapping[str, object], headers: object) -> object:  # noqa: ARG002 -- Authlib's shape
        """The body alone; status and headers are the same for every answer."""
        return body

    def handle_error_response(self, request: OAuth2Request, error: OAuth2Error) -> object:  # noqa: ARG002 -- Authlib's shape
        """Hand the refusal to the caller."""
        raise error
