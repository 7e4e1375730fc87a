"""Verify the log: asked for on screen, done by a worker, as a log may be long."""

from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.audit.verifying import verify
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.oversight import store

VERIFY = "oversight.verify"


async def ask_to_verify(connection: Connection, actor: Actor, clock: Clock) -> None:
    """Have the log of the actor's company verified."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    verification_id = new_id(now)
    await store.ask(connection, owner, verification_id, now, actor.name)
    event = Event("audit_log.verification_asked", "audit_log", str(verification_id))
    await record(connection, owner, actor.author, now, [event])
    payload: Payload = {"company_id": owner, "verification_id": str(verification_id)}
    await enqueue(connection, [Job(VERIFY, payload)])


async def verify_log(pool: Pool, clock: Clock, owner: int, verification_id: UUID) -> None:
    """Verify the log of a company and note what was found."""
    async with transaction(pool, owner) as connection:
        verdict = await verify(connection, owner)
        await store.conclude(connection, owner, verification_id, clock(), verdict)
