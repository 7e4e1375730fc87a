"""Reading a request that holds many elements of one kind: every fault of every one, each at its place."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record, choice
from seikyu.wire.reading import MAX_FAULTS, is_nothing
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Lone, Node, Value

RESPONSE_TYPES = {"json": "JSON", "xml": "XML"}
RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, mark="○")


class Read(Protocol):
    """An element that was read: what is wrong with it."""

    @property
    def faults(self) -> Sequence[Fault]:
        """Every fault of the element."""


Element = TypeVar("Element", bound=Read)


def read_batch(
    tree: Value, head: Record, name: str, label: str, read: Callable[[int, Value, Node], Element]
) -> tuple[list[Fault], list[Element]]:
    """The faults of the request itself, and its elements; with the former, none of the latter can be done.

    `head` declares what stands beside the array `name`; `read` gets an element's place, it and the head.
    """
    node, head_faults = head.read(tree)
    if not isinstance(tree, dict):
        return [*head_faults], []
    faults = [_response_type(fault) for fault in head_faults]
    elements: list[Element] = []
    found = 0
    for index, element in enumerate(_elements(tree.get(name), name, label, faults)):
        elements.append(read(index, element, node))
        found += len(elements[-1].faults)
        if found > MAX_FAULTS:
            faults.append(Fault("", codes.TOO_MANY_FAULTS, {"limit": MAX_FAULTS}))
            break
    return faults, elements


def not_an_object(element: Value, label: str) -> list[Finding]:
    """What is wrong with an element that is neither an object nor nothing."""
    if isinstance(element, dict) or is_nothing(element):
        return []
    return [("", codes.NOT_AN_OBJECT, {"label": label})]


def faults_at(
    path: str, findings: Iterable[Finding], index: int, number: str | None = None
) -> tuple[Fault, ...]:
    """Findings of one element as faults that name its place in the batch."""
    return tuple(Fault(f"{path}{inner}", code, values, index, number) for inner, code, values in findings)


def _elements(given: Value, name: str, label: str, faults: list[Fault]) -> list[Value]:
    if isinstance(given, Lone):
        return [given]
    if isinstance(given, list) and given:
        return given
    code = codes.REQUIRED if is_nothing(given) else codes.NOT_AN_ARRAY
    faults.append(Fault(name, code, {"label": label}))
    return []


def _response_type(fault: Fault) -> Fault:
    # A wrong value has a code of its own: it is about the format of the answer (contract §2).
    wrong = fault.path == RESPONSE_TYPE.name and fault.code is not codes.REQUIRED
    return Fault(fault.path, codes.RESPONSE_TYPE_INVALID) if wrong else fault
