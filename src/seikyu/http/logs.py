"""Structured logs: one JSON line an event, on standard error, without personal data."""

import logging
import sys
from types import TracebackType
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, WrappedLogger

from seikyu.telemetry import trail
from seikyu.telemetry.telling import kind_named, words

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str) -> None:
    """Set up logging for a process; called once by its composition root."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        _name_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_Traceback(whole=number <= logging.DEBUG)),
    ]
    line = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, line],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What libraries say becomes lines of the same form.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler])


class _Traceback:
    """Tracebacks without local variables and the words of most exceptions: they hold people's data."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._transform = ExceptionDictTransformer(show_locals=False)

    def __call__(self, exc_info: ExcInfo) -> list[dict[str, Any]]:
        told = self._transform(exc_info)
        if not self._whole:
            _withhold(told)
        return told


def _withhold(told: list[dict[str, Any]]) -> None:
    for one in told:
        one["exc_value"] = words(kind_named(one), one["exc_value"])
        one["exc_notes"] = []
        for group in one.get("exceptions") or []:
            _withhold(group)


def _name_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say for which request this is done, in the request itself and in its jobs."""
    if (request_id := trail.current().request_id) is not None:
        event.setdefault("request_id", request_id)
    return event
