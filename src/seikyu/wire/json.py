"""JSON bodies to plain trees and back; fractions are exact decimals, never floats (contract §2)."""

from decimal import Decimal, InvalidOperation

import msgspec

from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Value

MAX_DEPTH = 20
"""Levels of objects and arrays a body may have; the published requests have six."""

_BOM = b"\xef\xbb\xbf"
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def read(body: bytes) -> Value:
    """The tree of a body; a refusal when it is no JSON, not UTF-8, or nested too deeply."""
    try:
        tree: Value = _DECODER.decode(body.removeprefix(_BOM))
    except UnicodeDecodeError:
        raise Refusal(codes.CHARSET_UNSUPPORTED, 400) from None
    except RecursionError:
        raise Refusal(codes.TOO_DEEP, 400, limit=MAX_DEPTH) from None
    except (msgspec.MsgspecError, InvalidOperation):
        raise Refusal(codes.BODY_UNREADABLE, 400) from None
    if _too_deep(tree):
        raise Refusal(codes.TOO_DEEP, 400, limit=MAX_DEPTH)
    return tree


def write(tree: Value) -> bytes:
    """A tree as compact JSON; the same tree gives the same bytes."""
    return _ENCODER.encode(tree)


def _too_deep(tree: Value) -> bool:
    level: list[Value] = [tree]
    for _ in range(MAX_DEPTH):
        deeper: list[Value] = []
        for container in level:
            if type(container) is dict:
                deeper.extend([value for value in container.values() if type(value) in _CONTAINERS])
            elif type(container) is list:
                deeper.extend([value for value in container if type(value) in _CONTAINERS])
        if not deeper:
            return False
        level = deeper
    return True


_CONTAINERS = frozenset({dict, list})
