"""What every company reaches, whichever side it is on: logging in, settings, messages, notices, the log."""

from starlette.routing import Route

from seikyu.accounts import web as accounts_web
from seikyu.applications import web as applications_web
from seikyu.approvals import web as approvals_web
from seikyu.approvals.web.sides import SELLER
from seikyu.mail import web as mail_web
from seikyu.messages import api as messages_api
from seikyu.messages import web as messages_web
from seikyu.notices import api as notices_api
from seikyu.notices import web as notices_web
from seikyu.oauth.actions.end_family import end_families_of
from seikyu.oversight import web as oversight_web
from seikyu.receiving.web.side import BUYER
from seikyu.retention import web as retention_web
from seikyu.routes.parts import Parts
from seikyu.webhooks import api as webhooks_api
from seikyu.webhooks import web as webhooks_web
from seikyu.webhooks.addresses import networks
from seikyu.webhooks.door import WebhooksDoor

# Where the words of the statuses are that entries of the log moved something between.
STATUSES = {"invoice": "issuing.status", "received_invoice": "receiving.status"}


def routes(parts: Parts) -> list[Route]:
    """The API and screens that are no side's own."""
    return [*_api(parts), *_screens(parts)]


def _api(parts: Parts) -> list[Route]:
    pool, clock, guard, limit = parts.pool, parts.clock, parts.guard, parts.limit
    return [
        *messages_api.routes(pool, clock, guard, max_body_bytes=limit, base_url=parts.base_url),
        *notices_api.routes(pool, clock, guard, max_body_bytes=limit, base_url=parts.base_url),
        *webhooks_api.routes(_webhooks(parts), guard, max_body_bytes=limit),
    ]


def _screens(parts: Parts) -> list[Route]:
    pool, clock, pages, sessions = parts.pool, parts.clock, parts.pages, parts.sessions
    return [
        *accounts_web.routes(
            pool, clock, parts.passwords, sessions, pages, parts.base_url, end_families_of, parts.seals
        ),
        *applications_web.routes(pool, clock, pages, sessions, parts.settings.environment),
        *approvals_web.screens(pool, clock, pages, sessions, (SELLER, BUYER)),
        *messages_web.routes(pool, clock, pages, sessions, parts.base_url),
        *webhooks_web.routes(_webhooks(parts), pages, sessions),
        *oversight_web.routes(pool, clock, pages, sessions, STATUSES),
        *retention_web.routes(pool, clock, pages, sessions, parts.base_url),
        *notices_web.routes(pool, clock, parts.passwords, pages, sessions, parts.base_url),
        *(mail_web.routes(pool, pages, sessions) if parts.sandbox else ()),
    ]


def _webhooks(parts: Parts) -> WebhooksDoor:
    private = networks(parts.settings.webhook_private_networks)
    return WebhooksDoor(parts.pool, parts.clock, parts.seals, private)
