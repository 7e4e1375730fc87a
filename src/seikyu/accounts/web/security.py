"""ログインとセキュリティ: one's own sessions and second factors, and the rule of the company."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts import session_store
from seikyu.accounts.actions import end_sessions, keep_factors
from seikyu.accounts.agents import device_words
from seikyu.accounts.factor_store import standing, tell_of_new_devices
from seikyu.accounts.factors import FRESH, Passkey, Standing
from seikyu.accounts.session_store import OpenSession
from seikyu.accounts.sessions import Oneself, OwnDoor, login_address
from seikyu.accounts.web.entrance import Entrance, id_in_path
from seikyu.db.pool import transaction
from seikyu.http.forms import first, read_form
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words
from seikyu.wire import codes

PATH = "/settings/security"

Screen = Callable[[Request, Oneself], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it is shown."""

    action: str
    device: str
    address: str
    begun: When | None
    seen: When | None
    this: bool


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey as it is shown."""

    action: str
    name: str
    added: When | None
    used: When | None


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """The whole page; `again` is where to log in once more before factors can be changed."""

    has: Standing
    passkeys: Sequence[PasskeyRow]
    sessions: Sequence[SessionRow]
    again: str
    possible: bool
    device: str
    administrator: bool


def routes(entrance: Entrance) -> list[Route]:
    """`/settings/security` and what is posted there."""
    screens, own = SecurityScreens(entrance), OwnDoor(entrance.sessions)

    def post(path: str, handler: Screen) -> Route:
        return Route(f"{PATH}/{path}", door(entrance.pages, own, handler), methods=["POST"])

    return [
        Route(PATH, door(entrance.pages, own, screens.show), methods=["GET"]),
        post("sessions/{session_id}/end", screens.end_one),
        post("others/end", screens.end_others),
        post("devices", screens.tell_devices),
        post("company", screens.require),
    ]


class SecurityScreens:
    """The handlers."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def show(self, request: Request, oneself: Oneself) -> Response:
        """Everything."""
        entrance, owner, user_id = self._entrance, oneself.company.company_id, oneself.user.user_id
        words, now = entrance.pages.words(request), entrance.clock()
        async with transaction(entrance.pool, owner) as connection:
            has = await standing(connection, owner, user_id)
            found = await session_store.open_sessions(connection, owner, user_id, now)
        page = SecurityPage(
            has=has,
            passkeys=[_passkey_row(one) for one in has.passkeys],
            sessions=[_session_row(one, oneself, words) for one in found],
            again=login_address(PATH) if now - oneself.since > FRESH else "",
            possible=entrance.has_passkeys,
            device=device_words(request.headers.get("user-agent", "")),
            administrator=oneself.user.administrator,
        )
        return entrance.pages.render(request, "accounts/security.html", page=page)

    async def end_one(self, request: Request, oneself: Oneself) -> Response:
        """End one session."""
        session_id = id_in_path(request, "session_id", codes.SESSION_UNKNOWN)
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await end_sessions.end_own(connection, oneself, session_id, self._entrance.clock())
        return done("session_ended")

    async def end_others(self, _request: Request, oneself: Oneself) -> Response:
        """End all sessions but this one."""
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await end_sessions.end_own_others(connection, oneself, self._entrance.clock())
        return done("sessions_ended")

    async def tell_devices(self, request: Request, oneself: Oneself) -> Response:
        """Whether a mail tells of new devices."""
        form = await read_form(request)
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await tell_of_new_devices(connection, oneself.user.user_id, tell=bool(first(form, "tell")))
        return done("security_saved")

    async def require(self, request: Request, oneself: Oneself) -> Response:
        """Ask everybody for a second factor, or no more."""
        form, now = await read_form(request), self._entrance.clock()
        required = bool(first(form, "required"))
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await keep_factors.require_for_all(connection, oneself.actor, now, required=required)
        return done("security_saved")


def done(what: str) -> Response:
    """Back to the page, with a notice."""
    answer = RedirectResponse(PATH, 303)
    notices.leave(answer, f"accounts.notice.{what}")
    return answer


def _session_row(session: OpenSession, oneself: Oneself, words: Words) -> SessionRow:
    return SessionRow(
        f"{PATH}/sessions/{session.session_id}/end",
        device_words(session.agent) or words("accounts.security.unknown_device"),
        session.address,
        moment(session.signed_in_at),
        moment(session.seen_at),
        session.session_id == oneself.session_id,
    )


def _passkey_row(passkey: Passkey) -> PasskeyRow:
    action = f"{PATH}/passkeys/{passkey.passkey_id}/remove"
    return PasskeyRow(action, passkey.name, moment(passkey.added_at), moment(passkey.used_at))
