"""`/docs`: the documentation, open to everybody (contract §8)."""

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from seikyu.docs.console import WAITING_ROOM
from seikyu.docs.library import installed
from seikyu.docs.site import FRONT, Sent, Served, Site
from seikyu.ui.pages import Pages
from seikyu.ui.words import LANGUAGES
from seikyu.wire.faults import Language

HTML = "text/html; charset=utf-8"


def routes(pages: Pages, base_url: str, *, sandbox: bool) -> list[BaseRoute]:
    """The pages in both languages, what their search box searches, and in a sandbox the console."""
    site = Site(installed(), Served(pages.static.urls), base_url, console=sandbox)

    async def front(request: Request) -> Response:
        language = pages.words(request).language
        return Response(status_code=303, headers={"Location": f"/docs/{language}", "Vary": "Cookie"})

    async def page(request: Request) -> Response:
        path = request.path_params.get("path", FRONT)
        if path != FRONT and path not in site.library.pages:
            raise HTTPException(404)
        return await _answer(request, lambda: site.page(path, _language(request)), HTML)

    async def index(request: Request) -> Response:
        return await _answer(request, lambda: site.index(_language(request)), "application/json")

    async def waiting(request: Request) -> Response:
        answer = await _answer(request, lambda: site.waiting_room(pages.words(request).language), HTML)
        answer.headers["Cache-Control"] = "no-store"
        # The address holds a code.
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    return [
        Route("/docs", front),
        *([Route(WAITING_ROOM, waiting)] if sandbox else []),
        Route("/docs/search.{language}.json", index),
        Route("/docs/{language}", page),
        Route("/docs/{language}/{path:path}", page),
    ]


def _language(request: Request) -> Language:
    asked = request.path_params["language"]
    for language in LANGUAGES:
        if asked == language:
            return language
    raise HTTPException(404)


async def _answer(request: Request, make: Callable[[], Sent], media_type: str) -> Response:
    """What was made, or 304 to whoever has it; making a page the first time takes a moment."""
    made = await asyncio.to_thread(make)
    headers = {"ETag": made.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if made.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(made.packed, headers=headers, media_type=media_type)
    return Response(made.content, headers=headers, media_type=media_type)
