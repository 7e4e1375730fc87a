"""Bringing the editor's page together from the database."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from seikyu.accounts.model import Actor
from seikyu.attachments import queries as attachments
from seikyu.attachments.model import of_draft
from seikyu.attachments.screen import files_view
from seikyu.db.pool import Connection
from seikyu.drafting import masters, queries
from seikyu.drafting.actions.attach import carries_files
from seikyu.drafting.model import Draft, Template
from seikyu.drafting.request import Asked, asked_of
from seikyu.drafting.web.choices import Masters, Pair
from seikyu.drafting.web.editor import Returned, Sheet, editor_view
from seikyu.drafting.web.sums import sums_view
from seikyu.issuing import queries as invoices
from seikyu.layouts import queries as layouts
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

TEMPLATE = "drafting/editor.html"


async def load_masters(connection: Connection, owner: int, wanted: str, customer: UUID | None) -> Masters:
    """All there is to choose from; of customers those that are looked for."""
    return Masters(
        await masters.customers(connection, owner, wanted or None, customer),
        await masters.publishers(connection, owner),
        await masters.banks(connection, owner),
        [(line.code, f"{line.name} [{line.code}]") for line in await layouts.layouts(connection, owner)],
    )


async def returned_of(connection: Connection, owner: int, number: int | None) -> Returned | None:
    """Why the invoice that a draft corrects came back."""
    invoice = None if number is None else await invoices.one(connection, owner, number)
    if invoice is None:
        return None
    return Returned(invoice.invoice_mng_num, invoice.customer_name or "", invoice.return_reason or "")


async def open_draft(
    connection: Connection, owner: int, draft_id: UUID | None, *, lock: bool = False
) -> Draft:
    """A draft or template that is not closed; 404 when there is none."""
    draft = None if draft_id is None else await queries.one(connection, owner, draft_id, lock=lock)
    if draft is None or draft.closed:
        raise Refusal(codes.DRAFT_UNKNOWN, status=404)
    return draft


async def show_editor(
    connection: Connection,
    pages: Pages,
    request: Request,
    actor: Actor,
    draft: Draft,
    *,
    template: Template | None = None,
    problems: Sequence[Pair] = (),
    conflict: bool = False,
    saved: bool = True,
    file_problems: Sequence[str] = (),
) -> Response:
    """The editor's page for a draft as it stands, or as it was about to be saved."""
    owner, words, content = actor.company.company_id, pages.words(request), draft.content
    wanted = request.query_params.get("customer_q", "")[:100].replace("\0", "")
    choices = await load_masters(connection, owner, wanted, content.customer_id)
    chosen = await masters.chosen(connection, owner, content)
    at = moment(draft.updated_at)
    told = words("drafting.saved_at", at=at.shown, name=draft.editor_name) if saved and at else ""
    sums = sums_view(
        asked_of(content, chosen, draft.corrects), chosen.rounding.value, draft.revision, told, words
    )
    sheet = Sheet(
        draft.draft_id,
        draft.kind,
        content,
        draft.basis,
        sums,
        template,
        await returned_of(connection, owner, draft.corrects),
        wanted,
    )
    page = editor_view(sheet, choices, actor.company, problems, words)
    files = None
    if saved and carries_files(draft):
        held = await attachments.attached(connection, owner, of_draft(draft.draft_id))
        path = f"/seller/drafts/{draft.draft_id}/attachments"
        files = files_view(path, held, words, open_=True, problems=file_problems)
    status = 409 if conflict else 400 if file_problems else 200
    return pages.render(request, TEMPLATE, status, page=page, conflict=conflict, files=files)


def problems_of(asked: Asked, faults: Sequence[Fault], words: Words) -> list[Pair]:
    """Each fault as the input it is about and its sentence."""
    return [(asked.input_of(fault), fault.detail(words.language)) for fault in faults]
