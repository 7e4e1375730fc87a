"""Reading drafts and templates; the owner company comes first."""

from datetime import date, datetime
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.drafting.model import (
    Based,
    Basis,
    Content,
    Draft,
    Kind,
    Listed,
    ListedTemplate,
    Summary,
    Template,
)
from seikyu.drafting.rules import read_day_rule
from seikyu.wire import json

_SUMMARY = "customer_name, inv_name, inv_no, inv_show_amount"
_BASIS = "basis, basis_number, basis_template, month"
_DRAFT = (
    f"draft_id, kind, content, customer_id, publisher_id, bank_ids, {_BASIS}, maker_name, editor_name, "
    "revision, updated_at, closed_at, issued_as"
)
_TEMPLATE = "template_id, name, close_rule, due_rule, make_on_day, next_on"


async def one(connection: Connection, owner: int, draft_id: UUID, *, lock: bool = False) -> Draft | None:
    """A draft or template, closed or not; locked to the end of the transaction where it will be changed."""
    row = await connection.fetchrow(
        f"SELECT {_DRAFT} FROM drafts WHERE company_id = $1 AND draft_id = $2 "  # noqa: S608 -- names of our own
        f"{'FOR UPDATE' if lock else ''}",
        owner,
        draft_id,
    )
    return None if row is None else _draft(row)


async def correction_of(connection: Connection, owner: int, number: int) -> tuple[UUID, datetime] | None:
    """The open draft that corrects an invoice, and when it was begun."""
    row = await connection.fetchrow(
        "SELECT draft_id, created_at FROM drafts WHERE company_id = $1 AND basis_number = $2 "
        "AND basis = 'correction' AND closed_at IS NULL",
        owner,
        number,
    )
    return None if row is None else (row["draft_id"], row["created_at"])


async def page(
    connection: Connection, owner: int, wanted: str | None, start: int, count: int
) -> tuple[int, list[Listed]]:
    """How many open drafts hold the text in customer, subject or number, and a part of them, newest first."""
    where = Conditions([owner], ["company_id = $1", "kind = 'draft'", "closed_at IS NULL"])
    where.add("concat_ws(' ', customer_name, inv_name, inv_no, maker_name) ILIKE {}", like(wanted))
    total: int = await connection.fetchval(
        f"SELECT count(*) FROM drafts WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    text = where.text
    rows = await connection.fetch(
        f"SELECT draft_id, {_SUMMARY}, {_BASIS}, maker_name, editor_name, updated_at FROM drafts "  # noqa: S608
        f"WHERE {text} ORDER BY updated_at DESC, draft_id "
        f"LIMIT {where.parameter(count)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    return total, [
        Listed(
            row["draft_id"],
            _summary(row),
            _basis(row),
            row["maker_name"],
            row["editor_name"],
            row["updated_at"],
        )
        for row in rows
    ]


async def templates(connection: Connection, owner: int) -> list[ListedTemplate]:
    """All templates by name, each with the last month it was made for."""
    rows = await connection.fetch(
        f"""
        SELECT {_TEMPLATE}, {_SUMMARY}, updated_at,
            (SELECT max(r.month) FROM template_runs AS r
             WHERE r.company_id = $1 AND r.template_id = t.template_id) AS last_month
        FROM invoice_templates AS t JOIN drafts AS d ON d.company_id = $1 AND d.draft_id = t.template_id
        WHERE t.company_id = $1 ORDER BY name, template_id
        """,  # noqa: S608 -- names of our own
        owner,
    )
    return [
        ListedTemplate(_template(row), _summary(row), row["last_month"], row["updated_at"]) for row in rows
    ]


async def template(connection: Connection, owner: int, template_id: UUID) -> Template | None:
    """How a template becomes a draft."""
    row = await connection.fetchrow(
        f"SELECT {_TEMPLATE} FROM invoice_templates WHERE company_id = $1 AND template_id = $2",  # noqa: S608
        owner,
        template_id,
    )
    return None if row is None else _template(row)


async def made_for(connection: Connection, owner: int, month: date) -> set[UUID]:
    """The templates that were made for the month."""
    rows = await connection.fetch(
        "SELECT template_id FROM template_runs WHERE company_id = $1 AND month = $2", owner, month
    )
    return {row["template_id"] for row in rows}


def _draft(row: Row) -> Draft:
    tree = json.read(row["content"])
    if not isinstance(tree, dict):
        raise TypeError("the content of a draft is an object")
    return Draft(
        row["draft_id"],
        Kind(row["kind"]),
        Content(tree, row["customer_id"], row["publisher_id"], tuple(row["bank_ids"])),
        _basis(row),
        row["maker_name"],
        row["editor_name"],
        row["revision"],
        row["updated_at"],
        row["issued_as"],
        row["closed_at"] is not None,
    )


def _basis(row: Row) -> Basis:
    return Basis(Based(row["basis"]), row["basis_number"], row["basis_template"], row["month"])


def _summary(row: Row) -> Summary:
    return Summary(row["customer_name"], row["inv_name"], row["inv_no"], row["inv_show_amount"])


def _template(row: Row) -> Template:
    return Template(
        row["template_id"],
        row["name"],
        read_day_rule(row["close_rule"]),
        read_day_rule(row["due_rule"]),
        row["make_on_day"],
        row["next_on"],
    )
