"""Trying an operation from its page: what the form beside it holds (sandbox only)."""

from dataclasses import dataclass

from seikyu.docs.examples import as_json, request_example, value_of
from seikyu.docs.openapi import PATH_PARAMETERS
from seikyu.docs.operation import Operation
from seikyu.wire.fields import Array, Object

CLIENT_ID = "try-it"
"""The public client whose tokens the console uses; a sandbox registers it."""
WAITING_ROOM = "/docs/try-it"
"""Where the person comes back to with a code."""


@dataclass(frozen=True, slots=True)
class Input:
    """One value to be filled in: part of the path, or of the query."""

    name: str
    label: str
    value: str
    required: bool


@dataclass(frozen=True, slots=True)
class Console:
    """The form of one operation; no body where the operation takes none."""

    method: str
    path: str
    parts: list[Input]
    query: list[Input]
    body: str | None


def console_of(operation: Operation) -> Console | None:
    """The form of an operation; none for those that take files, which a form cannot show."""
    if operation.upload:
        return None
    parts = [
        Input(name, "", "", required=True) for name in PATH_PARAMETERS if f"{{{name}}}" in operation.path
    ]
    query = []
    for field in () if operation.query is None else operation.query.fields:
        if not isinstance(field.kind, Object | Array):
            required = field.mark == "○"
            value = value_of(operation.query, field) if required and operation.query else ""
            query.append(Input(field.name, field.label, str(value or ""), required=required))
    body = None
    if operation.body is not None:
        body = as_json(request_example(operation.body))
    return Console(operation.method.upper(), operation.path, parts, query, body)
