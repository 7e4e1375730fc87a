"""Changing an own invoice that nobody has approved yet."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments import queries as attachments
from seikyu.attachments.model import of_received
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first
from seikyu.invoices import queries as documents
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.own_entry.actions.change import change, find_changeable
from seikyu.own_entry.form import Typed, read_typed, typed_of
from seikyu.own_entry.web.sending import (
    FRAMING,
    Unfinished,
    UnfitFiles,
    choices,
    doubts_of,
    keep_files,
    number_of,
    read_sent,
    seen_in,
    settle_typed,
    shown_file,
    sound_one,
    wanted_file,
)
from seikyu.own_entry.web.sheet import Told, form_page
from seikyu.payees.queries import payees
from seikyu.receiving.model import ReceivedInvoice
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import json
from seikyu.wire.values import Node, node, text

ONE = "/buyer/own/invoices/{invoice_mng_num}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own/invoices/{number}…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            invoice = await find_changeable(connection, owner, number_of(request))
            document = await _document(connection, owner, invoice)
            typed = typed_of(await _head(connection, owner, invoice, document), document)
        return await form(request, actor, typed, invoice.version, Told())

    async def form(request: Request, actor: Actor, typed: Typed, seen: int, told: Told) -> Response:
        owner, number = actor.company.company_id, number_of(request)
        async with transaction(pool, owner) as connection:
            held = await attachments.attached(connection, owner, of_received(number))
            there = await choices(connection, owner)
        page = form_page(
            f"/buyer/own/invoices/{number}",
            typed,
            held,
            there,
            pages.words(request),
            told,
            number=number,
            seen=seen,
        )
        answer = pages.render(request, "own_entry/form.html", 400 if told.faults else 200, page=page)
        answer.headers["Content-Security-Policy"] = FRAMING
        return answer

    async def take(request: Request, actor: Actor) -> Response:
        owner, number = actor.company.company_id, number_of(request)
        try:
            fields, files = await read_sent(request)
        except UnfitFiles as unfit:
            sent = read_typed(unfit.fields, today(clock))
            return await form(request, actor, sent, seen_in(unfit.fields), Told(unfit.faults))
        typed, seen, words = read_typed(fields, today(clock)), seen_in(fields), pages.words(request)
        async with transaction(pool, owner) as connection:
            await find_changeable(connection, owner, number)
            wrong = await keep_files(connection, actor, clock, of_received(number), files)
        if wrong or first(fields, "do") != "register":
            return await form(request, actor, typed, seen, Told(wrong))
        try:
            async with transaction(pool, owner) as connection:
                settled = await settle_typed(connection, actor, clock, typed, but=number)
                changed = sound_one(settled, fields)
                await change(connection, actor, clock, number, seen, changed)
        except Unfinished as unfinished:
            left = unfinished.settled
            return await form(request, actor, typed, seen, Told(left.faults, doubts_of(left, words)))
        answer = RedirectResponse(f"/buyer/invoices/{number}", 303)
        notices.leave(answer, "own_entry.notice.changed")
        return answer

    async def show_file(request: Request, actor: Actor) -> Response:
        owner, number = actor.company.company_id, number_of(request)
        async with transaction(pool, owner) as connection:
            await find_changeable(connection, owner, number)
            stored = await wanted_file(connection, owner, of_received(number), request)
        return await shown_file(pool, stored)

    return [
        Route(f"{ONE}/files/{{attachment_id}}", door(pages, sessions, show_file), methods=["GET"]),
        Route(ONE, door(pages, sessions, show), methods=["GET"]),
        Route(ONE, door(pages, sessions, take), methods=["POST"]),
    ]


async def _document(connection: Connection, owner: int, invoice: ReceivedInvoice) -> Node:
    fixed = await documents.version(connection, owner, invoice.invoice_mng_num, invoice.version)
    tree = None if fixed is None else json.read(fixed.document)
    if not isinstance(tree, dict):
        raise TypeError(f"own invoice {invoice.invoice_mng_num} has no version {invoice.version}")
    return tree


async def _head(connection: Connection, owner: int, invoice: ReceivedInvoice, document: Node) -> Node:
    """What the form asks for beside the document."""
    issuer = node(document, "issuer") or {}
    payee_id = invoice.payee_id
    payee = None if payee_id is None else (await payees(connection, owner, [payee_id])).get(payee_id)
    return {
        "payee_code": None if payee is None else payee.code,
        "supplier_name": text(issuer, "company_name"),
        "registration_number": text(issuer, "registration_number"),
        "send_date": invoice.send_date.isoformat(),
        "own_due_date": None if invoice.own_due_date is None else invoice.own_due_date.isoformat(),
        "department_code": invoice.department_code,
    }
