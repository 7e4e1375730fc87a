"""Resting: while everything is stopped no job is begun; those in hand are finished, the others wait."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

log = structlog.get_logger("seikyu.jobs")

LOOK = 0.25
"""Seconds between two looks at whether it is time to rest, or to go on."""


async def unless_at_rest(
    at_rest: Callable[[], bool], stop: asyncio.Event, work: Callable[[asyncio.Event], Awaitable[None]]
) -> None:
    """Work until `stop` is set, but not while it is time to rest; `work` ends when its event is set."""
    while not stop.is_set():
        if not at_rest():
            pause = asyncio.Event()
            looking = asyncio.create_task(_set_in_time(pause, at_rest, stop))
            try:
                await work(pause)
            finally:
                looking.cancel()
                await asyncio.gather(looking, return_exceptions=True)
            if not stop.is_set():
                log.info("at rest")
        await _wait(stop)


async def _set_in_time(pause: asyncio.Event, at_rest: Callable[[], bool], stop: asyncio.Event) -> None:
    while not (at_rest() or stop.is_set()):
        await _wait(stop)
    pause.set()


async def _wait(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), LOOK)
