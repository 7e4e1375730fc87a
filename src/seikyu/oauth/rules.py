"""Pure rules about clients and what they may ask for (contract §3)."""

import re
from urllib.parse import urlsplit

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{6,32}")
MAX_REDIRECT_URIS = 5
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
LOOPBACK_NETWORKS = ("127.0.0.0/8", "::1/128")

DEFAULT_SCOPE = "openid profile email qualified"
SCOPES = (*DEFAULT_SCOPE.split(), "offline_access")
"""`offline_access` changes nothing (a refresh token always comes), but OpenID clients ask for it."""


def is_client_id(text: str) -> bool:
    """6 to 32 of `A-Za-z0-9_-`."""
    return CLIENT_ID.fullmatch(text) is not None


def is_redirect_uri(uri: str) -> bool:
    """An absolute address without a fragment: HTTPS, HTTP on the own machine, or an app's own scheme.

    An app's scheme has a dot (RFC 8252 §7.1), which no scheme has that makes a browser run or read
    something (`javascript:`, `data:`, `file:`).
    """
    if not uri.isascii() or not uri.isprintable() or not set(uri).isdisjoint(' #\\"<>'):
        return False
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return False
    match parts.scheme:
        case "https":
            return bool(host)
        case "http":
            return host in LOOPBACK_HOSTS
        case scheme:
            return "." in scheme


def allowed_scope(asked: str | None) -> str | None:
    """The scope granted for what was asked, all of ours when nothing was; None when one is not ours."""
    wanted = set((asked or "").split())
    if not wanted:
        return DEFAULT_SCOPE
    if not wanted.issubset(SCOPES):
        return None
    return " ".join(scope for scope in SCOPES if scope in wanted)
