"""How the cast logs in: kept in a file of the sandbox's folder, since the database has hashes only."""

from datetime import datetime
from pathlib import Path

import msgspec

from seikyu.db.embedded.layout import keep
from seikyu.sandbox.data.cast import Role


class Login(msgspec.Struct, frozen=True):
    """What a company's person and its API client show to be let in; `user_id` is the PFID."""

    company_id: int
    user_id: str
    password: str
    client_id: str
    client_secret: str


class Logins(msgspec.Struct, frozen=True):
    """The cast's logins, the moment the data is made for, and whether all of it was made."""

    since: datetime
    complete: bool
    members: dict[Role, Login]


def read_logins(folder: Path) -> Logins | None:
    """The logins kept in the folder."""
    try:
        content = _file(folder).read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(content, type=Logins)


def keep_logins(folder: Path, logins: Logins) -> None:
    """Keep the logins, for nobody's eyes but ours."""
    keep(_file(folder), msgspec.json.format(msgspec.json.encode(logins)).decode())


def _file(folder: Path) -> Path:
    return folder / "logins.json"
