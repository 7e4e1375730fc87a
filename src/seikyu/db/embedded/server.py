"""Starting and stopping the embedded server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from seikyu.db.embedded import ports
from seikyu.db.embedded.account import account_for, is_root
from seikyu.db.embedded.binaries import binaries_for
from seikyu.db.embedded.cluster import check_version, clear_unfinished, create_cluster
from seikyu.db.embedded.failure import EmbeddedServerError
from seikyu.db.embedded.layout import APPLICATION, Layout, open_folder, password
from seikyu.db.embedded.locks import lock
from seikyu.db.embedded.postmaster import PATIENCE, adopt, halt, launch


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server. It lives on when this process ends; whoever started or adopted it may stop it."""

    folder: Path
    url: str = field(repr=False)
    """With the password; the role owns its database and is no superuser."""

    def stop(self) -> None:
        """Stop the server in order and wait until it is gone; nothing happens if it already is."""
        layout = Layout(self.folder)
        with _explained(self.folder), _turn(layout):
            halt(layout, binaries_for(layout, account_for(layout)))


def start(folder: Path, *, port: int | None = None) -> EmbeddedServer:
    """Start the server of the folder, or adopt the one that runs there; make or mend what that needs.

    `port` counts only when a server has to be started. Blocks for a second or so: from asyncio, call it in a
    thread. Raises EmbeddedServerError.
    """
    with _explained(folder):
        layout = open_folder(folder, other_reader=is_root())
        with _turn(layout) as turn:
            binaries = binaries_for(layout, account_for(layout))
            if not layout.cluster.exists():
                create_cluster(layout, binaries, turn=turn)
            clear_unfinished(layout)
            check_version(layout, binaries)
            listening = adopt(layout, binaries) or launch(layout, binaries, port)
            secret = password(layout, APPLICATION)
    address = f"{ports.LOOPBACK}:{listening}"
    return EmbeddedServer(layout.folder, f"postgresql://{APPLICATION}:{secret}@{address}/{APPLICATION}")


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say what to do where the file system says no."""
    try:
        yield
    except OSError as problem:
        raise EmbeddedServerError(
            f"The folder {folder} cannot be used for the database ({problem}): "
            "start as the user it belongs to, or choose another folder."
        ) from problem


@contextmanager
def _turn(layout: Layout) -> Iterator[int]:
    """Wait for our turn: only one process at a time starts or stops the server of a folder."""
    with lock(layout.turn, patience=2 * PATIENCE) as descriptor:
        if descriptor is None:
            raise EmbeddedServerError(
                f"Somebody else is busy starting or stopping {layout.folder}: try again."
            )
        yield descriptor
