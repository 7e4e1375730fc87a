"""Until when an invoice is kept, on the invoice's own page of either side."""

from markupsafe import Markup
from starlette.requests import Request

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.issuing.web.beside import Talk
from seikyu.retention import queries
from seikyu.ui.format import day
from seikyu.ui.pages import Pages


def beside(pages: Pages, talk: Talk) -> Talk:
    """The same, and before it until when the invoice is kept."""

    async def part_of(
        connection: Connection, request: Request, actor: Actor, invoice_mng_num: int
    ) -> Markup | None:
        said = await talk.part_of(connection, request, actor, invoice_mng_num)
        found = await queries.kept_until(connection, actor.company.company_id, invoice_mng_num)
        if found is None:
            return said
        until, held = found
        return pages.part(request, "retention/kept.html", until=day(until), held=held) + (said or Markup())

    return Talk(part_of, talk.marks_of)
