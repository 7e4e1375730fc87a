"""What a client needs to be told to use the provider: all of it, by one address (RFC 8414, OpenID)."""

from joserfc.jwk import RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from seikyu.oauth import paths
from seikyu.oauth.grants import DEVICE_GRANT
from seikyu.oauth.id_token import ALGORITHM
from seikyu.oauth.provider import Provider
from seikyu.oauth.rules import SCOPES

# Shorter than a new key is published before it signs (`keys.LEAD`).
CACHED = {"Cache-Control": "public, max-age=300"}

Metadata = dict[str, str | bool | list[str]]


def routes(provider: Provider) -> list[Route]:
    """Both forms of the metadata, and the public keys."""
    told = metadata(provider.keys.issuer)

    async def describe(_request: Request) -> Response:
        return JSONResponse(told, headers=CACHED)

    async def keys(_request: Request) -> Response:
        published = [_public(key) for key in await provider.keys.published()]
        return JSONResponse({"keys": published}, headers=CACHED)

    return [
        Route(paths.METADATA, describe, methods=["GET"]),
        Route(paths.OPENID_METADATA, describe, methods=["GET"]),
        Route(paths.KEYS, keys, methods=["GET"]),
    ]


def metadata(issuer: str) -> Metadata:
    """RFC 8414 §2 with what OpenID Connect Discovery §3 adds; a reader of one skips what is the other's."""
    with_secret = ["client_secret_basic", "client_secret_post"]
    return {
        "issuer": issuer,
        "authorization_endpoint": issuer + paths.AUTHORIZE,
        "token_endpoint": issuer + paths.TOKEN,
        "userinfo_endpoint": issuer + paths.USERINFO,
        "jwks_uri": issuer + paths.KEYS,
        "revocation_endpoint": issuer + paths.REVOKE,
        "introspection_endpoint": issuer + paths.INTROSPECT,
        "device_authorization_endpoint": issuer + paths.DEVICE,
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", DEVICE_GRANT],
        "token_endpoint_auth_methods_supported": [*with_secret, "none"],
        "revocation_endpoint_auth_methods_supported": [*with_secret, "none"],
        "introspection_endpoint_auth_methods_supported": with_secret,
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "claims_supported": [
            *("iss", "sub", "aud", "iat", "exp", "auth_time", "nonce"),
            *("name", "preferred_username", "email"),
        ],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


def _public(key: RSAKey) -> dict[str, str | list[str]]:
    return dict(key.as_dict(private=False, use="sig", alg=ALGORITHM))
