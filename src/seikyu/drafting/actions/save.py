"""Save what is being entered, whatever it is; guarded, so that two people never overwrite each other."""

from dataclasses import dataclass
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.drafting import masters, queries, store
from seikyu.drafting.masters import Chosen
from seikyu.drafting.model import Basis, Content, Kind, Template
from seikyu.drafting.request import Asked, asked_of, summary_of
from seikyu.drafting.rules import next_on
from seikyu.drafting.schedule import make_job
from seikyu.jobs.queue import enqueue
from seikyu.kit import jst
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

NEW = 0
"""The revision of what has never been saved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, as it will be asked for; without a revision, somebody else was faster."""

    revision: int | None
    asked: Asked
    chosen: Chosen


async def save(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    draft_id: UUID,
    revision: int,
    content: Content,
    *,
    kind: Kind = Kind.DRAFT,
    basis: Basis | None = None,
) -> Saved:
    """Save over `revision`, or as something new where that is `NEW`."""
    owner, now, basis = actor.company.company_id, clock(), basis or Basis()
    chosen = await masters.chosen(connection, owner, content)
    corrects = basis.number if basis.based == "correction" else None
    asked = asked_of(content, chosen, corrects)
    summary = summary_of(asked, chosen)
    if revision == NEW:
        done = await store.add(connection, actor, draft_id, kind, content, summary, basis, now)
    else:
        done = await store.change(connection, actor, draft_id, revision, content, summary, now)
    return Saved(revision + 1 if done else None, asked, chosen)


async def save_template(connection: Connection, actor: Actor, clock: Clock, template: Template) -> None:
    """Set name, days and the day a template is made on by itself, which is then waited for."""
    owner, now = actor.company.company_id, clock()
    known = await queries.template(connection, owner, template.template_id)
    day, today = template.make_on_day, jst.today(clock)
    following = None if day is None else next_on(today, day)
    if known is not None and known.make_on_day == day:
        following = known.next_on
    kept = Template(template.template_id, template.name, template.close, template.due, day, following)
    if kept == known:
        return
    await store.keep_template(connection, owner, kept)
    if following is not None and (known is None or known.next_on != following):
        await enqueue(connection, [make_job(owner, template.template_id, following, now)])
    event = Event("template.saved", "template", str(template.template_id))
    await record(connection, owner, actor.author, now, [event])


async def delete(connection: Connection, actor: Actor, clock: Clock, draft_id: UUID, revision: int) -> None:
    """Delete a draft or template; 409 when somebody saved it since."""
    owner = actor.company.company_id
    draft = await queries.one(connection, owner, draft_id, lock=True)
    if draft is None or draft.closed:
        raise Refusal(codes.DRAFT_UNKNOWN, status=404)
    if not await store.delete(connection, owner, draft_id, revision):
        raise Refusal(codes.DRAFT_CHANGED, status=409)
    event = Event(f"{draft.kind}.deleted", draft.kind.value, str(draft_id))
    await record(connection, owner, actor.author, clock(), [event])
