"""Measuring: variants of one task run in turn, round after round, so that what disturbs one disturbs all."""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of one variant: how long it took for how many items, and what it cost whom."""

    seconds: float
    items: int
    latencies: Sequence[float] = ()
    cpu: Mapping[str, float] = field(default_factory=dict)
    """Seconds of processor time by process: client, web, PostgreSQL."""

    @property
    def each(self) -> float:
        """Seconds an item took."""
        return self.seconds / self.items


Run: TypeAlias = Callable[[], Awaitable[Sample]]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of doing a task; `prepare` runs before every run and is not measured."""

    name: str
    run: Run
    prepare: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A variant's figures over all rounds."""

    name: str
    samples: Sequence[Sample]
    ratio: float | None = None
    """How many times this floor's time the subject takes; None on the subject's own line."""

    @property
    def each(self) -> float:
        """The median of the seconds an item took."""
        return statistics.median(sample.each for sample in self.samples)

    def percentile(self, share: float) -> float | None:
        """The latency, in seconds, below which this share of all requests stayed."""
        latencies = sorted(latency for sample in self.samples for latency in sample.latencies)
        return latencies[min(len(latencies) - 1, int(share * len(latencies)))] if latencies else None

    def cpu(self, who: str) -> float | None:
        """The median of the processor seconds an item cost."""
        costs = [sample.cpu[who] / sample.items for sample in self.samples if who in sample.cpu]
        return statistics.median(costs) if costs else None


WAIT = "wait"
"""The item of a comparison in which nothing is done so many times a second."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A subject and its floors from the same rounds; `item` is what is counted."""

    item: str
    lines: Sequence[Line]
    notes: Sequence[str] = ()


async def compare(
    item: str, subject: Variant, floors: Sequence[Variant], rounds: int, notes: Sequence[str] = ()
) -> Comparison:
    """Run subject and floors in turn, once to warm up and then `rounds` times.

    Every second round goes backwards, so none is always the one that runs after another.
    """
    variants = [subject, *floors]
    samples: list[list[Sample]] = [[] for _ in variants]
    for turn in range(rounds + 1):
        places = range(len(variants)) if turn % 2 else reversed(range(len(variants)))
        for place in places:
            variant = variants[place]
            if variant.prepare is not None:
                await variant.prepare()
            sample = await variant.run()
            if turn:
                samples[place].append(sample)
    lines = [Line(subject.name, samples[0])]
    for floor, found in zip(floors, samples[1:], strict=True):
        ratios = [one.each / other.each for one, other in zip(samples[0], found, strict=True)]
        lines.append(Line(floor.name, found, statistics.median(ratios)))
    return Comparison(item, lines, notes)
