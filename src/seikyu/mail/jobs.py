"""Task `mail.send`."""

import asyncio
from uuid import UUID

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Loop, Task
from seikyu.kit.clock import Clock
from seikyu.mail import store
from seikyu.mail.transport import Transport, outbox_only

# Each sending holds a connection to the database: a mail server that hangs must not take all of them.
AT_ONCE = 4
LONGEST = 60
"""Seconds after which a server that answers, but never comes to an end, is left."""


def tasks(pool: Pool, clock: Clock, transport: Transport) -> list[Task]:
    """What the worker does for mail; a server that is away for a while is tried for about an hour."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def send(payload: Payload) -> None:
        owner, mail_id = int(payload["company_id"]), UUID(str(payload["mail_id"]))
        async with turns, transaction(pool, owner) as connection:
            mail = await store.take_unsent(connection, owner, mail_id)
            if mail is not None:
                async with asyncio.timeout(LONGEST):
                    await transport(mail_id, mail)
                # In the sandbox the outbox is what people read.
                forget = mail.confidential and transport is not outbox_only
                await store.mark_sent(connection, owner, mail_id, clock(), forget=forget)

    return [Task(store.SEND, send, tries=12, loop=Loop.MAIL)]
