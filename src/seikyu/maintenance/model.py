"""Windows of maintenance, and the monthly rules that make them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil

from seikyu.wire.faults import Language

ALL, API, SCREENS = "all", "api", "screens"
"""What a window may stop: everything, everything that programs call, what people see, or one operation."""

RETRY_AFTER = 600
"""Seconds after which a caller may look again while nobody knows when a stop ends."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operator says about it; may be empty."""

    ja: str = ""
    en: str = ""

    def of(self, language: Language) -> str:
        """In a language; what was said in Japanese only is said in Japanese."""
        return self.ja if language == "ja" or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which something is stopped; without an end, until the operator ends it."""

    key: str
    starts_at: datetime
    ends_at: datetime | None
    targets: tuple[str, ...]
    notice: Notice = Notice()
    urgent: bool = False
    retry_after: int = RETRY_AFTER

    def in_force(self, now: datetime) -> bool:
        """Whether it stops something now."""
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended, or was ended before it began."""
        return self.ends_at is not None and (self.ends_at <= now or self.ends_at <= self.starts_at)

    def stops(self, targets: Collection[str]) -> bool:
        """Whether one of these is among what it stops."""
        return any(target in targets for target in self.targets)

    def seconds_left(self, now: datetime) -> int:
        """How long a caller should stay away."""
        if self.ends_at is None:
            return self.retry_after
        return max(1, ceil((self.ends_at - now).total_seconds()))


@dataclass(frozen=True, slots=True)
class Rule:
    """Every month on a day such as the second Saturday, by the clocks of Japan; past midnight if need be."""

    number: int
    week: int
    """1 to 4, or -1 for the last."""
    weekday: int
    """0 is Monday."""
    from_time: time
    to_time: time
    targets: tuple[str, ...]
    notice: Notice
    made_at: datetime
    exceptions: tuple[tuple[date, datetime], ...] = ()
    """Days whose window was ended, and when."""

    @property
    def key(self) -> str:
        """What the operator calls it by."""
        return f"m{self.number}"
