"""Traces by OpenTelemetry, over HTTP; spans hold names and figures, no values, ids or addresses."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from importlib.metadata import version

from asyncpg.connection import LoggedQuery
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PARENT = "traceparent"
_WORK = re.compile(
    r"\b(?P<verb>SELECT|INSERT|UPDATE|DELETE|MERGE|FETCH|DECLARE|BEGIN|COMMIT|ROLLBACK|SET|LOCK)\b",
    re.IGNORECASE,
)
_TABLE = re.compile(
    r"\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:ONLY\s+)?(?P<table>[a-z_][a-z0-9_]*)\b(?!\s*\()", re.IGNORECASE
)
_NO_TABLE = frozenset({"unnest", "select", "set", "generate_series", "lateral"})


class _Request:
    """The span of a request under way."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def ended(self, name: str, status: int) -> None:
        """Name it by its published path, which is known only now."""
        self._span.update_name(name)
        self._span.set_attribute("http.response.status_code", status)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._span.set_status(Status(StatusCode.ERROR))


class OtelTracing:
    """Spans of one process, sent in batches by a thread: a collector that is away loses spans only."""

    def __init__(self, endpoint: str, part: str) -> None:
        about = {"service.name": f"seikyu-{part}", "service.version": version("seikyu")}
        self._provider = TracerProvider(resource=Resource.create(about), shutdown_on_exit=False)
        self._provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=5))
        )
        self._tracer = self._provider.get_tracer("seikyu")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def request(self) -> Iterator[_Request]:
        """A request is answered inside; whoever calls does not decide what is traced."""
        with self._span("request", SpanKind.SERVER, Context()) as span:
            yield _Request(span)

    @contextmanager
    def job(self, task: str, traceparent: str | None) -> Iterator[None]:
        """A job is done inside, asked for by a span of another process."""
        parent = self._propagator.extract({} if traceparent is None else {_PARENT: traceparent}, Context())
        with self._span(task, SpanKind.CONSUMER, parent):
            yield

    @contextmanager
    def outgoing(self, name: str) -> Iterator[None]:
        """Something is handed to another system inside."""
        with self._span(name, SpanKind.CLIENT, None):
            yield

    def traceparent(self) -> str | None:
        """The span under way, as a job takes it with it."""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get(_PARENT)

    def statement(self, ran: LoggedQuery) -> None:
        """Tell of a statement of the request or job under way; looking for jobs, say, is not told."""
        if not trace.get_current_span().is_recording():
            return
        ended = time.time_ns()
        span = self._tracer.start_span(
            statement_name(ran.query),
            kind=SpanKind.CLIENT,
            start_time=ended - int(ran.elapsed * 1e9),
            attributes={"db.system.name": "postgresql"},
        )
        if ran.exception is not None:
            span.set_status(Status(StatusCode.ERROR, type(ran.exception).__name__))
        span.end(ended)

    def close(self) -> None:
        """Send what was not sent yet."""
        self._provider.shutdown()

    @contextmanager
    def _span(self, name: str, kind: SpanKind, parent: Context | None) -> Iterator[Span]:
        # What an exception says may hold anything: its name is enough.
        with self._tracer.start_as_current_span(
            name, parent, kind, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except Exception as problem:
                span.set_status(Status(StatusCode.ERROR, type(problem).__name__))
                raise


def statement_name(query: str) -> str:
    """A statement by its verb and first table: `SELECT invoices`."""
    verb = _WORK.search(query)
    table = next((m["table"] for m in _TABLE.finditer(query) if m["table"].lower() not in _NO_TABLE), "")
    return f"{verb['verb'].upper() if verb else 'SQL'} {table}".rstrip()
