"""Random values that let their holder in, and the form in which they are kept.

Each has 256 random bits. No list of likely values exists that a slow hash would have to protect, so SHA-256
keeps a stolen table as useless as Argon2 would, and costs a microsecond on every call instead of a tenth of
a second. Passwords, which people choose, are another matter (accounts.passwords).
"""

import hashlib
import secrets
import unicodedata

# No vowels, so that no word comes about, and nothing that is easily taken for something else.
USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
USER_CODE_LENGTH = 8


def new_secret() -> str:
    """A fresh value of 256 bits: letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> bytes:
    """What is stored instead of the value."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()


def new_client_id() -> str:
    """An id for a client that did not ask for one."""
    return secrets.token_hex(12)


def new_handle() -> str:
    """What all refresh tokens of one family begin with; as unguessable as they are."""
    return secrets.token_urlsafe(16)


def new_refresh_token(handle: str) -> str:
    """The next refresh token of a family."""
    return f"{handle}.{new_secret()}"


def handle_of(refresh_token: str) -> str:
    """The part that names the family; what is no refresh token names none."""
    return refresh_token.partition(".")[0]


def new_user_code() -> str:
    """What a device shows for a person to type (RFC 8628 §6.1): short, so guesses are counted."""
    letters = "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(USER_CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_user_code(typed: str) -> str | None:
    """The code as it was given out, however it was typed; None when it cannot be one."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c not in "- \t‐–—ー")
    if len(letters) != USER_CODE_LENGTH or not set(letters).issubset(USER_CODE_LETTERS):
        return None
    return f"{letters[:4]}-{letters[4:]}"
