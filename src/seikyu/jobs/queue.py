"""Handing work to the queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import msgspec
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from seikyu.db.pool import Connection
from seikyu.telemetry import trail

Payload: TypeAlias = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: the name of its task and what the task needs to find its subject.

    `after` is how long it waits; without it, it is done as soon as a worker is free.
    """

    task: str
    payload: Payload
    after: timedelta | None = None


async def enqueue(connection: Connection, jobs: Sequence[Job]) -> None:
    """Add jobs in one statement of the caller's transaction: a rollback leaves none."""
    if not jobs:
        return
    # The driver's connection type does not name the pool's proxy, which behaves the same.
    queue = Queries(AsyncpgDriver(connection))  # type: ignore[arg-type]
    await queue.enqueue(
        [job.task for job in jobs],
        [msgspec.json.encode(job.payload) for job in jobs],
        [0] * len(jobs),
        [job.after for job in jobs],
        headers=[trail.current().headers(soon=job.after is None) for job in jobs],
    )
