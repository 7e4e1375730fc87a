"""Make the month's drafts from templates: once per month and template, unless somebody wants another."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.drafting import queries, store
from seikyu.drafting.actions.save import NEW, save
from seikyu.drafting.model import Based, Basis, Content, Kind
from seikyu.drafting.rules import for_month
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id


async def make(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    template_ids: Sequence[UUID],
    month: date,
    *,
    again: bool = False,
) -> list[UUID]:
    """A draft of each template for the month that `month` lies in; those made already are passed over."""
    owner, first = actor.company.company_id, month.replace(day=1)
    made = []
    for template_id in template_ids:
        draft = await queries.one(connection, owner, template_id, lock=True)
        template = await queries.template(connection, owner, template_id)
        if draft is None or template is None or draft.kind is not Kind.TEMPLATE:
            continue
        if not await store.note_run(connection, owner, template_id, first, clock(), again=again):
            continue
        content = draft.content
        tree = for_month(content.tree, first, template.close, template.due)
        filled = Content(tree, content.customer_id, content.publisher_id, content.bank_ids)
        draft_id, basis = new_id(clock()), Basis(Based.TEMPLATE, None, template_id, first)
        await save(connection, actor, clock, draft_id, NEW, filled, basis=basis)
        made.append(draft_id)
    return made
