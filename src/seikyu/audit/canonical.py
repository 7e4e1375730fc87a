"""The bytes of an entry, and what binds it to the one before (docs/runbooks/audit.md).

An entry's bytes are JSON in canonical form (RFC 8785) of its columns, those that are empty left out: a column
that is added later changes no older entry.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

COLUMNS = (
    "company_id",
    "event_id",
    "at",
    "position",
    "actor_company_id",
    "actor_company_name",
    "actor_user_id",
    "actor_name",
    "client_id",
    "via",
    "request_id",
    "action",
    "subject_kind",
    "subject_id",
    "from_status",
    "to_status",
    "version",
    "comment",
)
FIRST = bytes(32)
"""What stands for the hash before the first entry."""


def digest(entry: Iterable[object]) -> bytes:
    """SHA-256 of an entry's bytes; the values are in the order of `COLUMNS`."""
    return hashlib.sha256(canonical(entry)).digest()


def canonical(entry: Iterable[object]) -> bytes:
    """An entry's bytes; the values are in the order of `COLUMNS`."""
    told = {name: _plain(value) for name, value in zip(COLUMNS, entry, strict=True) if value is not None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def linked(before: bytes, entry_sha256: bytes) -> bytes:
    """The hash of a link: of the hash before it and the digest of its entry."""
    return hashlib.sha256(before + entry_sha256).digest()


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case UUID():
            return str(value)
        case _:
            return value
