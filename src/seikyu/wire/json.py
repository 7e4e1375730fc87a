"""JSON bodies to plain trees and back; fractions are exact decimals, never floats (contract §2)."""

from collections.abc import Collection
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
    level = _containers([tree])
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for container in level
            for inner in _containers(container.values() if isinstance(container, dict) else container)
        ]
    return bool(level)


def _containers(values: Collection[Value]) -> list[list[Value] | dict[str, Value]]:
    # Most hold nothing but texts and numbers, which is told without a step of our own for each.
    if _CONTAINERS.isdisjoint(map(type, values)):
        return []
    return [value for value in values if isinstance(value, dict | list)]


_CONTAINERS = frozenset({dict, list})
