"""Before an invoice leaves: what the buyer will see, and the button that issues it."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments import queries as attachments
from seikyu.attachments.model import of_draft, of_invoice
from seikyu.attachments.screen import FilesView, files_view
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import masters
from seikyu.drafting.actions import save
from seikyu.drafting.actions.issue import issue, try_out
from seikyu.drafting.entry import id_in
from seikyu.drafting.model import Kind
from seikyu.drafting.web.showing import open_draft, returned_of
from seikyu.http.forms import first, read_form
from seikyu.invoices.screen.document import Document, document_view
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

ONE = "/seller/drafts/{draft_id}"
DIGITS = 9


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The whole page."""

    path: str
    revision: int
    customer: str
    linked: str
    send: str
    reason: str
    document: Document
    files: FilesView


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/drafts/{id}/confirm`, `/issue` and `/delete`."""

    async def confirm(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, id_in(request.path_params["draft_id"]))
            chosen = await masters.chosen(connection, owner, draft.content)
            returned = await returned_of(connection, owner, draft.corrects)
            subject = of_draft(draft.draft_id) if draft.corrects is None else of_invoice(draft.corrects)
            held = await attachments.attached(connection, owner, subject)
        if draft.kind is not Kind.DRAFT:
            raise Refusal(codes.DRAFT_UNKNOWN, status=404)
        path = f"/seller/drafts/{draft.draft_id}"
        carrier = path if draft.corrects is None else f"/seller/invoices/{draft.corrects}"
        tried = await try_out(pool, actor, clock, draft.content, draft.corrects)
        if tried.document is None:
            return RedirectResponse(f"{path}?check=1", 303)
        document = _before_issuing(document_view(tried.document, draft.corrects or 0, None, words), words)
        send = draft.content.tree.get("send_date")
        names = (document.recipient.names or [""])[0]
        linked = "" if returned else words(f"drafting.linked.{'yes' if chosen.linked else 'no'}")
        page = ConfirmPage(
            path,
            draft.revision,
            names,
            linked,
            words("drafting.confirm.on", day=send) if isinstance(send, str) else "",
            returned.reason if returned else "",
            document,
            files_view(f"{carrier}/attachments", held, words),
        )
        return pages.render(request, "drafting/confirm.html", page=page)

    async def press(request: Request, actor: Actor) -> Response:
        draft_id = id_in(request.path_params["draft_id"])
        if draft_id is None:
            raise Refusal(codes.DRAFT_UNKNOWN, status=404)
        done = await issue(pool, actor, clock, draft_id, await _revision(request))
        if done.number is None:
            return RedirectResponse(f"/seller/drafts/{draft_id}?check=1", 303)
        answer = RedirectResponse(f"/seller/invoices/{done.number}", 303)
        notices.leave(answer, "drafting.notice.issued")
        return answer

    async def ask_deleting(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, id_in(request.path_params["draft_id"]))
            chosen = await masters.chosen(connection, owner, draft.content)
        name = draft.content.tree.get("inv_name")
        customer = (chosen.customer or {}).get("company_name_org")
        what = " / ".join(part for part in (customer, name) if isinstance(part, str))
        return pages.render(request, "drafting/delete.html", draft=draft, what=what, kind=draft.kind.value)

    async def delete(request: Request, actor: Actor) -> Response:
        owner, draft_id = actor.company.company_id, id_in(request.path_params["draft_id"])
        revision = await _revision(request)
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, draft_id, lock=True)
            await save.delete(connection, actor, clock, draft.draft_id, revision)
        back = "templates" if draft.kind is Kind.TEMPLATE else "drafts"
        answer = RedirectResponse(f"/seller/{back}", 303)
        notices.leave(answer, "drafting.notice.deleted")
        return answer

    return [
        Route(f"{ONE}/confirm", door(pages, sessions, confirm), methods=["GET"]),
        Route(f"{ONE}/issue", door(pages, sessions, press), methods=["POST"]),
        Route(f"{ONE}/delete", door(pages, sessions, ask_deleting), methods=["GET"]),
        Route(f"{ONE}/delete", door(pages, sessions, delete), methods=["POST"]),
    ]


def _before_issuing(document: Document, words: Words) -> Document:
    """Without the number that is allotted only when it is issued."""
    label = words("invoices.document.invoice_mng_num")
    return replace(document, numbers=[fact for fact in document.numbers if fact.label != label])


async def _revision(request: Request) -> int:
    given = first(await read_form(request), "revision")
    if given.isascii() and given.isdigit() and len(given) <= DIGITS:
        return int(given)
    raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
