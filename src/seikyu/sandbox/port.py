"""The port a sandbox answers on, taken before anything is started."""

import errno
import socket

from seikyu.sandbox.failure import SandboxError

HOST = "127.0.0.1"
USUAL = 8000


def take_port(wanted: int | None) -> socket.socket:
    """A listening socket on the port, or, when none was asked for, on the usual one or any that is free.

    It is not shared as those of several web processes are: two sandboxes must not answer on one port.
    """
    listener = _listen(wanted or USUAL)
    if listener is None and wanted:
        raise SandboxError(f"Port {wanted} is taken: name another one, or none to get a free one.")
    return listener or _any_free()


def port_of(listener: socket.socket) -> int:
    """The number of the port."""
    port: int = listener.getsockname()[1]
    return port


def _any_free() -> socket.socket:
    listener = _listen(0)
    if listener is None:
        raise SandboxError("This machine has no free port.")
    return listener


def _listen(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what an earlier run left half closed
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            return None
        raise SandboxError(f"Port {port} cannot be used ({problem.strerror}): name another one.") from problem
    return listener
