"""The pages that are generated from the declarations, and whether they are fresh."""

import json
from pathlib import Path

from seikyu.docs.openapi import openapi_document
from seikyu.docs.operation import Operation
from seikyu.docs.operations import OPERATIONS
from seikyu.wire.errors_page import errors_page
from seikyu.wire.fields import Array, Field, Object
from seikyu.wire.tables import markdown

HEAD = """# {label}

`{method} {path}`

Generated from the declarations; how values are written and read is told in [reading.md](reading.md), the
error codes in [errors.md](../errors.md). 必須: ○ required, △ required on the condition told.
[our] marks what is not part of the published interface.
"""
REPEATABLE = """[our] Takes an `Idempotency-Key`, see [repeating a request](reading.md#repeating-a-request).
"""
UPLOAD = """## Request

The bytes of one file as `application/octet-stream`, its name in `name`; or several as `multipart/form-data`,
each with its `filename`. PDF, PNG, JPEG, XLSX, DOCX, ODS, CSV, TXT and XML; 10 MB a file, 10 files and 30 MB
an invoice. Files can be added and removed until the invoice's present version is issued, and go out with it.

An invoice that is registered is issued at once: to attach files to it, register it with a `send_date` to come
(it then waits in status 21), or pass it through approval.
"""
EXAMPLE_URL = "https://seikyu.example"


def pages() -> dict[str, str]:
    """Every generated page by its path in the docs folder."""
    document = json.dumps(openapi_document(EXAMPLE_URL), ensure_ascii=False, indent=1)
    return {
        "errors.md": errors_page(),
        "api/openapi.json": document + "\n",
        **{f"api/{operation.name}.md": _page(operation) for operation in OPERATIONS},
    }


def write_docs(folder: Path) -> None:
    """Write every generated page into the docs folder."""
    for name, content in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def check(folder: Path) -> list[str]:
    """The pages in the docs folder that are not what the declarations say."""
    stale = []
    for name, content in pages().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            stale.append(name)
    return stale


def _page(operation: Operation) -> str:
    parts = [HEAD.format(label=operation.label, method=operation.method.upper(), path=operation.path)]
    if operation.repeatable:
        parts.append(REPEATABLE)
    if operation.query is not None:
        parts.append("## Query\n\n" + markdown(operation.query))
    if operation.body is not None:
        parts.append("## Request\n\n" + markdown(operation.body))
    if operation.upload:
        parts.append(UPLOAD)
    if operation.file:
        parts.append("## Answer\n\nThe bytes of the file, with its media type, to be saved.\n")
    elif operation.pdf:
        parts.append("## Answer\n\nThe PDF.\n")
    elif operation.payload:
        parts.append("## Answer\n\n`result`, `error_list`, and:\n")
        for field in operation.payload:
            if isinstance(field.kind, Object | Array):
                mark = "[]" if isinstance(field.kind, Array) else ""
                parts.append(f"### `{field.name}{mark}` {field.label}\n\n" + markdown(field.kind.record))
            else:
                parts.append(f"`{field.name}` {field.label}{_told(field)}\n")
    else:
        parts.append("## Answer\n\n`result` and `error_list`.\n")
    return "\n".join(parts)


def _told(field: Field) -> str:
    """What is to be said of a value that stands alone."""
    told = " ".join(filter(None, ("[our]" if field.added else "", field.note)))
    return f" ({told})" if told else ""
