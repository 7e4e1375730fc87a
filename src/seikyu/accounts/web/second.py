"""The step after the password, and the way in by a passkey alone."""

from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts import login_steps, queries
from seikyu.accounts.actions.prove_code import Proven, prove_code
from seikyu.accounts.actions.prove_passkey import Kind, ask_after_password, ask_anybody, prove_passkey
from seikyu.accounts.factor_store import standing
from seikyu.accounts.factors import Standing, StepKind
from seikyu.accounts.model import Gone, User, Wait, Wrong
from seikyu.accounts.rules import local_path
from seikyu.accounts.web.entrance import SECOND, Entrance, wait_sentence
from seikyu.accounts.web.login import login_page
from seikyu.db.pool import act_for, transaction
from seikyu.http.forms import first, read_form, read_query
from seikyu.ui.doors import open_door

Outcome = Proven | Wrong | Wait | Gone


def routes(entrance: Entrance) -> list[Route]:
    """`/login/second…` and `/login/passkey…`."""
    screens = SecondScreens(entrance)
    pages = entrance.pages
    return [
        Route(SECOND, open_door(pages, screens.show), methods=["GET"]),
        Route(SECOND, open_door(pages, screens.prove_code), methods=["POST"]),
        Route(f"{SECOND}/options", open_door(pages, screens.ask_second), methods=["POST"]),
        Route(f"{SECOND}/passkey", open_door(pages, screens.prove_second), methods=["POST"]),
        Route("/login/passkey/options", open_door(pages, screens.ask_alone), methods=["POST"]),
        Route("/login/passkey", open_door(pages, screens.prove_alone), methods=["POST"]),
        # Whoever changes the language after a failure asks for the address of the form.
        Route("/login/passkey", _to_login, methods=["GET"]),
        Route(f"{SECOND}/passkey", _to_second, methods=["GET"]),
    ]


class SecondScreens:
    """The handlers."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def show(self, request: Request) -> Response:
        """What is asked of this person."""
        return await self._page(request, 200, "")

    async def prove_code(self, request: Request) -> Response:
        """Take a code."""
        form, entrance = await read_form(request), self._entrance
        way: Literal["totp", "recovery"] = "recovery" if first(form, "recovery") else "totp"
        typed = first(form, "recovery") or first(form, "code")
        visit = entrance.visit(request)
        outcome = await prove_code(entrance.pool, entrance.clock, entrance.seals, visit, way, typed)
        told = {"totp": "（認証アプリ）", "recovery": "（リカバリーコード）"}[way]
        return await self._answer(request, outcome, told, "wrong_code")

    async def ask_second(self, request: Request) -> Response:
        """What the browser asks a passkey of this person."""
        entrance = self._entrance
        token = entrance.visit(request).token
        asked = await ask_after_password(entrance.pool, entrance.clock, entrance.relying, token)
        return entrance.begin_anew() if asked is None else json_answer(asked)

    async def ask_alone(self, request: Request) -> Response:
        """What the browser asks any passkey."""
        entrance, target = self._entrance, local_path(first(read_query(request), "next"))
        asked, token = await ask_anybody(entrance.pool, entrance.clock, entrance.relying, target)
        answer = json_answer(asked)
        entrance.hand(answer, token)
        return answer

    async def prove_second(self, request: Request) -> Response:
        """Take the answer of a passkey after the password."""
        outcome = await self._prove(request, StepKind.SECOND)
        return await self._answer(request, outcome, "（パスキー）", "wrong_passkey")

    async def prove_alone(self, request: Request) -> Response:
        """Take the answer of a passkey alone."""
        entrance, words = self._entrance, self._entrance.pages.words(request)
        match await self._prove(request, StepKind.PASSKEY):
            case Proven() as proven:
                return await entrance.let_in(request, proven, "（パスキーのみ）")
            case Wait(seconds):
                error, status = wait_sentence(words, seconds), 429
            case _:
                error, status = words("accounts.second.wrong_passkey"), 400
        target = local_path(first(read_query(request), "next"))
        return login_page(entrance, request, target, status=status, error=error)

    async def _prove(self, request: Request, kind: Kind) -> Outcome:
        entrance, form = self._entrance, await read_form(request)
        visit, typed = entrance.visit(request), first(form, "credential")
        return await prove_passkey(entrance.pool, entrance.clock, entrance.relying, visit, kind, typed)

    async def _answer(self, request: Request, outcome: Outcome, told: str, wrong: str) -> Response:
        words = self._entrance.pages.words(request)
        match outcome:
            case Proven():
                return await self._entrance.let_in(request, outcome, told)
            case Gone():
                return self._entrance.begin_anew()
            case Wrong():
                return await self._page(request, 400, words(f"accounts.second.{wrong}"))
            case Wait(seconds):
                answer = await self._page(request, 429, wait_sentence(words, seconds))
                answer.headers["Retry-After"] = str(seconds)
                return answer

    async def _page(self, request: Request, status: int, error: str) -> Response:
        found = await self._who(request)
        if found is None:
            return self._entrance.begin_anew()
        user, has = found
        return self._entrance.pages.render(
            request,
            "accounts/second.html",
            status,
            pfid=user.pfid,
            error=error,
            totp=has.totp,
            passkey=bool(has.passkeys) and self._entrance.has_passkeys,
            recovery=has.recovery_left > 0,
        )

    async def _who(self, request: Request) -> tuple[User, Standing] | None:
        entrance = self._entrance
        async with transaction(entrance.pool, None) as connection:
            token = entrance.visit(request).token
            step = await login_steps.find(connection, token, StepKind.SECOND, entrance.clock())
            if step is None or step.user_id is None:
                return None
            user = await queries.user(connection, step.user_id)
            if user is None:
                return None
            owner = user.company.company_id
            await act_for(connection, owner)
            return user, await standing(connection, owner, user.user_id)


def json_answer(text: str) -> Response:
    """JSON that nobody keeps."""
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _to_login(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/login{query}", 303)


async def _to_second(_request: Request) -> Response:
    return RedirectResponse(SECOND, 303)
