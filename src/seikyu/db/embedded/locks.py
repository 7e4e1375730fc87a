"""File locks, which the kernel gives back when the last process that holds them is gone, however it went."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STEP = 0.01


@contextmanager
def lock(path: Path, *, patience: float) -> Iterator[int | None]:
    """Hold the lock and yield its descriptor, or None if others held it for `patience` seconds.

    A child that inherits the descriptor goes on holding the lock when we leave or die.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        yield descriptor if _acquire(descriptor, patience) else None
    finally:
        os.close(descriptor)


def is_free(path: Path, *, patience: float = 0) -> bool:
    """Whether nobody holds the lock, or lets go of it within `patience` seconds."""
    with lock(path, patience=patience) as descriptor:
        return descriptor is not None


def _acquire(descriptor: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(STEP)
        else:
            return True
