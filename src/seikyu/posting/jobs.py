"""Tasks `posting.print`, `posting.hand_over`, `posting.close` and `posting.poll`."""

import asyncio

from seikyu.db.pool import Pool
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Loop, Task
from seikyu.kit.clock import Clock
from seikyu.pdf.press import Press
from seikyu.posting.actions.close import close_daily, close_tomorrow
from seikyu.posting.actions.hand_over import fail, hand_over
from seikyu.posting.actions.poll import poll, poll_later
from seikyu.posting.actions.print_batch import print_batch
from seikyu.posting.mail_house import MailHouse
from seikyu.posting.model import CLOSE, HAND_OVER, POLL, PRINT

TRIES = 8
"""A mail house that is away is tried for some minutes."""
LONGEST = 600
"""Seconds after which a server that hangs in the middle is left."""


def tasks(pool: Pool, clock: Clock, press: Press, mail_house: MailHouse | None) -> list[Task]:
    """What the worker does for letters; without a mail house, batches are made to be downloaded."""

    async def make(payload: Payload) -> None:
        await print_batch(pool, clock, press, *_batch(payload), mail_house=mail_house is not None)

    async def give(payload: Payload) -> None:
        async with asyncio.timeout(LONGEST):
            await hand_over(pool, clock, mail_house, *_batch(payload))

    async def give_up(payload: Payload, reason: str) -> None:
        await fail(pool, clock, *_batch(payload), reason)

    async def close(payload: Payload) -> None:
        await close_daily(pool, clock, *_turn(payload))

    async def close_later(payload: Payload, _reason: str) -> None:
        await close_tomorrow(pool, clock, *_turn(payload))

    async def look(payload: Payload) -> None:
        async with asyncio.timeout(LONGEST):
            await poll(pool, clock, mail_house, *_turn(payload))

    async def look_later(payload: Payload, _reason: str) -> None:
        await poll_later(pool, *_turn(payload))

    return [
        Task(PRINT, make, give_up),
        Task(HAND_OVER, give, give_up, TRIES, Loop.AWAY),
        Task(CLOSE, close, close_later, TRIES),
        Task(POLL, look, look_later, loop=Loop.AWAY),
    ]


def _batch(payload: Payload) -> tuple[int, int]:
    return int(payload["company_id"]), int(payload["batch_no"])


def _turn(payload: Payload) -> tuple[int, int]:
    return int(payload["company_id"]), int(payload["turn"])
