"""What the editor's form sends: read, its lines changed by buttons, saved."""

from dataclasses import dataclass, replace
from uuid import UUID

from starlette.requests import Request

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.drafting import queries
from seikyu.drafting.actions.save import NEW, Saved, save, save_template
from seikyu.drafting.entry import MOST_LINES, NEW_LINE, id_in, read_content
from seikyu.drafting.model import Basis, Content, Draft, Kind, Template
from seikyu.drafting.rules import LAST_DAY, DayRule, read_day_rule
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit import jst
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Value

MOST_FIELDS = 25_000
MOST_BYTES = 4 * 1024 * 1024
MORE_LINES = 5
NAME_LENGTH = 60
DIGITS = 9
LINE_VERBS = frozenset({"add", "remove", "insert", "up", "down"})


async def read_fields(request: Request) -> Fields:
    """The form, with as many fields as a thousand lines have."""
    return await read_form(request, MOST_FIELDS, MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form holds, in the revision it was made on, and what a template has besides."""

    draft: Draft
    template: Template | None


async def read_sent(
    connection: Connection, actor: Actor, clock: Clock, request: Request, fields: Fields
) -> Sent:
    """The draft a form was made of, with what the form holds; the draft is locked."""
    owner, draft_id = actor.company.company_id, id_in(request.path_params["draft_id"])
    if draft_id is None:
        raise Refusal(codes.DRAFT_UNKNOWN, status=404)
    known = await queries.one(connection, owner, draft_id, lock=True)
    kind = known.kind if known else Kind.TEMPLATE if first(fields, "kind") == "template" else Kind.DRAFT
    content = read_content(fields, known.content.tree if known else {}, jst.today(clock))
    draft = Draft(
        draft_id,
        kind,
        content,
        known.basis if known else Basis(),
        known.maker_name if known else actor.name,
        actor.name,
        _revision(first(fields, "revision")),
        clock(),
    )
    return Sent(draft, _template(fields, draft_id) if kind is Kind.TEMPLATE else None)


async def save_sent(connection: Connection, actor: Actor, clock: Clock, sent: Sent) -> Saved:
    """Save it, and what a template has besides."""
    draft = sent.draft
    saved = await save(
        connection,
        actor,
        clock,
        draft.draft_id,
        draft.revision,
        draft.content,
        kind=draft.kind,
        basis=draft.basis,
    )
    if saved.revision is not None and sent.template is not None:
        await save_template(connection, actor, clock, sent.template)
    return saved


async def as_template(connection: Connection, actor: Actor, clock: Clock, sent: Sent) -> Sent:
    """The draft is saved and stays; what it holds goes on as a template of its own."""
    saved = await save_sent(connection, actor, clock, sent)
    if saved.revision is None or sent.template is not None:
        return sent
    template_id, name = new_id(clock()), sent.draft.content.tree.get("inv_name")
    draft = replace(sent.draft, draft_id=template_id, kind=Kind.TEMPLATE, basis=Basis(), revision=NEW)
    days = DayRule(0, LAST_DAY), DayRule(1, LAST_DAY)
    return Sent(draft, Template(template_id, name if isinstance(name, str) else "", *days, None))


def _template(fields: Fields, template_id: UUID) -> Template:
    day = first(fields, "make_on_day")
    return Template(
        template_id,
        first(fields, "name").strip()[:NAME_LENGTH],
        read_day_rule(first(fields, "close_rule")),
        read_day_rule(first(fields, "due_rule")),
        int(day) if day in {str(n) for n in range(1, 32)} else None,
    )


def _revision(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else NEW


def with_lines(sent: Sent, asked: str) -> Sent:
    """The lines as one of their buttons wants them."""
    verb, _, given = asked.partition("-")
    details = sent.draft.content.tree.get("details")
    lines: list[Value] = [*details] if isinstance(details, list) else []
    at = int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else -1
    match verb:
        case "add":
            lines += [dict(NEW_LINE) for _ in range(MORE_LINES)]
        case "remove" if 0 <= at < len(lines):
            del lines[at]
        case "insert" if 0 <= at < len(lines):
            lines.insert(at, dict(NEW_LINE))
        case "up" if 0 < at < len(lines):
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
        case "down" if 0 <= at < len(lines) - 1:
            lines[at + 1], lines[at] = lines[at], lines[at + 1]
        case _:
            return sent
    content = sent.draft.content
    tree = {**content.tree, "details": lines[:MOST_LINES]}
    changed = Content(tree, content.customer_id, content.publisher_id, content.bank_ids)
    return replace(sent, draft=replace(sent.draft, content=changed))
