"""The folder of a sandbox: one sandbox at a time, and where its database lies."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from seikyu.db.embedded import EmbeddedServerError
from seikyu.db.embedded.account import account_for, is_root
from seikyu.db.embedded.layout import Layout, keep, open_folder
from seikyu.db.embedded.locks import lock
from seikyu.sandbox.failure import SandboxError

APART = Path("/var/lib/seikyu/databases")
PATIENCE = 3.0
"""Seconds that another sandbox on the same folder has to finish stopping."""


def sandbox_folder(environ: Mapping[str, str], *, root: bool) -> Path:
    """Where the sandbox keeps its data when no folder is named.

    Started by root, PostgreSQL runs as another user, who must be able to reach the folder.
    """
    if root:
        return Path("/var/lib/seikyu/sandbox")
    if data_home := environ.get("XDG_DATA_HOME"):
        return Path(data_home) / "seikyu" / "sandbox"
    return Path.home() / ".local" / "share" / "seikyu" / "sandbox"


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Make the folder if need be and keep other sandboxes out of it."""
    try:
        opened = open_folder(folder, other_reader=is_root()).folder
        with lock(opened / "sandbox.lock", patience=PATIENCE) as descriptor:
            if descriptor is None:
                raise SandboxError(f"A sandbox already runs on {opened}: stop it, or name another folder.")
            yield opened
    except OSError as problem:
        raise SandboxError(f"The folder {folder} cannot be used ({problem}): name another one.") from problem


def database_folder(folder: Path) -> Path:
    """Where the database lies: inside, or apart where PostgreSQL's user cannot get in.

    Started by root, PostgreSQL runs as somebody else; a folder that is closed to others stays closed.
    """
    inside, pointer = folder / "database", folder / "database.at"
    if pointer.exists():
        return Path(pointer.read_text(encoding="utf-8").strip())
    if inside.exists() or not is_root() or _can_be_entered(folder):
        return inside
    apart = APART / secrets.token_hex(8)
    keep(pointer, f"{apart}\n")
    return apart


def _can_be_entered(folder: Path) -> bool:
    try:
        account_for(Layout(folder))
    except EmbeddedServerError:
        return False
    return True
