"""Inviting a payee from its page: by mail, to issue its invoices here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.invitations.actions.invite import invite_payee
from seikyu.invitations.actions.send import Inviter
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

PATH = "/buyer/payees/{payee_id:uuid}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/payees/{payee_id}/invite`."""

    async def take(request: Request, actor: Actor) -> Response:
        payee_id = request.path_params["payee_id"]
        inviter = Inviter(actor.company, actor.author, base_url)
        async with transaction(pool, actor.company.company_id) as connection:
            await invite_payee(connection, inviter, clock(), payee_id)
        answer = RedirectResponse(f"/buyer/payees/{payee_id}", 303)
        notices.leave(answer, "invitations.notice.payee_invited")
        return answer

    return [Route(f"{PATH}/invite", door(pages, sessions, take), methods=["POST"])]
