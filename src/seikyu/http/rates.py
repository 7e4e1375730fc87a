"""How many requests a minute are let in, pure: each costs time that has to pass, up to a minute on credit.

A caller that was quiet for a minute may ask as often as its rate says at once, and from then on as quickly
as the minutes pay it back (generic cell rate algorithm). Within any span of s seconds at most
rate × (1 + s / 60) requests are let in.
"""

from dataclasses import dataclass
from math import ceil

MINUTE = 60.0
SLACK = 1e-6
"""Seconds that sums of floats may be off by."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests a minute; 0 is as many as one likes."""

    per_minute: int

    @property
    def cost(self) -> float:
        """The seconds that one request takes up."""
        return MINUTE / self.per_minute


def admitted(rate: Rate, paid_at: float, now: float) -> float | None:
    """When everything is paid, this request included; None when it goes beyond what is lent."""
    then = max(paid_at, now) + rate.cost
    return then if then - now <= MINUTE + SLACK else None


def seconds_to_wait(rate: Rate, paid_at: float, now: float) -> int:
    """After how many seconds one request would be let in: at least one."""
    return max(1, ceil(paid_at + rate.cost - now - MINUTE - SLACK))
