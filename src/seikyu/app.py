"""The web process: settings → pool → routes."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

import uvicorn
from asyncpg import InterfaceError, PostgresError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from seikyu.accounts import web as accounts_web
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.applications import web as applications_web
from seikyu.applications.call_log import CallLog
from seikyu.applications.recording import Recording
from seikyu.approvals import web as approvals_web
from seikyu.approvals.web.sides import SELLER
from seikyu.db.pool import Pool
from seikyu.db.revisions import SchemaTooOld, check_schema, needed
from seikyu.docs import openapi_document
from seikyu.docs import web as docs_web
from seikyu.docs.operations import OPERATIONS
from seikyu.drafting import web as drafting_web
from seikyu.http.csrf import SameOrigin
from seikyu.http.edge import SECRET_PATHS, Edge, is_api, unrouted
from seikyu.http.limits import AddressLimits, ClientLimit, Limits
from seikyu.http.rates import Rate
from seikyu.http.scanning import Scanned, scanner
from seikyu.http.tallies import Tallies
from seikyu.invitations import web as invitations_web
from seikyu.invoices.print import invoice_press
from seikyu.issuing import afterwards_api, approving_api
from seikyu.issuing import api as issuing_api
from seikyu.issuing import attachments_api as seller_files_api
from seikyu.issuing import web as issuing_web
from seikyu.issuing.open_invoices import masters_in_use
from seikyu.journals import api as journals_api
from seikyu.journals import web as journals_web
from seikyu.journals.beside import journals_beside
from seikyu.journals.in_use import masters_in_use as journal_masters_in_use
from seikyu.journals.masters import KINDS, PREFIX, SCREENS
from seikyu.journals.web.standard import OFFERS
from seikyu.kit.clock import Clock
from seikyu.layouts import api as layouts_api
from seikyu.layouts import web as layouts_web
from seikyu.layouts.queries import layout_names
from seikyu.ledgers import api as ledgers_api
from seikyu.ledgers import web as ledgers_web
from seikyu.ledgers.queries import exported
from seikyu.mail import web as mail_web
from seikyu.maintenance import api as maintenance_api
from seikyu.maintenance.gate import Gate, Operations
from seikyu.maintenance.watch import Watch
from seikyu.maintenance.wording import announcing, closed_page
from seikyu.masters import api as masters_api
from seikyu.masters import web as masters_web
from seikyu.masters.api import MastersDoor
from seikyu.masters.web import Screens
from seikyu.messages import api as messages_api
from seikyu.messages import web as messages_web
from seikyu.messages.model import Party
from seikyu.notices import api as notices_api
from seikyu.notices import web as notices_web
from seikyu.oauth import api as oauth_api
from seikyu.oauth import web as oauth_web
from seikyu.oauth.actions.end_family import end_families_of
from seikyu.oauth.guard import Guard
from seikyu.oauth.keys import SigningKeys
from seikyu.oauth.provider import Provider
from seikyu.oversight import web as oversight_web
from seikyu.own_entry import web as own_entry_web
from seikyu.partners import api as partners_api
from seikyu.partners import web as partners_web
from seikyu.payees import web as payees_web
from seikyu.payees.masters import PAYEES
from seikyu.payments import api as payments_api
from seikyu.payments import web as payments_web
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.queries import in_runs
from seikyu.posting import web as posting_web
from seikyu.posting.web.card import letters_card
from seikyu.receiving import api as receiving_api
from seikyu.receiving import attachments_api as buyer_files_api
from seikyu.receiving import web as receiving_web
from seikyu.receiving.actions.deliver import deliverer
from seikyu.receiving.actions.withdraw import withdraw
from seikyu.receiving.of_payees import PAPERS, payees_in_use
from seikyu.receiving.web.side import BUYER
from seikyu.seals import Seals
from seikyu.settings import Environment, Rates, Settings
from seikyu.telemetry.metrics import Meter
from seikyu.telemetry.tracing import Tracing
from seikyu.ui.pages import Pages
from seikyu.uploads import web as uploads_web
from seikyu.webhooks import api as webhooks_api
from seikyu.webhooks import web as webhooks_web
from seikyu.webhooks.addresses import networks
from seikyu.webhooks.door import WebhooksDoor

BACKLOG = 2048


def compose(
    settings: Settings,
    pool: Pool,
    clock: Clock,
    meter: Meter | None = None,
    tracing: Tracing | None = None,
) -> ASGIApp:
    """The whole web application on an open pool."""
    sandbox = settings.environment is Environment.SANDBOX
    watch = Watch(pool, clock)
    pages = Pages(sandbox=sandbox, secure=settings.secure, announced=announcing(watch))
    passwords = Passwords()
    sessions = Sessions(pool, clock, secure=settings.secure)
    tallies = Tallies(pool)
    of_clients = ClientLimit(tallies, Rate(settings.rates.per_client))
    guard = Guard(pool, clock, settings.environment, of_clients)
    seals = Seals(settings.secret_keys)
    keys = SigningKeys(pool, clock, settings.base_url, seals)
    provider = Provider(pool, clock, settings.environment, passwords, keys)
    limit = settings.max_body_bytes
    calls = CallLog(settings.database_url, pooled=settings.pooled)
    webhooks = WebhooksDoor(pool, clock, seals, networks(settings.webhook_private_networks))
    routes: list[BaseRoute] = [
        *issuing_api.routes(pool, clock, guard, max_body_bytes=limit, sandbox=sandbox),
        *seller_files_api.routes(pool, clock, guard),
        *buyer_files_api.routes(pool, guard),
        *afterwards_api.routes(
            pool, clock, guard, withdraw, max_body_bytes=limit, base_url=settings.base_url
        ),
        *approving_api.routes(pool, clock, guard, max_body_bytes=limit),
        *partners_api.routes(pool, clock, guard, masters_in_use, max_body_bytes=limit, sandbox=sandbox),
        *receiving_api.routes(
            pool,
            clock,
            guard,
            journals_beside,
            max_body_bytes=limit,
            base_url=settings.base_url,
            sandbox=sandbox,
        ),
        *messages_api.routes(pool, clock, guard, max_body_bytes=limit, base_url=settings.base_url),
        *oauth_api.routes(provider),
        *oauth_web.routes(provider, sessions, pages),
        *applications_web.routes(pool, clock, pages, sessions, settings.environment),
        *accounts_web.routes(
            pool, clock, passwords, sessions, pages, settings.base_url, end_families_of, seals
        ),
        *drafting_web.routes(pool, clock, pages, sessions),
        *approvals_web.screens(pool, clock, pages, sessions, (SELLER, BUYER)),
        *issuing_web.routes(
            pool,
            clock,
            pages,
            sessions,
            withdraw,
            settings.base_url,
            letters_card,
            messages_web.talk(pages, Party.SELLER),
        ),
        *messages_web.routes(pool, clock, pages, sessions, settings.base_url),
        *receiving_web.routes(
            pool, clock, pages, sessions, settings.base_url, messages_web.talk(pages, Party.BUYER)
        ),
        *partners_web.routes(pool, clock, pages, sessions, masters_in_use, layout_names),
        *webhooks_api.routes(webhooks, guard, max_body_bytes=limit),
        *webhooks_web.routes(webhooks, pages, sessions),
        *layouts_api.routes(pool, guard),
        *layouts_web.routes(pool, clock, invoice_press(), pages, sessions),
        *posting_web.routes(
            pool,
            clock,
            pages,
            sessions,
            handed=bool(settings.posting_folder or settings.posting_sftp),
            max_body_bytes=limit,
        ),
        *invitations_web.routes(
            pool,
            clock,
            passwords,
            pages,
            sessions,
            deliverer(settings.base_url),
            base_url=settings.base_url,
            secure=settings.secure,
        ),
        *uploads_web.routes(pool, clock, pages, sessions),
        *own_entry_web.routes(pool, clock, pages, sessions),
        *(mail_web.routes(pool, pages, sessions) if sandbox else ()),
        *ledgers_api.routes(pool, clock, guard, in_runs, max_body_bytes=limit),
        *ledgers_web.routes(pool, clock, pages, sessions, in_runs),
        *payments_api.routes(pool, clock, guard, max_body_bytes=limit),
        *oversight_web.routes(pool, clock, pages, sessions),
        *payments_web.routes(pool, clock, pages, sessions),
        *notices_web.routes(pool, clock, passwords, pages, sessions, settings.base_url),
        *notices_api.routes(pool, clock, guard, max_body_bytes=limit, base_url=settings.base_url),
        *masters_api.routes(MastersDoor(pool, clock, guard, payees_in_use, limit, sandbox), PREFIX, [PAYEES]),
        *payees_web.routes(pool, clock, pages, sessions, payees_in_use, PAPERS),
        *_journal_masters(pool, clock, guard, sessions, pages, limit, sandbox=sandbox),
        *journals_web.routes(pool, clock, pages, sessions, exported),
        *journals_api.routes(pool, clock, guard, exported, max_body_bytes=limit),
        *maintenance_api.routes(watch),
        *docs_web.routes(pages, settings.base_url, sandbox=sandbox),
        *_machine_routes(pool, settings),
        Mount("/static", pages.static),
    ]

    async def refused(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if is_api(request.url.path):
            return unrouted(request, error)
        return pages.failure(request, error.status_code)

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        async with watch.looking(), tallies.sharing(), calls.kept():
            yield

    # Named for all exceptions, so that a bug goes on to the edge instead of being answered in between.
    handlers = {HTTPException: refused, Exception: refused}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=living)
    app.router.redirect_slashes = False  # a path is published or it is unknown
    operations = Operations([(one.name, one.method, one.path) for one in OPERATIONS])
    scanned = Scanned(app, scanner(settings.clamd))
    gate = Gate(SameOrigin(Recording(scanned, calls, clock)), watch, operations, closed_page(pages))
    limits = _address_limits(settings.rates)
    limited = AddressLimits(gate, tallies, limits, partial(pages.failure, status=429))
    failed = partial(pages.failure, status=500)
    edge = Edge(limited, secure=settings.secure, failed=failed, meter=meter, tracing=tracing)
    if not settings.trusted_proxies:
        return edge
    # uvicorn's own ASGI types differ from Starlette's in name only.
    trusting = ProxyHeadersMiddleware(edge, [*settings.trusted_proxies])  # type: ignore[arg-type]
    return cast("ASGIApp", trusting)


def _address_limits(rates: Rates) -> Limits:
    """Where somebody could try out passwords, codes and secrets."""
    return Limits(
        Rate(rates.per_address),
        Rate(rates.secrets_per_address),
        sent_to=(
            *("/openam/oauth2/", "/api/credentials/", "/device"),
            *("/login", "/password", "/settings/password", "/invitations"),
        ),
        asked_of=SECRET_PATHS,
    )


def _journal_masters(
    pool: Pool,
    clock: Clock,
    guard: Guard,
    sessions: Sessions,
    pages: Pages,
    limit: int,
    *,
    sandbox: bool,
) -> list[Route]:
    """The buyer's journal masters, by API and on screen."""
    kinds = (*KINDS, PAYING_ACCOUNTS)
    door = MastersDoor(pool, clock, guard, journal_masters_in_use, limit, sandbox)
    screens = Screens(pool, clock, pages, sessions, journal_masters_in_use, SCREENS, kinds, offers=OFFERS)
    return [*masters_api.routes(door, PREFIX, kinds), *masters_web.routes(screens)]


def _machine_routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    document = openapi_document(settings.base_url)
    wanted = needed()

    async def openapi(_request: Request) -> Response:
        return JSONResponse(document)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        try:
            async with asyncio.timeout(2):
                await check_schema(pool, wanted)
        except SchemaTooOld as problem:
            return PlainTextResponse(str(problem), 503)
        except (OSError, TimeoutError, PostgresError, InterfaceError):
            return PlainTextResponse("the database does not answer", 503)
        return PlainTextResponse("ok")

    return [Route("/openapi.json", openapi), Route("/healthz", alive), Route("/readyz", ready)]


def listen(host: str, port: int) -> socket.socket:
    """A listening address that several web processes of one machine share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer but the first waits for 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    return listener


async def serve(app: ASGIApp, listener: socket.socket, stop: asyncio.Event) -> None:
    """Answer until `stop` is set, then finish the requests in hand."""
    # From the first moment: whoever comes while the application is getting ready waits, and is not refused.
    listener.listen(BACKLOG)
    config = uvicorn.Config(
        app,
        loop="none",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=30,
        proxy_headers=False,
    )
    server = _Server(config)

    async def shut() -> None:
        await stop.wait()
        server.should_exit = True

    shutting = asyncio.create_task(shut())
    try:
        await server.serve(sockets=[listener])
    finally:
        stop.set()
        await shutting


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: the process's composition root has them."""

    def capture_signals(self) -> "_NoSignals":  # type: ignore[override]
        return _NoSignals()


class _NoSignals:
    def __enter__(self) -> None:
        """Leave signals alone."""

    def __exit__(self, *_: object) -> None:
        """Leave signals alone."""


def stop_on_signals() -> asyncio.Event:
    """An event that Ctrl-C or SIGTERM sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
