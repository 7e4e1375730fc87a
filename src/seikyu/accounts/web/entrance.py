"""The way in, page by page: who has shown a password is let in, or led to what is still missing."""

from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from seikyu.accounts import login_steps
from seikyu.accounts.actions.keep_factors import new_totp
from seikyu.accounts.actions.prove_code import Proven, Visit
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.factor_store import standing
from seikyu.accounts.factors import STEP_LIFETIME, StepKind
from seikyu.accounts.model import User
from seikyu.accounts.passkeys import Relying
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.seals import Seals
from seikyu.ui import notices
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

LOGIN, SECOND, ENROL = "/login", "/login/second", "/login/enrol"
STEP_SECONDS = int(STEP_LIFETIME.total_seconds())
PAGES = {StepKind.SECOND: SECOND, StepKind.ENROL: ENROL}


class Entrance:
    """What every page on the way in needs."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        seals: Seals,
        sessions: Sessions,
        pages: Pages,
        relying: Relying | None,
    ) -> None:
        self.pool, self.clock, self.seals = pool, clock, seals
        self.sessions, self.pages = sessions, pages
        self._relying = relying

    @property
    def has_passkeys(self) -> bool:
        """Whether passkeys are possible at this address."""
        return self._relying is not None

    @property
    def relying(self) -> Relying:
        """Where passkeys are good; refused where they are not."""
        if self._relying is None:
            raise Refusal(codes.PASSKEYS_NOT_HERE, status=409)
        return self._relying

    async def go_on(self, request: Request, user: User, target: str) -> Response:
        """What follows on a right password: nobody has a session before all is shown that is asked for."""
        owner = user.company.company_id
        async with transaction(self.pool, owner) as connection:
            kind = (await standing(connection, owner, user.user_id)).next_step
            if kind is not None:
                sealed = new_totp(self.seals) if kind is StepKind.ENROL else None
                now = self.clock()
                token = await login_steps.begin(connection, kind, user.user_id, target, now, sealed)
        if kind is None:
            return await self.let_in(request, Proven(user, target), "")
        answer = RedirectResponse(PAGES[kind], 303)
        self.hand(answer, token)
        return answer

    async def let_in(self, request: Request, proven: Proven, told: str) -> Response:
        """Begin the session and send the person where they wanted to go."""
        answer = RedirectResponse(proven.target, 303)
        await self.sessions.begin(request, proven.user, answer, told=told)
        self.sessions.take_back(answer, self.sessions.step_cookie)
        return answer

    def visit(self, request: Request) -> Visit:
        """Somebody on the way in."""
        token = request.cookies.get(self.sessions.step_cookie, "")
        device = self.sessions.device(request)
        return Visit(token, address_of(request), request_id_of(request), device)

    def hand(self, answer: Response, token: str) -> None:
        """Give the browser the step to hold."""
        self.sessions.hand(answer, self.sessions.step_cookie, token, STEP_SECONDS)

    def begin_anew(self) -> Response:
        """The step is over: back to the password."""
        answer = RedirectResponse(LOGIN, 303)
        notices.leave(answer, "accounts.notice.step_gone")
        self.sessions.take_back(answer, self.sessions.step_cookie)
        return answer


def with_next(path: str, target: str) -> str:
    """A page on the way in that knows where the person wants to go."""
    return path if target == "/" else f"{path}?{urlencode({'next': target})}"


def wait_sentence(words: Words, seconds: int) -> str:
    """How long to wait."""
    minutes = -(-seconds // 60)
    if minutes == 1:
        return words("accounts.login.wait_seconds", count=seconds)
    return words("accounts.login.wait_minutes", count=minutes)


def id_in_path(request: Request, name: str, unknown: Code) -> UUID:
    """The id a path holds; 404 with the code `unknown` when it is none."""
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise Refusal(unknown, status=404) from None
