"""Where the provider answers: the published paths, and ours beside them (contract §3)."""

AUTHORIZE = "/openam/oauth2/authorize"
TOKEN = "/openam/oauth2/access_token"  # noqa: S105 -- a path, no secret
PASSWORD = "/api/credentials/access_token"  # noqa: S105 -- a path, no secret

USERINFO = "/openam/oauth2/userinfo"
REVOKE = "/openam/oauth2/token/revoke"
INTROSPECT = "/openam/oauth2/introspect"
DEVICE = "/openam/oauth2/device/code"
KEYS = "/openam/oauth2/connect/jwk_uri"

METADATA = "/.well-known/oauth-authorization-server"
OPENID_METADATA = "/.well-known/openid-configuration"

ENTER_CODE = "/device"
"""The page where a person types the code that a device shows."""
