"""JSON or XML, Japanese or English: what the caller asked for (contract §2)."""

import re
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

_RANGES = {
    **{name: (named,) for name, named in _MEDIA_TYPES.items()},
    "application/*": (Format.JSON, Format.XML),
    "text/*": (Format.XML,),
    "*/*": (Format.JSON, Format.XML),
}


def accept_v1(header: str | None) -> tuple[Format, ...]:
    """The formats a caller takes, best first. v1: optional; what takes neither counts as not given."""
    found: dict[Format, None] = {}
    for media_type in _media_types(header):
        found |= dict.fromkeys(_RANGES.get(media_type, ()))
    return tuple(found)


def accept_v2(header: str | None) -> Format:
    """v2: `Accept` must name one of the two formats by its published name, else 400 `E700003` [obs]."""
    for media_type in _media_types(header):
        if media_type in ("application/json", "text/xml"):
            return _MEDIA_TYPES[media_type]
    raise Refusal(codes.ACCEPT_INVALID, status=400, path="Accept")


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
    """What an `Accept` header names, best first (RFC 9110 §12.5.1)."""
    weighed = [_weighed(part) for part in (header or "").split(",")]
    return [name for name, weight in sorted(weighed, key=lambda one: -one[1]) if weight > 0]


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    return name, float(weight) if _WEIGHT.fullmatch(weight) else 1.0


_WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?", re.ASCII)
