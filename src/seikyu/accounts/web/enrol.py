"""Setting a second factor up on the way in, where the company asks everybody for one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts import factor_store, login_steps, queries, totp
from seikyu.accounts.actions import keep_factors
from seikyu.accounts.actions.keep_factors import Own
from seikyu.accounts.actions.prove_code import Proven, waiting, watched_of
from seikyu.accounts.callers import request_id_of
from seikyu.accounts.factors import Step, StepKind
from seikyu.accounts.model import Actor, User, Via
from seikyu.accounts.store import count_failure
from seikyu.accounts.web.entrance import ENROL, Entrance, wait_sentence
from seikyu.db.pool import Connection, act_for, transaction
from seikyu.http.forms import first, read_form
from seikyu.seals import Seals
from seikyu.ui.doors import open_door


def routes(entrance: Entrance) -> list[Route]:
    """`/login/enrol`."""
    screens = EnrolScreens(entrance)
    return [
        Route(ENROL, open_door(entrance.pages, screens.show), methods=["GET"]),
        Route(ENROL, open_door(entrance.pages, screens.confirm), methods=["POST"]),
    ]


class EnrolScreens:
    """The handlers."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def show(self, request: Request) -> Response:
        """The secret; it was made for this step, so that nobody else has ever seen it."""
        async with transaction(self._entrance.pool, None) as connection:
            found = await self._who(connection, request)
        return self._entrance.begin_anew() if found is None else self._page(request, *found)

    async def confirm(self, request: Request) -> Response:
        """Take the first code: the person is in, and sees the recovery codes."""
        form, entrance = await read_form(request), self._entrance
        words = entrance.pages.words(request)
        async with transaction(entrance.pool, None) as connection:
            found = await self._who(connection, request)
            if found is None:
                return entrance.begin_anew()
            step, own, sealed = found
            watches = await watched_of(connection, own.user, entrance.visit(request), own.now)
            if not await self._still_due(connection, request, own):
                return entrance.begin_anew()
            if wait := await waiting(connection, watches, own.now):
                return self._page(request, *found, 429, wait_sentence(words, wait))
            codes = await keep_factors.confirm_totp(
                connection, own, entrance.seals, sealed, first(form, "code")
            )
            if codes is None:
                await count_failure(connection, [watch.subject for watch in watches], own.now)
                return self._page(request, *found, 400, words("accounts.second.wrong_code"))
            await login_steps.finish(connection, step)
        page = entrance.pages.render(request, "accounts/recovery_codes.html", codes=codes, onward=step.target)
        let_in = await entrance.let_in(request, Proven(own.user, step.target), "（認証アプリ）")
        page.raw_headers.extend(pair for pair in let_in.raw_headers if pair[0] == b"set-cookie")
        return page

    async def _who(self, connection: Connection, request: Request) -> tuple[Step, Own, bytes] | None:
        now, token = self._entrance.clock(), self._entrance.visit(request).token
        step = await login_steps.find(connection, token, StepKind.ENROL, now)
        user = None if step is None or step.user_id is None else await queries.user(connection, step.user_id)
        if step is None or step.sealed is None or user is None:
            return None
        await act_for(connection, user.company.company_id)
        request_id = request_id_of(request)
        actor = Actor(user.company, user.user_id, user.name, Via.SCREEN, request_id=request_id)
        return step, Own(user, actor.author, now), step.sealed

    async def _still_due(self, connection: Connection, request: Request, own: Own) -> bool:
        """Held from here on: whoever knows the password only never replaces what was set up meanwhile."""
        await factor_store.lock_person(connection, own.user.user_id)
        token = self._entrance.visit(request).token
        step = await login_steps.find(connection, token, StepKind.ENROL, own.now)
        has = await factor_store.standing(connection, own.owner, own.user.user_id)
        return step is not None and has.next_step is StepKind.ENROL

    def _page(
        self, request: Request, _step: Step, own: Own, sealed: bytes, status: int = 200, error: str = ""
    ) -> Response:
        values = totp_values(self._entrance.seals, own.user, sealed)
        return self._entrance.pages.render(
            request, "accounts/totp.html", status, action=ENROL, enrolling=True, error=error, **values
        )


def totp_values(seals: Seals, user: User, sealed: bytes) -> dict[str, str]:
    """What the page of an authenticator app shows."""
    secret = seals.open(sealed, totp.PURPOSE)
    return {
        "pfid": user.pfid,
        "company": user.company.name,
        "picture": totp.picture(secret, user.pfid),
        "secret": totp.shown_secret(secret),
    }
