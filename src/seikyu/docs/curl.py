"""The call of an operation as a line for a shell."""

from urllib.parse import urlencode

from seikyu.docs.examples import value_of
from seikyu.docs.operation import Operation
from seikyu.docs.samples import PATH_VALUES
from seikyu.wire.fields import Array, Object

EXAMPLE_URL = "https://seikyu.example"


def curl(operation: Operation) -> str:
    """A call with an access token in `$TOKEN`; a body is read from `request.json`."""
    lines = [f"curl -sS '{EXAMPLE_URL}{_path(operation)}'", '-H "Authorization: Bearer $TOKEN"']
    if operation.method != "get":
        lines[0] += f" -X {operation.method.upper()}"
    if operation.path.startswith("/wi/"):
        lines.append("-H 'Accept: application/json'")
    if operation.body is not None:
        lines += ["-H 'Content-Type: application/json'", "-d @request.json"]
    if operation.upload:
        lines.append("-F 'file=@見積書.pdf'")
    if operation.pdf:
        lines.append("-o document.pdf")
    if operation.file:
        lines.append("-O -J")
    return " \\\n  ".join(lines) + "\n"


def fenced(language: str, code: str) -> str:
    """A block of code, as Markdown."""
    return f"```{language}\n{code.rstrip()}\n```\n"


def _path(operation: Operation) -> str:
    path = operation.path.format_map(PATH_VALUES)
    if operation.query is None:
        return path
    asked = {
        field.name: value_of(operation.query, field)
        for field in operation.query.fields
        if not isinstance(field.kind, Object | Array)
        and (field.mark == "○" or (field.name == "response_type" and not operation.upload))
    }
    return f"{path}?{urlencode(asked)}" if asked else path
