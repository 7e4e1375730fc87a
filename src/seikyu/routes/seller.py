"""What a seller reaches: its invoices, its masters, how they are printed, entered, posted and sent."""

from starlette.routing import Route

from seikyu.drafting import web as drafting_web
from seikyu.invitations import web as invitations_web
from seikyu.invoices.print import invoice_press
from seikyu.issuing import afterwards_api, approving_api, attachments_api
from seikyu.issuing import api as issuing_api
from seikyu.issuing import web as issuing_web
from seikyu.issuing.open_invoices import masters_in_use
from seikyu.layouts import api as layouts_api
from seikyu.layouts import web as layouts_web
from seikyu.layouts.queries import layout_names
from seikyu.messages import web as messages_web
from seikyu.messages.model import Party
from seikyu.partners import api as partners_api
from seikyu.partners import web as partners_web
from seikyu.posting import web as posting_web
from seikyu.posting.web.card import letters_card
from seikyu.receiving.actions.deliver import deliverer
from seikyu.receiving.actions.withdraw import withdraw
from seikyu.retention.web import beside
from seikyu.routes.parts import Parts
from seikyu.uploads import web as uploads_web


def routes(parts: Parts) -> list[Route]:
    """The seller's API and screens."""
    return [*_api(parts), *_screens(parts)]


def _api(parts: Parts) -> list[Route]:
    pool, clock, guard, limit = parts.pool, parts.clock, parts.guard, parts.limit
    return [
        *issuing_api.routes(pool, clock, guard, max_body_bytes=limit, sandbox=parts.sandbox),
        *attachments_api.routes(pool, clock, guard),
        *afterwards_api.routes(pool, clock, guard, withdraw, max_body_bytes=limit, base_url=parts.base_url),
        *approving_api.routes(pool, clock, guard, max_body_bytes=limit),
        *partners_api.routes(pool, clock, guard, masters_in_use, max_body_bytes=limit, sandbox=parts.sandbox),
        *layouts_api.routes(pool, guard),
    ]


def _screens(parts: Parts) -> list[Route]:
    pool, clock, pages, sessions = parts.pool, parts.clock, parts.pages, parts.sessions
    settings, talk = parts.settings, beside(pages, messages_web.talk(pages, Party.SELLER))
    return [
        *drafting_web.routes(pool, clock, pages, sessions),
        *issuing_web.routes(pool, clock, pages, sessions, withdraw, parts.base_url, letters_card, talk),
        *partners_web.routes(pool, clock, pages, sessions, masters_in_use, layout_names),
        *layouts_web.routes(pool, clock, invoice_press(), pages, sessions),
        *posting_web.routes(
            pool,
            clock,
            pages,
            sessions,
            handed=bool(settings.posting_folder or settings.posting_sftp),
            max_body_bytes=parts.limit,
        ),
        *invitations_web.routes(
            pool,
            clock,
            parts.passwords,
            pages,
            sessions,
            deliverer(parts.base_url),
            base_url=parts.base_url,
            secure=settings.secure,
        ),
        *uploads_web.routes(pool, clock, pages, sessions),
    ]
