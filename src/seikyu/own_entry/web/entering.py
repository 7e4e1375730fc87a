"""Entering an invoice: the paper first, the form beside it, and what it becomes."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments import queries as attachments
from seikyu.attachments.actions.attach import carry_over
from seikyu.attachments.model import of_draft, of_received
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.own_entry import queries, store
from seikyu.own_entry.actions.enter import enter
from seikyu.own_entry.form import Typed, new_typed, read_typed
from seikyu.own_entry.papers import entry_id_of, fix_papers
from seikyu.own_entry.web.sending import (
    FRAMING,
    Unfinished,
    UnfitFiles,
    choices,
    doubts_of,
    keep_files,
    read_sent,
    settle_typed,
    shown_file,
    sound_one,
    wanted_file,
)
from seikyu.own_entry.web.sheet import Told, form_page
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

OWN = "/buyer/own"
ONE = f"{OWN}/entries/{{entry_id}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own/entries/{id}…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, entry_id = actor.company.company_id, _entry_id(request)
        async with transaction(pool, owner) as connection:
            known = await queries.entered_as(connection, owner, entry_id)
        if known is not None:
            return RedirectResponse(f"/buyer/invoices/{known}", 303)
        return await form(request, actor, new_typed(today(clock)), Told())

    async def form(request: Request, actor: Actor, typed: Typed, told: Told) -> Response:
        owner, entry_id = actor.company.company_id, _entry_id(request)
        async with transaction(pool, owner) as connection:
            held = await attachments.attached(connection, owner, of_draft(entry_id))
            there = await choices(connection, owner)
        page = form_page(f"{OWN}/entries/{entry_id}", typed, held, there, pages.words(request), told)
        answer = pages.render(request, "own_entry/form.html", 400 if told.faults else 200, page=page)
        answer.headers["Content-Security-Policy"] = FRAMING
        return answer

    async def take(request: Request, actor: Actor) -> Response:
        owner, entry_id = actor.company.company_id, _entry_id(request)
        try:
            fields, files = await read_sent(request)
        except UnfitFiles as unfit:
            return await form(request, actor, read_typed(unfit.fields, today(clock)), Told(unfit.faults))
        typed, words = read_typed(fields, today(clock)), pages.words(request)
        async with transaction(pool, owner) as connection:
            known = await queries.entered_as(connection, owner, entry_id)
            if known is not None:
                return RedirectResponse(f"/buyer/invoices/{known}", 303)
            wrong = await keep_files(connection, actor, clock, of_draft(entry_id), files)
        if wrong or first(fields, "do") != "register":
            return await form(request, actor, typed, Told(wrong))
        try:
            number = await _register(pool, clock, actor, entry_id, typed, fields)
        except Unfinished as unfinished:
            left = unfinished.settled
            return await form(request, actor, typed, Told(left.faults, doubts_of(left, words)))
        answer = RedirectResponse(f"/buyer/invoices/{number}", 303)
        notices.leave(answer, "own_entry.notice.entered")
        return answer

    async def show_file(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            stored = await wanted_file(connection, owner, of_draft(_entry_id(request)), request)
        return await shown_file(pool, stored)

    return [
        Route(ONE, door(pages, sessions, show), methods=["GET"]),
        Route(ONE, door(pages, sessions, take), methods=["POST"]),
        Route(f"{ONE}/files/{{attachment_id}}", door(pages, sessions, show_file), methods=["GET"]),
    ]


async def _register(
    pool: Pool, clock: Clock, actor: Actor, entry_id: UUID, typed: Typed, fields: Fields
) -> int:
    owner, source = actor.company.company_id, of_draft(entry_id)
    async with transaction(pool, owner) as connection:
        invoice = sound_one(await settle_typed(connection, actor, clock, typed), fields)
        [number] = await enter(connection, actor, clock, [invoice])
        await store.note_entry(connection, owner, entry_id, number)
        await carry_over(connection, owner, source, of_received(number), clock())
        await fix_papers(connection, owner, number, 1, invoice.send_date)
    return number


def _entry_id(request: Request) -> UUID:
    return entry_id_of(request.path_params["entry_id"])
