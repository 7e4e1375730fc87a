"""What opens an invitation or a mailed invoice: links, codes of letters, one-time codes. Hashes are kept."""

import hashlib
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which are taken for one another."""
CODE_LENGTH = 12
GROUP = 4
ONE_TIME_DIGITS = 6


def new_link_key() -> str:
    """256 random bits for a link."""
    return secrets.token_urlsafe(32)


def new_letter_code() -> str:
    """Eleven random characters and one that checks them: `ABCD-EFGH-JKLM`."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return grouped(body + check_character(body))


def read_letter_code(typed: str) -> str | None:
    """A code as it was printed, however it was typed; None when it was mistyped."""
    code = "".join(unicodedata.normalize("NFKC", typed).upper().split()).replace("-", "").replace("ー", "")
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return None
    return grouped(code) if check_character(code[:-1]) == code[-1] else None


def check_character(body: str) -> str:
    """Finds any one wrong character and any two neighbours that changed places.

    Weights 1, 2, 3 … modulo 31, which is prime and as large as the alphabet.
    """
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def grouped(code: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def new_one_time_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**ONE_TIME_DIGITS):0{ONE_TIME_DIGITS}}"


def read_one_time_code(typed: str) -> str:
    """The digits of a code, however they were typed."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "")


def hash_of(*parts: str) -> bytes:
    """What is kept. A one-time code is hashed together with its link, which is nowhere in the database."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
