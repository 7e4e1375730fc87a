"""Traces: what one request made happen, in which process, how long each part took. Off unless asked for."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from seikyu.db.pool import Told


class Answering(Protocol):
    """The span of a request under way."""

    def ended(self, name: str, status: int) -> None:
        """Name it by its published path, which is known only now."""


class Tracing(Protocol):
    """What tells a collector."""

    @property
    def statement(self) -> Told | None:
        """Hears of every statement that was run."""

    def request(self) -> AbstractContextManager[Answering]:
        """A request is answered inside."""

    def job(self, task: str, traceparent: str | None) -> AbstractContextManager[None]:
        """A job is done inside, asked for by a span of another process."""

    def outgoing(self, name: str) -> AbstractContextManager[None]:
        """Something is handed to another system inside."""

    def traceparent(self) -> str | None:
        """The span under way, as a job takes it with it."""

    def close(self) -> None:
        """Send what was not sent yet."""


class _Off:
    """No traces; also the span of a request, of which nothing is told."""

    statement: Told | None = None

    def request(self) -> "AbstractContextManager[_Off]":
        return nullcontext(self)

    def job(self, task: str, traceparent: str | None) -> AbstractContextManager[None]:
        del task, traceparent
        return nullcontext()

    def outgoing(self, name: str) -> AbstractContextManager[None]:
        del name
        return nullcontext()

    def traceparent(self) -> str | None:
        return None

    def ended(self, name: str, status: int) -> None:
        del name, status

    def close(self) -> None:
        """Nothing waits."""


def no_tracing() -> Tracing:
    """Traces are off."""
    return _Off()


def tracing_to(endpoint: str, part: str) -> Tracing:
    """Traces are sent to a collector."""
    # Only here: the library is an extra, and takes its time to load.
    from seikyu.telemetry.otel import OtelTracing  # noqa: PLC0415 -- see above

    return OtelTracing(endpoint, part)
