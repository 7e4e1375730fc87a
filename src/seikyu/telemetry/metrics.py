"""Figures of a process, for Prometheus; no label tells of a company, a person or a paper."""

from importlib.metadata import version
from platform import python_version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)

ANSWER = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
JOB = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
"""Seconds."""
DONE, AGAIN, FAILED = "done", "again", "failed"
"""How a job ended: what is tried again may still be done."""


class Meter:
    """Counts what a process does; each process has one, handed to whoever counts."""

    def __init__(self, part: str) -> None:
        registry = self._registry = CollectorRegistry()
        # What the process itself needs: memory, file handles, processor time.
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        built = Gauge("seikyu_build_info", "What runs.", ("version", "python", "part"), registry=registry)
        built.labels(version("seikyu"), python_version(), part).set(1)
        self._answers = Histogram(
            "seikyu_http_request_duration_seconds",
            "Time until a request was answered whole.",
            ("method", "route", "status"),
            buckets=ANSWER,
            registry=registry,
        )
        self._in_flight = Gauge(
            "seikyu_http_requests_in_flight", "Requests being answered.", registry=registry
        )
        self._faults = Counter("seikyu_faults", "Faults that were answered.", ("code",), registry=registry)
        self._jobs = Counter("seikyu_jobs", "Jobs by how they ended.", ("task", "end"), registry=registry)
        self._job_seconds = Histogram(
            "seikyu_job_duration_seconds", "Time a job took.", ("task",), buckets=JOB, registry=registry
        )
        self._job_latency = Histogram(
            "seikyu_job_latency_seconds",
            "Time from when a job could be done until it was: `issuing.issue` is how long issuing takes.",
            ("task",),
            buckets=JOB,
            registry=registry,
        )
        self._pool = Gauge(
            "seikyu_database_connections", "Connections to the database.", ("state",), registry=registry
        )
        self._waiting = Gauge(
            "seikyu_jobs_in_queue", "Jobs in the queue.", ("task", "status"), registry=registry
        )
        self._oldest = Gauge(
            "seikyu_jobs_oldest_waiting_seconds",
            "How long the oldest job that could be done waits.",
            ("task",),
            registry=registry,
        )

    def began(self) -> None:
        """A request came in."""
        self._in_flight.inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the path as it is published, with names for its parts."""
        self._in_flight.dec()
        self._answers.labels(method, route, str(status)).observe(seconds)

    def faulted(self, code: str) -> None:
        """A fault was answered."""
        self._faults.labels(code).inc()

    def worked(self, task: str, end: str, seconds: float, latency: float) -> None:
        """A job came to an end."""
        self._jobs.labels(task, end).inc()
        self._job_seconds.labels(task).observe(seconds)
        if end == DONE:
            self._job_latency.labels(task).observe(latency)

    def pool_is(self, *, used: int, idle: int, most: int) -> None:
        """How full the pool is at this moment."""
        for state, count in (("used", used), ("idle", idle), ("most", most)):
            self._pool.labels(state).set(count)

    def queue_is(self, rows: list[tuple[str, str, int, float | None]]) -> None:
        """Task, status, number, and the seconds the oldest waits."""
        self._waiting.clear()
        self._oldest.clear()
        for task, status, count, oldest in rows:
            self._waiting.labels(task, status).set(count)
            if oldest is not None:
                self._oldest.labels(task).set(oldest)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
