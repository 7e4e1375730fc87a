"""The TCP port of the loopback address that the server listens on."""

import socket

from seikyu.db.embedded.layout import Layout

LOOPBACK = "127.0.0.1"
HIGHEST = 65535


def remembered(layout: Layout) -> int | None:
    """The port used last, if it is known and nobody else has it now."""
    try:
        text = layout.port.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if not text.isdigit() or not 0 < int(text) <= HIGHEST or not can_listen(int(text)):
        return None
    return int(text)


def any_free() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def can_listen(port: int) -> bool:
    """Whether a server could listen on the port; connections still closing on it do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
