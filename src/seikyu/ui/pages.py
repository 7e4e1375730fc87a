"""Rendering pages: the layout around them, the language, who is looking."""

from collections.abc import Callable
from typing import Protocol

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from seikyu.ui import notices
from seikyu.ui.assets import Assets
from seikyu.ui.failures import failure_values
from seikyu.ui.lists import Address, read_address
from seikyu.ui.navigation import navigation
from seikyu.ui.templates import template_environment
from seikyu.ui.words import Words, load_words
from seikyu.wire.faults import Language

LANGUAGE = "language"
LANGUAGE_COOKIE = "seikyu_language"
A_YEAR = 365 * 24 * 3600


class Named(Protocol):
    """Something with a name that is shown."""

    @property
    def name(self) -> str:
        """As people know it."""


class Visitor(Protocol):
    """Whoever looks at a screen, as far as the layout is concerned."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def company(self) -> Named:
        """The person's company."""


class Pages:
    """Makes pages from templates; `sandbox` and what is announced stand on every one of them."""

    def __init__(
        self,
        *,
        sandbox: bool = False,
        secure: bool = False,
        announced: Callable[[Words], str] = lambda _words: "",
    ) -> None:
        self._sandbox = sandbox
        self._announced = announced
        self._secure = secure
        self._assets = Assets()
        self._words = load_words()
        self._templates = template_environment()
        self._templates.globals["asset"] = self._assets.url

    @property
    def static(self) -> Assets:
        """The files that pages refer to, to be mounted at `/static`."""
        return self._assets

    def words(self, request: Request) -> Words:
        """The words of the language that the person chose, Japanese when none was."""
        return self._words[_language(request)]

    def render(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """A page from a template (`<slice>/<name>.html`) and what it shows."""
        words = self.words(request)
        address = read_address(request)
        page = self._templates.get_template(template).render(
            {"announced": self._announced(words), **values},
            t=words,
            language=words.language,
            languages=_switch(address, words.language),
            sandbox=self._sandbox,
            visitor=visitor_of(request),
            navigation=navigation(request.url.path),
            notice=notices.read(request, words),
        )
        response = HTMLResponse(
            page, status, {"Cache-Control": "no-store", "Content-Language": words.language, "Vary": "Cookie"}
        )
        notices.forget(request, response)
        if LANGUAGE in request.query_params:
            response.set_cookie(
                LANGUAGE_COOKIE, words.language, A_YEAR, secure=self._secure, httponly=True, samesite="lax"
            )
        return response

    def part(self, request: Request, template: str, **values: object) -> Markup:
        """A piece of a page, for a page of another slice that makes room for it."""
        words = self.words(request)
        made = self._templates.get_template(template).render(values, t=words, language=words.language)
        return Markup(made)  # noqa: S704 -- made by a template, which escapes

    def failure(self, request: Request, status: int, sentence: str = "", code: str = "") -> Response:
        """A page for what did not work; without a sentence of its own, that of the HTTP status."""
        values = failure_values(self.words(request), request, status, sentence, code)
        return self.render(request, "ui/failure.html", status, **values)


def show_to(request: Request, visitor: Visitor) -> None:
    """From here on, pages for this request name the visitor and show the navigation."""
    request.scope.setdefault("state", {})["visitor"] = visitor


def visitor_of(request: Request) -> Visitor | None:
    """Who was let in for this request."""
    visitor: Visitor | None = request.scope.get("state", {}).get("visitor")
    return visitor


def _language(request: Request) -> Language:
    chosen = request.query_params.get(LANGUAGE) or request.cookies.get(LANGUAGE_COOKIE)
    # Japanese unless the person chose otherwise: browsers in Japan often ask for English unasked.
    return "en" if chosen == "en" else "ja"


def _switch(address: Address, current: Language) -> list[tuple[str, str, str, bool]]:
    # Each language is named in itself, so that whoever cannot read the page finds the way.
    return [
        (code, name, address.link(language=code), code == current)
        for code, name in (("ja", "日本語"), ("en", "English"))
    ]
