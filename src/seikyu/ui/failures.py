"""What the page says when something did not work: not found, not allowed, somebody was faster, a bug."""

from starlette.requests import Request

from seikyu.ui.navigation import ALL_SETTINGS, SECTIONS, SETTINGS
from seikyu.ui.words import Words

# The statuses that have words of their own; any other is told as the nearest of its hundred.
TOLD = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})
FIRST_OF_OURS = 500
LISTS = (
    *(href for pages in (*SECTIONS.values(), *SETTINGS.values()) for _, href in pages),
    ALL_SETTINGS,
)


def failure_values(
    words: Words, request: Request, status: int, sentence: str, code: str
) -> dict[str, object]:
    """What `ui/failure.html` shows; nothing of how a failure of ours came about but the id to ask with."""
    told = status if status in TOLD else status // 100 * 100
    ours = status >= FIRST_OF_OURS
    return {
        "title": words(f"ui.failure.{told}.title"),
        "sentence": sentence or words(f"ui.failure.{told}.sentence"),
        "advice": words(f"ui.failure.{told}.advice"),
        "kind": "ours" if ours else "mine",
        "code": code,
        "request_id": request.scope.get("state", {}).get("request_id", "") if ours else "",
        "back": _back(request.url.path),
    }


def _back(path: str) -> str:
    for start in LISTS:
        if path.startswith(start):
            return start
    return "/"
