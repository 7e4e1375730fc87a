"""What the client tells: faults, and what became of each element of a batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.wire.values import Node, Value


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of `error_list`: the path as it was sent, the code, the sentence."""

    path: str
    code: str
    detail: str

    def __str__(self) -> str:
        """As a line of a log."""
        return f"{self.code} {self.path} {self.detail}".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the element at `index` of all that was given, from 0: done, or why not.

    `number` is its `invoice_mng_num`, where it has one; `answer` is what the server tells of it besides.
    The paths of its faults begin within the element: `details[0].item_qty`.
    """

    index: int
    given: Mapping[str, Value]
    number: str | None
    faults: tuple[Fault, ...]
    answer: Node

    @property
    def done(self) -> bool:
        """Whether it was done; if not, it may be sent again once it is corrected."""
        return not self.faults
