"""The screens of webhooks: the list, one with its form and its deliveries, the secret that is shown once."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import transaction
from seikyu.http.forms import read_form
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE, last_page, paging, read_address, read_page
from seikyu.ui.pages import Pages
from seikyu.webhooks import queries
from seikyu.webhooks.actions import keep
from seikyu.webhooks.actions.send_again import send_again, try_out
from seikyu.webhooks.door import WebhooksDoor, id_in
from seikyu.webhooks.model import OVERLAP, Webhook
from seikyu.webhooks.rules import url_faults
from seikyu.webhooks.web.forms import Typed, form_of, typed_from, typed_of, wish_of
from seikyu.webhooks.web.rows import delivery_row, head_of, webhook_row
from seikyu.wire import codes
from seikyu.wire.faults import Fault

PATH = "/settings/webhooks"
ONE = PATH + "/{webhook_id}"


def routes(around: WebhooksDoor, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/settings/webhooks…`."""
    screens = WebhookScreens(around, pages)
    found = (
        (PATH, screens.list, "GET"),
        (PATH + "/new", screens.new, "GET"),
        (PATH + "/new", screens.create, "POST"),
        (ONE, screens.show, "GET"),
        (ONE, screens.change, "POST"),
        (ONE + "/delete", screens.delete, "POST"),
        (ONE + "/rotate", screens.rotate, "POST"),
        (ONE + "/test", screens.test, "POST"),
        (ONE + "/deliveries/{event_id}/redeliver", screens.redeliver, "POST"),
    )
    return [Route(path, door(pages, sessions, handler), methods=[method]) for path, handler, method in found]


class WebhookScreens:
    """The handlers and what they all need; everybody may look, administrators keep."""

    def __init__(self, around: WebhooksDoor, pages: Pages) -> None:
        self._around, self._pages = around, pages

    async def list(self, request: Request, actor: Actor) -> Response:
        """All webhooks of the company."""
        owner, words = actor.company.company_id, self._pages.words(request)
        async with transaction(self._around.pool, owner) as connection:
            found = await queries.webhooks(connection, owner)
            applications = await queries.applications(connection, owner)
        return self._pages.render(
            request,
            "webhooks/list.html",
            rows=[webhook_row(one, words) for one in found],
            may=actor.administrator,
            ready=bool(applications),
        )

    async def new(self, request: Request, actor: Actor) -> Response:
        """The form of a new one."""
        administrators_only(actor)
        return await self._new(request, actor, Typed(), ())

    async def create(self, request: Request, actor: Actor) -> Response:
        """Make one and show its secret, on this answer only."""
        administrators_only(actor)
        typed = typed_of(await read_form(request))
        wish, faults = wish_of(typed)
        if not faults:
            faults = url_faults(wish.url, self._around.private)
        if faults:
            return await self._new(request, actor, typed, faults)
        async with transaction(self._around.pool, actor.company.company_id) as connection:
            webhook, secret = await keep.create(
                connection,
                actor,
                self._around.clock,
                self._around.seals,
                self._around.private,
                typed.client_id,
                wish,
            )
        return self._told(request, webhook, secret, overlap=False)

    async def show(self, request: Request, actor: Actor) -> Response:
        """One with its deliveries."""
        return await self._one(request, actor, None, ())

    async def change(self, request: Request, actor: Actor) -> Response:
        """Keep what was typed, or show it again with what is wrong."""
        administrators_only(actor)
        webhook_id, typed = _id(request), typed_of(await read_form(request))
        wish, faults = wish_of(typed)
        if not faults:
            faults = url_faults(wish.url, self._around.private)
        if faults:
            return await self._one(request, actor, typed, faults)
        async with transaction(self._around.pool, actor.company.company_id) as connection:
            await keep.change(connection, actor, self._around.clock, self._around.private, webhook_id, wish)
        return _back(f"{PATH}/{webhook_id}", "changed")

    async def delete(self, request: Request, actor: Actor) -> Response:
        """Take one away."""
        administrators_only(actor)
        async with transaction(self._around.pool, actor.company.company_id) as connection:
            await keep.delete(connection, actor, self._around.clock, _id(request))
        return _back(PATH, "deleted")

    async def rotate(self, request: Request, actor: Actor) -> Response:
        """Another secret, shown on this answer only."""
        administrators_only(actor)
        around = self._around
        async with transaction(around.pool, actor.company.company_id) as connection:
            webhook, secret = await keep.rotate(connection, actor, around.clock, around.seals, _id(request))
        return self._told(request, webhook, secret, overlap=True)

    async def test(self, request: Request, actor: Actor) -> Response:
        """Have a trial sent."""
        administrators_only(actor)
        webhook_id = _id(request)
        async with transaction(self._around.pool, actor.company.company_id) as connection:
            await try_out(connection, actor, self._around.clock, webhook_id)
        return _back(f"{PATH}/{webhook_id}#log", "tried")

    async def redeliver(self, request: Request, actor: Actor) -> Response:
        """Have a delivery sent once more."""
        administrators_only(actor)
        webhook_id = _id(request)
        event_id = id_in(request.path_params["event_id"], codes.DELIVERY_UNKNOWN)
        async with transaction(self._around.pool, actor.company.company_id) as connection:
            await send_again(connection, actor, self._around.clock, webhook_id, event_id)
        return _back(f"{PATH}/{webhook_id}#log", "sent_again")

    async def _new(self, request: Request, actor: Actor, typed: Typed, faults: Sequence[Fault]) -> Response:
        owner = actor.company.company_id
        async with transaction(self._around.pool, owner) as connection:
            applications = await queries.applications(connection, owner)
        form = form_of(typed, faults, self._pages.words(request))
        choices = [(one.client_id, f"{one.name} ({one.client_id})") for one in applications]
        if len(choices) > 1:
            choices.insert(0, ("", self._pages.words(request)("webhooks.field.choose")))
        status = 400 if faults else 200
        return self._pages.render(request, "webhooks/new.html", status, form=form, applications=choices)

    async def _one(
        self, request: Request, actor: Actor, typed: Typed | None, faults: Sequence[Fault]
    ) -> Response:
        owner, words, address = actor.company.company_id, self._pages.words(request), read_address(request)
        async with transaction(self._around.pool, owner) as connection:
            webhook = await keep.find(connection, owner, _id(request))
            total, found = await queries.deliveries(connection, owner, webhook.webhook_id, None, 0, 0)
            page = min(read_page(address), last_page(total))
            start = (page - 1) * PAGE_SIZE
            total, found = await queries.deliveries(
                connection, owner, webhook.webhook_id, None, start, PAGE_SIZE
            )
        return self._pages.render(
            request,
            "webhooks/one.html",
            400 if faults else 200,
            head=head_of(webhook, words),
            form=form_of(typed or typed_from(webhook), faults, words),
            may=actor.administrator,
            rows=[delivery_row(one, words) for one in found],
            paging=paging(address, words, page, total) if found else None,
        )

    def _told(self, request: Request, webhook: Webhook, secret: str, *, overlap: bool) -> Response:
        words = self._pages.words(request)
        hours = str(int(OVERLAP.total_seconds()) // 3600)
        return self._pages.render(
            request,
            "webhooks/secret.html",
            url=webhook.url,
            secret=secret,
            onward=f"{PATH}/{webhook.webhook_id}",
            overlap=words("webhooks.secret.overlap", hours=hours) if overlap else "",
        )


def _id(request: Request) -> UUID:
    return id_in(request.path_params["webhook_id"], codes.WEBHOOK_UNKNOWN)


def _back(path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"webhooks.notice.{notice}")
    return answer
