"""The id token (OpenID Connect Core §2), signed with RS256: what every client expects unasked."""

from dataclasses import dataclass
from datetime import timedelta

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oidc.core import OpenIDCode, UserInfo
from joserfc.jwk import RSAKey

from seikyu.accounts.model import User
from seikyu.oauth.parties import ClientParty, Loaded

ALGORITHM = "RS256"
LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Signer:
    """In whose name id tokens are signed, and with what."""

    issuer: str
    kid: str
    key: RSAKey


class IdToken(OpenIDCode):
    """Puts an `id_token` into every answer whose scope has `openid`."""

    def __init__(self, loaded: Loaded, signer: Signer | None) -> None:
        super().__init__(require_nonce=False)
        self.loaded = loaded
        self.signer = signer

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:  # noqa: ARG002 -- Authlib's shape
        """Not looked for: a code is good once, so a request that is replayed gets nothing by its nonce."""
        return False

    def resolve_client_private_key(self, client: ClientParty) -> RSAKey:  # noqa: ARG002 -- Authlib's shape
        """The platform's key."""
        return self._signer.key

    def get_client_algorithm(self, client: ClientParty) -> str:  # noqa: ARG002 -- Authlib's shape
        """The same for all."""
        return ALGORITHM

    def get_encode_header(self, client: ClientParty) -> dict[str, str]:  # noqa: ARG002 -- Authlib's shape
        """Names the key, so that clients find it among several."""
        return {"alg": ALGORITHM, "kid": self._signer.kid}

    def get_client_claims(self, client: ClientParty) -> dict[str, object]:
        """Everything that does not depend on the person."""
        now = self.loaded.now
        return {
            "iss": self._signer.issuer,
            "aud": [client.get_client_id()],
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "auth_time": int(self.loaded.signed_in_at.timestamp()),
        }

    def generate_user_info(self, user: User, scope: str) -> UserInfo:
        """What the scope lets the client know of the person."""
        return UserInfo(claims_of(user, scope))

    @property
    def _signer(self) -> Signer:
        if self.signer is None:
            raise LookupError("the signing key was not loaded")
        return self.signer


def claims_of(user: User, scope: str) -> dict[str, str]:
    """What the scope lets a client know of a person."""
    claims = {"sub": str(user.user_id)}
    wanted = scope.split()
    if "profile" in wanted:
        claims |= {"name": user.name, "preferred_username": user.pfid}
    if "email" in wanted:
        claims["email"] = user.email
    return claims
