"""The web process: settings → pool → routes, and what every request passes on its way to them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.applications.call_log import CallLog
from seikyu.applications.recording import Recording
from seikyu.db.pool import Pool
from seikyu.docs.operations import OPERATIONS
from seikyu.http.csrf import SameOrigin
from seikyu.http.edge import SECRET_PATHS, Edge, is_api, unrouted
from seikyu.http.limits import AddressLimits, ClientLimit, Limits
from seikyu.http.rates import Rate
from seikyu.http.scanning import Scanned, scanner
from seikyu.http.tallies import Tallies
from seikyu.kit.clock import Clock
from seikyu.maintenance.gate import Gate, Operations
from seikyu.maintenance.watch import Watch
from seikyu.maintenance.wording import announcing, closed_page
from seikyu.oauth.guard import Guard
from seikyu.routes import buyer, company, machines, seller
from seikyu.routes.parts import Parts
from seikyu.seals import Seals
from seikyu.settings import Environment, Rates, Settings
from seikyu.telemetry.metrics import Meter
from seikyu.telemetry.tracing import Tracing
from seikyu.ui.pages import Pages


def compose(
    settings: Settings,
    pool: Pool,
    clock: Clock,
    meter: Meter | None = None,
    tracing: Tracing | None = None,
    passwords: Passwords | None = None,
) -> ASGIApp:
    """The whole web application on an open pool."""
    watch = Watch(pool, clock)
    tallies = Tallies(pool)
    calls = CallLog(settings.database_url, pooled=settings.pooled)
    sandbox = settings.environment is Environment.SANDBOX
    pages = Pages(sandbox=sandbox, secure=settings.secure, announced=announcing(watch))
    of_clients = ClientLimit(tallies, Rate(settings.rates.per_client))
    parts = Parts(
        settings,
        pool,
        clock,
        pages,
        sessions=Sessions(pool, clock, secure=settings.secure),
        passwords=passwords or Passwords(),
        guard=Guard(pool, clock, settings.environment, of_clients),
        seals=Seals(settings.secret_keys),
        watch=watch,
    )
    routes = [
        *seller.routes(parts),
        *buyer.routes(parts),
        *company.routes(parts),
        *machines.routes(parts),
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
