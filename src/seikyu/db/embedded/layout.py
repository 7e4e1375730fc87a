"""What lies where in the folder of an embedded server, and how small files are kept there."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from seikyu.db.embedded.failure import EmbeddedServerError

SUPERUSER = "postgres"
APPLICATION = "seikyu"
"""The role and the database of the application."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths inside one folder."""

    folder: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data; it appears whole, by one rename."""
        return self.folder / "cluster"

    @property
    def unfinished(self) -> Path:
        """Where a cluster is made; whatever an earlier start left here is thrown away."""
        return self.folder / "cluster.unfinished"

    @property
    def turn(self) -> Path:
        """The lock of whoever is starting or stopping the server."""
        return self.folder / "turn.lock"

    @property
    def alive(self) -> Path:
        """The lock that the server's processes hold as long as one of them lives."""
        return self.folder / "alive.lock"

    @property
    def port(self) -> Path:
        """The port used last."""
        return self.folder / "port"

    @property
    def start_log(self) -> Path:
        """What the server said before its own log was open."""
        return self.folder / "start.log"

    def password(self, role: str) -> Path:
        """The file with the password of a role."""
        return self.folder / f"{role}.password"


def open_folder(folder: Path, *, other_reader: bool) -> Layout:
    """Make the folder and those above it that are missing; what exists keeps its mode.

    New folders can be entered by others only if the server is to run as another user (`other_reader`); they
    cannot be listed, and what must stay secret in them is closed on its own.
    """
    folder = folder.absolute().resolve()
    mode = 0o711 if other_reader else 0o700
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        with suppress(FileExistsError):
            missing.mkdir(mode)
            missing.chmod(mode)  # whatever our umask took away
    if not folder.is_dir():
        raise EmbeddedServerError(f"{folder} is no folder: name another one for the database.")
    return Layout(folder)


def keep(path: Path, text: str) -> None:
    """Write a file whole or not at all, for nobody's eyes but ours, and let it survive a power cut."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def password(layout: Layout, role: str) -> str:
    """The password kept for a role."""
    try:
        return layout.password(role).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise EmbeddedServerError(
            f"{layout.password(role)} is missing, so nobody can log in to the database beside it: "
            "bring the file back from your backup, or name another folder."
        ) from None
