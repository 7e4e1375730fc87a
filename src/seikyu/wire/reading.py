"""Compiling records into readers: one pass over what was sent finds every value and every fault.

Readers never stop at a fault: a value that does not fit is left empty and reported, and what stands beside
it is read on. Paths are made only when there is a fault, so a sound request pays nothing for them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.unfit import BLANKS, Finding, Reader, Unfit
from seikyu.wire.values import Lone, Node, Value

MAX_FAULTS = 50_000
"""More faults than this are not looked for in one request: nobody reads them, and they cost memory."""

Compiled: TypeAlias = Callable[[Mapping[str, Value]], tuple[Node, Sequence[Finding]]]


class Broken(Unfit):
    """An object or array with faults in it."""

    def __init__(self, value: Value, findings: Sequence[Finding]) -> None:
        Exception.__init__(self, len(findings))
        self.value = value
        self.findings = findings


def compile_record(
    fields: Sequence[tuple[str, str, Reader]],
    arrays: Sequence[str],
    required: Sequence[tuple[str, str]],
    checks: Sequence[Callable[[Node, set[str]], Sequence[Finding]]],
    settle: Callable[[Node, set[str]], None] | None,
) -> Compiled:
    """A reader of one object: every field in order, then what must be there, then the rules."""
    plan = tuple(fields)
    blank: Node = {name: None for name, _, _ in plan}
    judge = _judge(required, checks, settle)

    def read(given: Mapping[str, Value]) -> tuple[Node, Sequence[Finding]]:
        node = blank.copy()
        for name in arrays:
            node[name] = []
        findings: list[Finding] = []
        broken: set[str] = set()
        get = given.get
        for name, label, reader in plan:
            value = get(name)
            if value is not None:
                try:
                    node[name] = reader(value)
                except Unfit as unfit:
                    node[name] = unfit.value
                    for path, code, values in unfit.findings:
                        findings.append((f".{name}{path}", code, {"label": label, **values}))
                        broken.add(f"{name}{path}")
        if judge is not None:
            findings.extend(judge(node, broken))
        return node, findings

    return read


def compile_object(read: Compiled, names: Sequence[str]) -> Reader:
    """A reader of an object inside another; one in which nothing is given counts as left out."""

    def read_object(value: Value) -> Value:
        if not isinstance(value, dict):
            if is_nothing(value):
                return None
            raise Unfit(codes.NOT_AN_OBJECT)
        if all(is_nothing(value.get(name)) for name in names):
            return None
        node, findings = read(value)
        if findings:
            raise Broken(node, findings)
        return node

    return read_object


def compile_array(read: Compiled, limit: int | None) -> Reader:
    """A reader of an array of objects; an element that is null is an object with nothing given."""

    def read_element(element: Value) -> tuple[Node, Sequence[Finding]]:
        if isinstance(element, dict):
            return read(element)
        if is_nothing(element):
            return read(_NO_FIELDS)
        return read(_NO_FIELDS)[0], [("", codes.NOT_AN_OBJECT, {})]

    def read_array(value: Value) -> Value:
        elements = _elements(value)
        nodes: list[Value] = []
        findings: list[Finding] = []
        if limit is not None and len(elements) > limit:
            findings.append(("", codes.TOO_MANY_ELEMENTS, {"limit": limit}))
        for index, element in enumerate(elements):
            node, found = read_element(element)
            nodes.append(node)
            if found:
                findings.extend([(f"[{index}]{path}", code, values) for path, code, values in found])
                if len(findings) > MAX_FAULTS:
                    break
        if findings:
            raise Broken(nodes, findings)
        return nodes

    return read_array


def faults_of(findings: Sequence[Finding], path: str = "") -> Iterator[Fault]:
    """Findings as faults, at the place where the record stands."""
    for inner, code, values in findings:
        yield Fault(path + inner if path else inner.removeprefix("."), code, values)


def is_nothing(value: Value) -> bool:
    """Whether nothing is given: null, or white space, or no element. An empty XML element is all of these."""
    return value is None or (not value.strip(BLANKS) if type(value) is str else value in ([], {}))


def _elements(value: Value) -> list[Value]:
    if type(value) is list:
        return value
    if type(value) is Lone:
        return [value]
    if is_nothing(value):
        return []
    raise Broken([], [("", codes.NOT_AN_ARRAY, {})])


def _judge(
    required: Sequence[tuple[str, str]],
    checks: Sequence[Callable[[Node, set[str]], Sequence[Finding]]],
    settle: Callable[[Node, set[str]], None] | None,
) -> Callable[[Node, set[str]], list[Finding]] | None:
    if not required and not checks and settle is None:
        return None

    def judge(node: Node, broken: set[str]) -> list[Finding]:
        findings: list[Finding] = []
        if settle is not None:
            settle(node, broken)
        for name, label in required:
            if node[name] in _NOTHING and name not in broken:
                findings.append((f".{name}", codes.REQUIRED, {"label": label}))
        for check in checks:
            findings.extend([(f".{path}", code, values) for path, code, values in check(node, broken)])
        return findings

    return judge


_NOTHING: tuple[Value, ...] = (None, [])
_NO_FIELDS: Node = {}
