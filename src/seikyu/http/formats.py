"""JSON or XML, Japanese or English: what the caller asked for (contract §2)."""

from collections.abc import Callable
from enum import StrEnum

from seikyu.wire import codes
from seikyu.wire.faults import Language, Refusal


class Format(StrEnum):
    """The two published formats; the value is that of `response_type`."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        """The answer's Content-Type."""
        return "application/json" if self is Format.JSON else "text/xml; charset=utf-8"


_MEDIA_TYPES = {
    "application/json": Format.JSON,
    "text/xml": Format.XML,
    "application/xml": Format.XML,
}

AcceptRule = Callable[[str | None], Format | None]


def accept_v1(header: str | None) -> Format | None:
    """v1: `Accept` is optional; what names neither format is taken as not given."""
    for media_type in _media_types(header):
        if media_type in _MEDIA_TYPES:
            return _MEDIA_TYPES[media_type]
    return None


def accept_v2(header: str | None) -> Format:
    """v2: `Accept` must name one of the two formats, else 400 `E700003` [obs]."""
    named = accept_v1(header)
    if named is None:
        raise Refusal(codes.ACCEPT_INVALID, status=400, path="Accept")
    return named


def body_format(content_type: str | None) -> Format:
    """The format of a body by its `Content-Type`, else 415; only UTF-8 is spoken."""
    media_type, _, parameters = (content_type or "").partition(";")
    try:
        named = _MEDIA_TYPES[media_type.strip().lower()]
    except KeyError:
        raise Refusal(codes.CONTENT_TYPE_UNSUPPORTED, status=415, path="Content-Type") from None
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(" \t\"'").lower() not in {"utf-8", "utf8"}:
            raise Refusal(codes.CHARSET_UNSUPPORTED, status=415, path="Content-Type")
    return named


def language_of(accept_language: str | None) -> Language:
    """English when it is asked for before Japanese, else Japanese [our]."""
    for part in (accept_language or "").split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("ja"):
            return "ja"
        if tag.startswith("en"):
            return "en"
    return "ja"


def _media_types(header: str | None) -> list[str]:
    return [part.partition(";")[0].strip().lower() for part in (header or "").split(",")]
