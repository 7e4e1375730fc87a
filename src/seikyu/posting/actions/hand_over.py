"""Hand the files of a batch to the mail house, and again when a person asks for it."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.posting import batch_queries, store, turns
from seikyu.posting.mail_house import MailHouse, marker
from seikyu.posting.model import (
    POLL_EVERY,
    Batch,
    HandoverState,
    batch_name,
    hand_over_job,
    poll_job,
    print_job,
)
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MAY_BE_ASKED_AGAIN = (HandoverState.READY, HandoverState.HANDED_OVER, HandoverState.FAILED)


async def hand_over(
    pool: Pool, clock: Clock, mail_house: MailHouse | None, owner: int, batch_no: int
) -> None:
    """Lay the files of a queued batch and note it; from then on somebody looks for reports.

    The files are laid between two transactions. Killed in between, the job lays the same files under the same
    names again, and none at all while its marker still lies there: a batch is never there twice.
    """
    async with transaction(pool, owner) as connection:
        batch = await batch_queries.batch(connection, owner, batch_no)
        stored = await _files(connection, owner, batch) if batch else {}
    if batch is None or batch.state is not HandoverState.QUEUED:
        return
    if mail_house is None:
        async with transaction(pool, owner) as connection:
            change = ([HandoverState.QUEUED], HandoverState.READY)
            await store.move_batch(connection, owner, batch_no, change, clock())
        return
    laid = await objects.contents(pool, [*stored.values()])
    files = dict(zip(stored, laid, strict=True))
    await mail_house.lay(owner, files, (f"{batch.name}.done", marker(files)))
    async with transaction(pool, owner) as connection:
        now, change = clock(), ([HandoverState.QUEUED], HandoverState.HANDED_OVER)
        if not await store.move_batch(connection, owner, batch_no, change, now):
            return
        event = Event("batch.handed_over", "company", str(owner), comment=batch.name)
        await record(connection, owner, SYSTEM, now, [event])
        turn = await turns.begin_polling(connection, owner, now)
        await enqueue(connection, [] if turn is None else [poll_job(owner, turn, POLL_EVERY)])


async def fail(pool: Pool, clock: Clock, owner: int, batch_no: int, reason: str) -> None:
    """Note that a batch could not be printed or handed over."""
    async with transaction(pool, owner) as connection:
        change = ((HandoverState.PRINTING, HandoverState.QUEUED), HandoverState.FAILED)
        now = clock()
        if await store.move_batch(connection, owner, batch_no, change, now, reason):
            comment = f"{batch_name(batch_no)} {reason}"
            event = Event("batch.failed", "company", str(owner), comment=comment)
            await record(connection, owner, SYSTEM, now, [event])


async def ask_again(connection: Connection, actor: Actor, clock: Clock, batch_no: int) -> None:
    """Have a batch handed over (again), or printed where that failed; 404, or 409 while it is under way."""
    owner, now = actor.company.company_id, clock()
    batch = await batch_queries.batch(connection, owner, batch_no)
    if batch is None:
        raise Refusal(codes.BATCH_UNKNOWN, status=404)
    printed = batch.pages is not None
    state = HandoverState.QUEUED if printed else HandoverState.PRINTING
    if not await store.move_batch(connection, owner, batch_no, (MAY_BE_ASKED_AGAIN, state), now):
        raise Refusal(codes.BATCH_UNDER_WAY, status=409)
    await enqueue(connection, [hand_over_job(owner, batch_no) if printed else print_job(owner, batch_no)])
    event = Event("batch.hand_over_asked", "company", str(owner), comment=batch.name)
    await record(connection, owner, actor.author, now, [event])


async def _files(connection: Connection, owner: int, batch: Batch) -> dict[str, StoredObject]:
    files = {}
    for digest, suffix in ((batch.pdf_sha256, "pdf"), (batch.manifest_sha256, "csv")):
        stored = None if digest is None else await objects.get(connection, owner, digest)
        if stored is not None:
            files[f"{batch.name}.{suffix}"] = stored
    return files
