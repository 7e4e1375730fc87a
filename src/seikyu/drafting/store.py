"""Writing drafts and templates; every save is guarded by the revision it was made on."""

from datetime import date, datetime
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.drafting.model import Basis, Content, Kind, Summary, Template
from seikyu.wire import json


async def add(
    connection: Connection,
    actor: Actor,
    draft_id: UUID,
    kind: Kind,
    content: Content,
    summary: Summary,
    basis: Basis,
    now: datetime,
) -> bool:
    """Keep something new in revision 1; False when there is one with this id, or that corrects the same."""
    done = await connection.execute(
        """
        INSERT INTO drafts (
            company_id, draft_id, kind, content, customer_id, publisher_id, bank_ids, customer_name, inv_name,
            inv_no, inv_show_amount, basis, basis_number, basis_template, month, maker_user_id, maker_name,
            editor_name, revision, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, 1, $18, $18)
        ON CONFLICT DO NOTHING
        """,
        actor.company.company_id,
        draft_id,
        kind,
        json.write(content.tree),
        content.customer_id,
        content.publisher_id,
        content.bank_ids,
        summary.customer_name,
        summary.inv_name,
        summary.inv_no,
        summary.inv_show_amount,
        basis.based,
        basis.number,
        basis.template_id,
        basis.month,
        actor.user_id,
        actor.name,
        now,
    )
    return done.endswith(" 1")


async def change(
    connection: Connection,
    actor: Actor,
    draft_id: UUID,
    revision: int,
    content: Content,
    summary: Summary,
    now: datetime,
) -> bool:
    """Save over `revision`; False when somebody saved another since, or it is open no more."""
    done = await connection.execute(
        """
        UPDATE drafts SET
            content = $4, customer_id = $5, publisher_id = $6, bank_ids = $7, customer_name = $8,
            inv_name = $9, inv_no = $10, inv_show_amount = $11, editor_name = $12, updated_at = $13,
            revision = revision + 1
        WHERE company_id = $1 AND draft_id = $2 AND revision = $3 AND closed_at IS NULL
        """,
        actor.company.company_id,
        draft_id,
        revision,
        json.write(content.tree),
        content.customer_id,
        content.publisher_id,
        content.bank_ids,
        summary.customer_name,
        summary.inv_name,
        summary.inv_no,
        summary.inv_show_amount,
        actor.name,
        now,
    )
    return done.endswith(" 1")


async def note_change(connection: Connection, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Count what was done to a draft, which the caller has locked, beside its content as a save."""
    await connection.execute(
        "UPDATE drafts SET revision = revision + 1, editor_name = $3, updated_at = $4 "
        "WHERE company_id = $1 AND draft_id = $2",
        actor.company.company_id,
        draft_id,
        actor.name,
        now,
    )


async def close(
    connection: Connection, owner: int, draft_id: UUID, revision: int, issued_as: int, now: datetime
) -> bool:
    """A draft has become an invoice: only its number is left; False when it is another revision by now."""
    done = await connection.execute(
        "UPDATE drafts SET closed_at = $5, issued_as = $4, content = '{}' "
        "WHERE company_id = $1 AND draft_id = $2 AND revision = $3 AND closed_at IS NULL",
        owner,
        draft_id,
        revision,
        issued_as,
        now,
    )
    return done.endswith(" 1")


async def correct_no_more(connection: Connection, owner: int, draft_id: UUID) -> None:
    """A correction that was overtaken by another stays as a draft like any."""
    await connection.execute(
        "UPDATE drafts SET basis = 'copy', revision = revision + 1 "
        "WHERE company_id = $1 AND draft_id = $2 AND basis = 'correction'",
        owner,
        draft_id,
    )


async def delete(connection: Connection, owner: int, draft_id: UUID, revision: int) -> bool:
    """Delete a draft, or a template with all that belongs to it; guarded as a save is."""
    done = await connection.execute(
        "DELETE FROM drafts WHERE company_id = $1 AND draft_id = $2 AND revision = $3 AND closed_at IS NULL",
        owner,
        draft_id,
        revision,
    )
    return done.endswith(" 1")


async def keep_template(connection: Connection, owner: int, template: Template) -> None:
    """Set how a template becomes a draft."""
    await connection.execute(
        """
        INSERT INTO invoice_templates (
            company_id, template_id, name, close_rule, due_rule, make_on_day, next_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (company_id, template_id) DO UPDATE
        SET name = $3, close_rule = $4, due_rule = $5, make_on_day = $6, next_on = $7
        """,
        owner,
        template.template_id,
        template.name,
        None if template.close is None else template.close.written,
        None if template.due is None else template.due.written,
        template.make_on_day,
        template.next_on,
    )


async def move_on(connection: Connection, owner: int, template_id: UUID, day: date, following: date) -> bool:
    """The day came: set the next one; False when the template is to be made on another day by now."""
    done = await connection.execute(
        "UPDATE invoice_templates SET next_on = $4 "
        "WHERE company_id = $1 AND template_id = $2 AND next_on = $3",
        owner,
        template_id,
        day,
        following,
    )
    return done.endswith(" 1")


async def note_run(
    connection: Connection, owner: int, template_id: UUID, month: date, now: datetime, *, again: bool
) -> bool:
    """Note that a template was made for the month; False when it was already, unless it is made `again`."""
    done = await connection.execute(
        "INSERT INTO template_runs AS r (company_id, template_id, month, made_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (company_id, template_id, month) DO UPDATE SET made_at = $4 WHERE $5",
        owner,
        template_id,
        month,
        now,
        again,
    )
    return done.endswith(" 1")
