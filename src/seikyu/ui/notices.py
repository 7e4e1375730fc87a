"""A sentence shown once on the page that follows an action, carried by a short-lived cookie.

The cookie holds the path of a sentence, never the sentence: what a stranger may plant can only be something
the screens say anyway.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

from seikyu.ui.words import Words

COOKIE = "seikyu_notice"
SECONDS = 60
PATTERN = re.compile(r"[a-z_]+\.notice\.[a-z_]+")


def leave(response: Response, path: str) -> None:
    """Have the next page show the sentence `<slice>.notice.<name>`."""
    response.set_cookie(COOKIE, path, max_age=SECONDS, httponly=True, samesite="lax")


def read(request: Request, words: Words) -> str | None:
    """The sentence to show, if one was left."""
    path = request.cookies.get(COOKIE, "")
    return words(path) if PATTERN.fullmatch(path) and path in words else None


def forget(request: Request, response: Response) -> None:
    """Take the sentence back once it has been shown."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
