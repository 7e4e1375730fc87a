"""Task `drafting.make`: a template's day has come."""

from datetime import date, timedelta
from uuid import UUID

from seikyu.accounts.model import Actor, Via
from seikyu.accounts.queries import company
from seikyu.audit.model import SYSTEM
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import queries, store
from seikyu.drafting.actions.make import make
from seikyu.drafting.model import MAKE
from seikyu.drafting.rules import next_on
from seikyu.drafting.schedule import make_job
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock

LATER = timedelta(hours=6)
"""What could not be made is tried again after this long."""


def tasks(pool: Pool, clock: Clock) -> list[Task]:
    """What the worker does for drafts."""

    async def run(payload: Payload) -> None:
        owner, template_id = int(payload["company_id"]), UUID(str(payload["template_id"]))
        day = date.fromisoformat(str(payload["day"]))
        async with transaction(pool, owner) as connection:
            template = await queries.template(connection, owner, template_id)
            if template is None or template.make_on_day is None:
                return
            following = next_on(day, template.make_on_day)
            if not await store.move_on(connection, owner, template_id, day, following):
                return
            member = await company(connection, owner)
            if member is None:
                return
            actor = Actor(member, None, SYSTEM.name, Via.SYSTEM)
            await make(connection, actor, clock, [template_id], day)
            await enqueue(connection, [make_job(owner, template_id, following, clock())])

    async def give_up(payload: Payload, _reason: str) -> None:
        async with transaction(pool, int(payload["company_id"])) as connection:
            await enqueue(connection, [Job(MAKE, payload, LATER)])

    return [Task(MAKE, run, give_up)]
