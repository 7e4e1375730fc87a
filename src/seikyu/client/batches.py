"""Any number of elements in requests of a hundred, and what became of each of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar
from uuid import uuid4

from seikyu.client.errors import ClientError, Faults
from seikyu.client.line import BAD_REQUEST, Body, Line, Method, Spelling, fault_of
from seikyu.client.model import Fault, Outcome
from seikyu.wire.values import Node, Value, nodes, text, whole

MOST = 100
Element = TypeVar("Element")


def in_batches(elements: Iterable[Element], most: int = MOST) -> Iterator[list[Element]]:
    """The elements, so many at a time."""
    given = iter(elements)
    while batch := list(islice(given, most)):
        yield batch


def send_all(
    line: Line,
    method: Method,
    path: str,
    name: str,
    elements: Iterable[Mapping[str, Value]],
    *,
    most: int = MOST,
    key: str | None = None,
    top: Mapping[str, Value] | None = None,
    spelling: Spelling = "json",
) -> list[Outcome]:
    """Send the elements as the array `name`; batch n is done once under the key `<key>-<n>`.

    When a batch is refused as a whole, the error carries the outcomes of those before it.
    """
    outcomes: list[Outcome] = []
    key = key or str(uuid4())
    for number, batch in enumerate(in_batches(elements, most), 1):
        given: list[Value] = [_exact(element) for element in batch]
        tree: Node = {**(top or {}), "response_type": "json", name: given}
        try:
            answer = line.write_batch(method, path, Body(tree, spelling, f"{key}-{number}"))
            outcomes += _outcomes(answer, name, batch, len(outcomes))
        except ClientError as error:
            error.told = tuple(outcomes)
            raise
    return outcomes


def _outcomes(answer: Node, name: str, batch: Sequence[Mapping[str, Value]], first: int) -> Iterator[Outcome]:
    whole_request: list[Fault] = []
    own: dict[int, list[Fault]] = {}
    for entry in nodes(answer, "error_list"):
        index, fault = whole(entry, "index"), fault_of(entry)
        if index is None:
            whole_request.append(fault)
        else:
            own.setdefault(index, []).append(_within(fault, name))
    lines = {whole(one, "index"): one for one in nodes(answer, name)}
    if whole_request and not own and not lines:
        raise Faults(BAD_REQUEST, tuple(whole_request))
    for index, element in enumerate(batch):
        one = lines.get(index, {})
        # Given as a number or as text: the API reads both.
        given = element.get("invoice_mng_num")
        number = text(one, "invoice_mng_num") or (None if given is None else str(given))
        # With a fault of the request itself nothing is done, so that an element without any was not either.
        faults = tuple(own.get(index, () if index in lines else whole_request))
        yield Outcome(first + index, element, number, faults, one)


def _exact(element: Mapping[str, Value]) -> Node:
    """The element as it was given, for who has no type checker: a float is not the amount it looks like."""
    below: list[object] = [*element.values()]
    while below:
        match below.pop():
            case float():
                raise TypeError("Amounts are int, Decimal or text: a float is not exact.")
            case dict() as inner:
                below += inner.values()
            case list() as inner:
                below += inner
    return dict(element)


def _within(fault: Fault, name: str) -> Fault:
    return Fault(re.sub(rf"^{re.escape(name)}(\[\d+\])?\.?", "", fault.path), fault.code, fault.detail)
