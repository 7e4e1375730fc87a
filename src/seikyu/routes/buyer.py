"""What a buyer reaches: what it received, its journal, payees, payments, exports and own papers."""

from starlette.routing import Route

from seikyu.journals import api as journals_api
from seikyu.journals import web as journals_web
from seikyu.journals.beside import journals_beside
from seikyu.journals.in_use import masters_in_use
from seikyu.journals.masters import KINDS, PREFIX, SCREENS
from seikyu.journals.web.standard import OFFERS
from seikyu.ledgers import api as ledgers_api
from seikyu.ledgers import web as ledgers_web
from seikyu.ledgers.queries import exported
from seikyu.masters import api as masters_api
from seikyu.masters import web as masters_web
from seikyu.masters.api import MastersDoor
from seikyu.masters.web import Screens
from seikyu.messages import web as messages_web
from seikyu.messages.model import Party
from seikyu.own_entry import web as own_entry_web
from seikyu.payees import web as payees_web
from seikyu.payees.masters import PAYEES
from seikyu.payments import api as payments_api
from seikyu.payments import web as payments_web
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.queries import in_runs
from seikyu.receiving import api as receiving_api
from seikyu.receiving import attachments_api
from seikyu.receiving import web as receiving_web
from seikyu.receiving.of_payees import PAPERS, payees_in_use
from seikyu.retention.web import beside
from seikyu.routes.parts import Parts

JOURNAL_MASTERS = (*KINDS, PAYING_ACCOUNTS)


def routes(parts: Parts) -> list[Route]:
    """The buyer's API and screens."""
    return [*_api(parts), *_screens(parts)]


def _api(parts: Parts) -> list[Route]:
    pool, clock, guard, limit = parts.pool, parts.clock, parts.guard, parts.limit
    payees = MastersDoor(pool, clock, guard, payees_in_use, limit, parts.sandbox)
    masters = MastersDoor(pool, clock, guard, masters_in_use, limit, parts.sandbox)
    return [
        *receiving_api.routes(
            pool,
            clock,
            guard,
            journals_beside,
            max_body_bytes=limit,
            base_url=parts.base_url,
            sandbox=parts.sandbox,
        ),
        *attachments_api.routes(pool, guard),
        *ledgers_api.routes(pool, clock, guard, in_runs, max_body_bytes=limit),
        *payments_api.routes(pool, clock, guard, max_body_bytes=limit),
        *masters_api.routes(payees, PREFIX, [PAYEES]),
        *masters_api.routes(masters, PREFIX, JOURNAL_MASTERS),
        *journals_api.routes(pool, clock, guard, exported, max_body_bytes=limit),
    ]


def _screens(parts: Parts) -> list[Route]:
    pool, clock, pages, sessions = parts.pool, parts.clock, parts.pages, parts.sessions
    talk = beside(pages, messages_web.talk(pages, Party.BUYER))
    masters = Screens(pool, clock, pages, sessions, masters_in_use, SCREENS, JOURNAL_MASTERS, offers=OFFERS)
    return [
        *receiving_web.routes(pool, clock, pages, sessions, parts.base_url, talk),
        *own_entry_web.routes(pool, clock, pages, sessions),
        *ledgers_web.routes(pool, clock, pages, sessions, in_runs),
        *payments_web.routes(pool, clock, pages, sessions),
        *payees_web.routes(pool, clock, pages, sessions, payees_in_use, PAPERS),
        *masters_web.routes(masters),
        *journals_web.routes(pool, clock, pages, sessions, exported),
    ]
