"""Set what a company posts and how its batches are made."""

from collections.abc import Mapping
from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.posting import store
from seikyu.posting.model import PostingRules, close_job, until_next

SETTINGS = {None: "default", True: "post", False: "not_posted"}


async def set_rules(connection: Connection, actor: Actor, clock: Clock, rules: PostingRules) -> None:
    """Set the company's rules; a daily closing begins at the next time the clock shows it."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    turn = await store.change_rules(connection, owner, rules, now)
    if rules.daily_at is not None:
        await enqueue(connection, [close_job(owner, turn, until_next(rules.daily_at, now))])
    comment = f"post_by_default={rules.post_by_default} {rules.encoding} daily_at={rules.daily_at}"
    event = Event("posting.rules_set", "company", str(owner), comment=comment)
    await record(connection, owner, actor.author, now, [event])


async def set_customers(
    connection: Connection, actor: Actor, clock: Clock, settings: Mapping[UUID, bool | None]
) -> None:
    """Set for single customers whether their invoices are posted; None leaves one to the default."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    for customer_id, post in settings.items():
        await store.change_customer(connection, owner, customer_id, now, post=post)
    events = [
        Event("customer.posting_set", "customer", str(customer_id), comment=SETTINGS[post])
        for customer_id, post in settings.items()
    ]
    await record(connection, owner, actor.author, now, events)
