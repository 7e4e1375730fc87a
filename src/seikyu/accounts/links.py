"""Links by which people set their password: used once, for some days, and kept as a hash only.

The hash stands where the password's would: until the link is used there is no password that lets anybody
in, and whoever uses it replaces it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LASTS = timedelta(days=7)
_MARK = "link$"


@dataclass(frozen=True, slots=True)
class Link:
    """What the mail holds, and what is stored."""

    token: str
    stored: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A token that somebody came with: whose it says it is, and its secret."""

    user_id: int
    secret: str


def new_secret_link(now: datetime) -> Link:
    """A new link; its token still lacks whose it is (`token_for`)."""
    secret = secrets.token_urlsafe(32)
    expires = int((now + LASTS).timestamp())
    return Link(secret, f"{_MARK}{_digest(secret)}${expires}")


def token_for(user_id: int, link: Link) -> str:
    """The token as the mail holds it."""
    return f"{user_id}.{link.token}"


def read_token(token: str) -> Shown | None:
    """The parts of a token; None when it cannot be one."""
    user_id, _, secret = token.partition(".")
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 18 and secret):  # noqa: PLR2004 -- what a bigint holds
        return None
    return Shown(int(user_id), secret)


def is_link(stored: str) -> bool:
    """Whether a link is stored where a password's hash would be."""
    return stored.startswith(_MARK)


def opens(stored: str, shown: Shown, now: datetime) -> bool:
    """Whether the stored link is the one that is shown, and still good."""
    if not is_link(stored):
        return False
    digest, _, expires = stored.removeprefix(_MARK).partition("$")
    right = hmac.compare_digest(digest, _digest(shown.secret))
    return right and now < datetime.fromtimestamp(int(expires), UTC)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
