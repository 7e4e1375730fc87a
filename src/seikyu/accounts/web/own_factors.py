"""Setting one's own second factors up and taking them away, after a login that is not long ago."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts import login_steps, passkeys
from seikyu.accounts.actions import keep_factors
from seikyu.accounts.actions.keep_factors import Own
from seikyu.accounts.agents import device_words
from seikyu.accounts.factors import FRESH, Step, StepKind
from seikyu.accounts.passkey_store import NewPasskey, passkeys_of
from seikyu.accounts.sessions import Oneself, OwnDoor, login_address
from seikyu.accounts.web.enrol import totp_values
from seikyu.accounts.web.entrance import Entrance, id_in_path
from seikyu.accounts.web.second import json_answer
from seikyu.accounts.web.security import PATH, Screen, done
from seikyu.db.pool import Connection, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.ids import new_id
from seikyu.ui.doors import door
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

TOTP = f"{PATH}/totp"
LONGEST_NAME = 50


def routes(entrance: Entrance) -> list[Route]:
    """`/settings/security/totp…`, `…/codes`, `…/passkeys…`."""
    screens, own = FactorScreens(entrance), OwnDoor(entrance.sessions)

    def route(method: str, path: str, handler: Screen) -> Route:
        return Route(path, door(entrance.pages, own, screens.fresh(handler)), methods=[method])

    return [
        route("POST", f"{TOTP}/begin", screens.begin_totp),
        route("GET", TOTP, screens.show_totp),
        route("POST", TOTP, screens.confirm_totp),
        route("POST", f"{TOTP}/remove", screens.remove_totp),
        route("POST", f"{PATH}/codes", screens.renew_codes),
        route("POST", f"{PATH}/passkeys/options", screens.ask_passkey),
        route("POST", f"{PATH}/passkeys", screens.add_passkey),
        route("POST", f"{PATH}/passkeys/{{passkey_id}}/remove", screens.remove_passkey),
    ]


class FactorScreens:
    """The handlers."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def fresh(self, handler: Screen) -> Screen:
        """Only for somebody who logged in lately; others log in again first."""

        async def inside(request: Request, oneself: Oneself) -> Response:
            if self._entrance.clock() - oneself.since > FRESH:
                return RedirectResponse(login_address(PATH), 303)
            return await handler(request, oneself)

        return inside

    async def begin_totp(self, _request: Request, oneself: Oneself) -> Response:
        """Make a secret, and show it."""
        entrance = self._entrance
        async with transaction(entrance.pool, oneself.company.company_id) as connection:
            sealed, user_id = keep_factors.new_totp(entrance.seals), oneself.user.user_id
            token = await login_steps.begin(
                connection, StepKind.REGISTER, user_id, PATH, entrance.clock(), sealed
            )
        answer = RedirectResponse(TOTP, 303)
        entrance.hand(answer, token)
        return answer

    async def show_totp(self, request: Request, oneself: Oneself) -> Response:
        """The secret as a picture and as text."""
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            step = await self._step(connection, request, oneself)
        if step is None or step.sealed is None:
            return RedirectResponse(PATH, 303)
        return self._totp_page(request, oneself, step.sealed, 200, "")

    async def confirm_totp(self, request: Request, oneself: Oneself) -> Response:
        """Take the first code."""
        form, entrance = await read_form(request), self._entrance
        async with transaction(entrance.pool, oneself.company.company_id) as connection:
            step = await self._step(connection, request, oneself)
            if step is None or step.sealed is None:
                return RedirectResponse(PATH, 303)
            fresh = await keep_factors.confirm_totp(
                connection, self._own(oneself), entrance.seals, step.sealed, first(form, "code")
            )
            if fresh is None:
                wrong = entrance.pages.words(request)("accounts.second.wrong_code")
                return self._totp_page(request, oneself, step.sealed, 400, wrong)
            await login_steps.finish(connection, step)
        return self._after_adding(request, fresh, "totp_added")

    async def remove_totp(self, _request: Request, oneself: Oneself) -> Response:
        """Forget the authenticator app."""
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await keep_factors.remove_totp(connection, self._own(oneself))
        return done("totp_removed")

    async def renew_codes(self, request: Request, oneself: Oneself) -> Response:
        """Fresh recovery codes, shown this once."""
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            fresh = await keep_factors.renew_codes(connection, self._own(oneself))
        return self._after_adding(request, fresh, "")

    async def ask_passkey(self, _request: Request, oneself: Oneself) -> Response:
        """What the browser makes a passkey from."""
        entrance, user = self._entrance, oneself.user
        now, owner = entrance.clock(), user.company.company_id
        async with transaction(entrance.pool, owner) as connection:
            token = await login_steps.begin(connection, StepKind.REGISTER, user.user_id, PATH, now)
            challenge = await login_steps.give_challenge(connection, token, now)
            known = [one.credential_id for one in await passkeys_of(connection, owner, user.user_id)]
        answer = json_answer(passkeys.creation_options(entrance.relying, user, challenge, known))
        entrance.hand(answer, token)
        return answer

    async def add_passkey(self, request: Request, oneself: Oneself) -> Response:
        """Keep the passkey that the browser made."""
        form, entrance, now = await read_form(request), self._entrance, self._entrance.clock()
        async with transaction(entrance.pool, oneself.company.company_id) as connection:
            step = await self._step(connection, request, oneself)
            challenge = None if step is None else await login_steps.take_challenge(connection, step, now)
            made = (
                None
                if challenge is None
                else passkeys.registered(entrance.relying, first(form, "credential"), challenge)
            )
            if step is None or made is None:
                raise Refusal(codes.PASSKEY_REFUSED, status=400)
            await login_steps.finish(connection, step)
            agent = request.headers.get("user-agent", "")
            name = first(form, "name").strip()[:LONGEST_NAME] or device_words(agent) or "Passkey"
            new = NewPasskey(
                new_id(now), made.credential_id, made.credential_public_key, made.sign_count, name
            )
            fresh = await keep_factors.add_passkey(connection, self._own(oneself), new)
        return self._after_adding(request, fresh, "passkey_added")

    async def remove_passkey(self, request: Request, oneself: Oneself) -> Response:
        """Forget a passkey."""
        passkey_id = id_in_path(request, "passkey_id", codes.PASSKEY_UNKNOWN)
        async with transaction(self._entrance.pool, oneself.company.company_id) as connection:
            await keep_factors.remove_passkey(connection, self._own(oneself), passkey_id)
        return done("passkey_removed")

    def _own(self, oneself: Oneself) -> Own:
        return Own(oneself.user, oneself.actor.author, self._entrance.clock())

    async def _step(self, connection: Connection, request: Request, oneself: Oneself) -> Step | None:
        token, now = self._entrance.visit(request).token, self._entrance.clock()
        step = await login_steps.find(connection, token, StepKind.REGISTER, now)
        return step if step is not None and step.user_id == oneself.user.user_id else None

    def _totp_page(
        self, request: Request, oneself: Oneself, sealed: bytes, status: int, error: str
    ) -> Response:
        values = totp_values(self._entrance.seals, oneself.user, sealed)
        return self._entrance.pages.render(
            request, "accounts/totp.html", status, action=TOTP, enrolling=False, error=error, **values
        )

    def _after_adding(self, request: Request, fresh: Sequence[str], notice: str) -> Response:
        if not fresh:
            return done(notice)
        return self._entrance.pages.render(request, "accounts/recovery_codes.html", codes=fresh, onward=PATH)
