"""What people are told of maintenance: the line on every page, and the page that stands for all others."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from seikyu.http.csrf import SAFE_METHODS
from seikyu.maintenance.model import ALL, API, SCREENS, Window
from seikyu.maintenance.watch import Watch
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words


def announcing(watch: Watch) -> Callable[[Words], str]:
    """What every page says of maintenance; mostly nothing."""

    def announce(words: Words) -> str:
        window = watch.announced()
        return "" if window is None else announcement(window, watch.clock(), words)

    return announce


def announcement(window: Window, now: datetime, words: Words) -> str:
    """What is or will be stopped, from when until when, and what the operator adds."""
    start, end = _shown(window.starts_at), _shown(window.ends_at)
    day = start[: len("2026/11/21 ")]
    # Of the same day, the end is told by its hour.
    told = {"what": _what(window, words), "start": start, "end": end.removeprefix(day)}
    if not window.in_force(now):
        sentence = words("maintenance.announcement.planned", **told)
    elif window.ends_at is None:
        sentence = words("maintenance.announcement.open", **told)
    else:
        sentence = words("maintenance.announcement.now", **told)
    notice = window.notice.of(words.language)
    return f"{sentence} {notice}" if notice else sentence


def closed_page(pages: Pages) -> Callable[[Request, Window], Response]:
    """The page that people see instead of the one they asked for; it asks the database nothing."""

    def closed(request: Request, window: Window) -> Response:
        words = pages.words(request)
        return pages.render(
            request,
            "maintenance/closed.html",
            503,
            what=_what(window, words),
            notice_of_operator=window.notice.of(words.language),
            start=moment(window.starts_at),
            end=moment(window.ends_at),
            sent=request.method not in SAFE_METHODS,
            again=request.url.path if request.method in SAFE_METHODS else "/",
            announced="",
        )

    return closed


def _what(window: Window, words: Words) -> str:
    for target in (ALL, API, SCREENS):
        if target in window.targets:
            return words(f"maintenance.target.{target}")
    return words("maintenance.target.operations", names=", ".join(window.targets))


def _shown(value: datetime | None) -> str:
    when = moment(value)
    return "" if when is None else when.shown
