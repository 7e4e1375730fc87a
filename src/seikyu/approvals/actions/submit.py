"""Let subjects wait for the first step of the routes that were planned for them."""

from collections.abc import Sequence
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries, store
from seikyu.approvals.model import Kind, NewRun, Routing, Side, ask_job
from seikyu.db.pool import Connection
from seikyu.jobs.queue import enqueue


async def routing(connection: Connection, actor: Actor, side: Side) -> Routing:
    """What an actor's submissions pass; one query."""
    routes = await queries.planned_routes(connection, actor.company.company_id, side)
    return Routing(routes, actor.user_id, actor.name)


async def submit(
    connection: Connection, owner: int, side: Side, kind: Kind, runs: Sequence[NewRun], now: datetime
) -> None:
    """Begin all runs of a submission and have its approvers asked, in one mail each; a few statements."""
    if runs:
        batch = await store.begin(connection, owner, side, kind, runs, now)
        await enqueue(connection, [ask_job(owner, batch, 0)])
