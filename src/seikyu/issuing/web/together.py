"""Many invoices at once: printed as one PDF, or the list as CSV; what is listed is in the address."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.downloads import csv_answer
from seikyu.http.forms import first, read_form
from seikyu.invoices.screen.together import bound_answer
from seikyu.invoices.taking_out import given
from seikyu.issuing.actions.take_out import all_to_print, list_as_csv, prints_of
from seikyu.issuing.queries import Filter
from seikyu.issuing.web.chosen import chosen_numbers
from seikyu.issuing.web.listing import read_list
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.kit.jst import today
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/seller/invoices"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/invoices/print`, `…/print-all` and `…/export`."""

    async def print_chosen(request: Request, actor: Actor) -> Response:
        numbers = await chosen_numbers(request)
        if not numbers:
            raise Refusal(codes.NOTHING_TO_PRINT, status=400)
        # In the order of the list they were chosen in.
        window, owner = read_list(request, pages.words(request)).window, actor.company.company_id
        async with transaction(pool, owner) as connection:
            wanted = Filter(numbers=frozenset(numbers))
            invoices = await all_to_print(connection, owner, wanted, window)
            prints = await prints_of(connection, actor, clock, invoices, given(wanted))
        return await bound_answer(pool, prints, today(clock))

    async def print_all(request: Request, actor: Actor) -> Response:
        asked, owner = read_list(request, pages.words(request)), actor.company.company_id
        async with transaction(pool, owner) as connection:
            invoices = await all_to_print(connection, owner, asked.filter, asked.window)
            prints = await prints_of(connection, actor, clock, invoices, given(asked.filter))
        return await bound_answer(pool, prints, today(clock))

    async def export(request: Request, actor: Actor) -> Response:
        encoding: Encoding = "cp932" if first(await read_form(request), "encoding") == "cp932" else "utf-8"
        asked, owner = read_list(request, pages.words(request)), actor.company.company_id
        async with transaction(pool, owner) as connection:
            sheet = await list_as_csv(connection, actor, clock, asked.filter, asked.window, encoding)
        return csv_answer(sheet, f"発行した請求書_{today(clock):%Y%m%d}.csv", encoding)

    return [
        Route(f"{LIST}/print", door(pages, sessions, print_chosen), methods=["POST"]),
        Route(f"{LIST}/print-all", door(pages, sessions, print_all), methods=["POST"]),
        Route(f"{LIST}/export", door(pages, sessions, export), methods=["POST"]),
    ]
