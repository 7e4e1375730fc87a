"""Check an upload: what registering it would say, cell by cell, with nothing registered."""

import asyncio
from uuid import UUID

from seikyu.accounts import queries as people
from seikyu.db.pool import Pool, transaction
from seikyu.issuing.actions.register import checker
from seikyu.kit.clock import Clock
from seikyu.uploads import checking, queries, store
from seikyu.uploads.actions.rounding import rounding_of
from seikyu.uploads.blocks import numbered
from seikyu.uploads.checking import Again, File
from seikyu.uploads.model import State, actor_of


async def check(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Do the checking an upload waits for; one that waits for none is left alone."""
    async with transaction(pool, owner) as connection:
        upload = await queries.upload(connection, owner, upload_id)
        if upload is None or upload.state is not State.CHECKING or upload.mapping is None:
            return
        user = await people.user(connection, upload.user_id)
        if user is None:
            await store.move(connection, owner, upload_id, [State.CHECKING], State.FAILED, clock())
            return
        blocks = await queries.blocks(connection, owner, upload_id)
        actor = actor_of(user, upload_id)
        file = File(
            lambda: numbered(blocks),
            upload.mapping,
            await rounding_of(connection, owner),
            actor.company.options,
        )
        find = await checker(connection, actor, clock, Again(file))
        checked = await asyncio.to_thread(checking.check, file, find)
        # Locked only now: whoever chose another mapping meanwhile has it checked by another job.
        current = await queries.upload(connection, owner, upload_id, lock=True)
        if current is None or (current.state, current.mapping) != (State.CHECKING, upload.mapping):
            return
        await store.keep_findings(connection, owner, upload_id, checked, clock())
        await store.move(connection, owner, upload_id, [State.CHECKING], State.CHECKED, clock())
