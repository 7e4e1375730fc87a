"""Which request something is done for, so that a job's log lines and spans name the request behind it.

The one context variable there is (decision 0013): it only ever decides what is told, never what is done.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

REQUEST, PARENT = "request_id", "traceparent"


@dataclass(frozen=True, slots=True)
class Trail:
    """A request, and the span under way in its trace (W3C `traceparent`), if traces are written."""

    request_id: str | None = None
    traceparent: str | None = None

    @classmethod
    def of(cls, headers: Mapping[str, object] | None) -> "Trail":
        """The trail that a job's headers tell of."""
        given = [(headers or {}).get(name) for name in (REQUEST, PARENT)]
        return cls(*(value if isinstance(value, str) else None for value in given))

    def headers(self, *, soon: bool) -> dict[str, str] | None:
        """What a job takes with it; one that is for later begins a trace of its own."""
        told = {REQUEST: self.request_id, PARENT: self.traceparent if soon else None}
        return {name: value for name, value in told.items() if value} or None


_trail: ContextVar[Trail] = ContextVar("trail", default=Trail())  # noqa: B039 -- frozen


def current() -> Trail:
    """What is being done, and what is enqueued meanwhile, is done for this request."""
    return _trail.get()


@contextmanager
def following(trail: Trail) -> Iterator[None]:
    """Do everything inside for the request of the trail."""
    token = _trail.set(trail)
    try:
        yield
    finally:
        _trail.reset(token)
