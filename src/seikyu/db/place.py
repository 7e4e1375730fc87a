"""Where contents lie that are no longer in their rows (decision 0017)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Away(Exception):  # noqa: N818 -- named for what the place is
    """The place does not answer, or does not let us in; later it may."""


class Gone(Exception):  # noqa: N818 -- named for what the object is
    """The place answers, and has no such object."""


@dataclass(frozen=True, slots=True)
class Lying:
    """An object as the place lists it."""

    key: str
    written_at: datetime


class Place(Protocol):
    """A folder or a bucket: bytes under keys. Every call raises Away while the place cannot be reached."""

    @property
    def name(self) -> str:
        """What operators call it; no secret stands in it."""

    async def write(self, key: str, content: bytes) -> None:
        """Have these bytes, whole and for good, under the key when this returns; again is harmless."""

    async def read(self, key: str) -> bytes:
        """The bytes under the key; raise Gone when there are none."""

    async def remove(self, key: str) -> None:
        """Have nothing under the key when this returns."""

    def lying(self) -> AsyncIterator[Lying]:
        """Everything that lies there."""
