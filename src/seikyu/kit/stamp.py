"""A short mark of values: whoever edits sends it back, and it tells whether they changed meanwhile."""

import hashlib


def stamp(*values: object) -> str:
    """Sixteen hexadecimal digits that are the same for the same values."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:16]
