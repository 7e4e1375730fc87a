"""The pages that are generated from the declarations, and whether they are fresh."""

import json
from pathlib import Path

from seikyu.docs.curl import EXAMPLE_URL, curl, fenced
from seikyu.docs.examples import answer_example, as_json, as_xml, request_example
from seikyu.docs.openapi import openapi_document
from seikyu.docs.operation import Operation, side_of
from seikyu.docs.operations import OPERATIONS
from seikyu.docs.purposes import purpose_of
from seikyu.docs.statuses import statuses_page
from seikyu.wire.errors_page import errors_page
from seikyu.wire.fields import Array, Field, Object
from seikyu.wire.tables import markdown
from seikyu.wire.values import Node

HEAD = """# {label} · {name}

`{method} {path}`

{ja} · {en}

{who}

項目の書き方は[共通事項](reading.md)、エラーは[エラーコード](../errors.md)をご覧ください。 · \
How values are written and read is told in [reading](reading.md), the errors in [error codes](../errors.md).

必須：○は必須、△は条件付き。[our]は公開仕様にない本システムの追加です。 · \
○ is required, △ required on the condition told. [our] marks what is not part of the published interface.
"""
WHO = {
    "seller": "呼び出せるのはAPIオプションを利用する有料会員で、対象は自社が発行側のものに限ります。 · "
    "Open to paid members with the API option, for what they issue themselves.",
    "buyer": "呼び出せるのはAPIオプションを利用する有料会員で、対象は自社が受取側のものに限ります。 · "
    "Open to paid members with the API option, for what they receive themselves.",
    "open": "アクセストークンなしで呼び出せます。 · Open to everybody, without a token.",
    "other": "呼び出せるのはAPIオプションを利用する有料会員です。 · "
    "Open to paid members with the API option.",
}
REPEATABLE = """[our] `Idempotency-Key`を付けると[安全に再送](reading.md#repeating-a-request)できます。 · \
[our] Takes an `Idempotency-Key`, see [repeating a request](reading.md#repeating-a-request).
"""
ANSWER = "## Answer · レスポンス\n\n"
THE_FILE = """ファイルの内容を、その形式（メディアタイプ）とともにそのまま返します。 · \
The bytes of the file, with its media type, to be saved.
"""
UPLOAD = """## Request · リクエスト

The bytes of one file as `application/octet-stream`, its name in `name`; or several as `multipart/form-data`,
each with its `filename`. PDF, PNG, JPEG, XLSX, DOCX, ODS, CSV, TXT and XML; 10 MB a file, 10 files and 30 MB
an invoice. Files can be added and removed until the invoice's present version is issued, and go out with it.

An invoice that is registered is issued at once: to attach files to it, register it with a `send_date` to come
(it then waits in status 21), or pass it through approval.
"""


def pages() -> dict[str, str]:
    """Every generated page by its path in the docs folder."""
    document = json.dumps(openapi_document(EXAMPLE_URL), ensure_ascii=False, indent=1)
    return {
        "errors.md": errors_page(),
        "statuses.md": statuses_page(),
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
    ja, en = purpose_of(operation.name, operation.label)
    who = "open" if operation.open else side_of(operation)
    method = operation.method.upper()
    parts = [
        HEAD.format(
            label=operation.label,
            name=operation.name,
            method=method,
            path=operation.path,
            ja=ja,
            en=en,
            who=WHO[who],
        )
    ]
    if operation.repeatable:
        parts.append(REPEATABLE)
    if operation.query is not None:
        parts.append("## Query · クエリ\n\n" + markdown(operation.query))
    if operation.body is not None:
        parts.append("## Request · リクエスト\n\n" + markdown(operation.body))
    if operation.upload:
        parts.append(UPLOAD)
    if operation.file:
        parts.append(ANSWER + THE_FILE)
    elif operation.pdf:
        parts.append(ANSWER + "PDFを返します。 · The PDF.\n")
    elif operation.payload:
        parts.append(ANSWER + "`result`、`error_list`のほか: · `result`, `error_list`, and:\n")
        for field in operation.payload:
            if isinstance(field.kind, Object | Array):
                mark = "[]" if isinstance(field.kind, Array) else ""
                parts.append(f"### `{field.name}{mark}` {field.label}\n\n" + markdown(field.kind.record))
            else:
                parts.append(f"`{field.name}` {field.label}{_told(field)}\n")
    else:
        parts.append(ANSWER + "`result`と`error_list`のみです。 · `result` and `error_list`.\n")
    parts.append(_example(operation))
    return "\n".join(parts)


def _example(operation: Operation) -> str:
    """A call that is answered with 200, in JSON and XML."""
    parts = ["## Example · 例\n", fenced("sh", curl(operation))]
    if operation.body is not None:
        asked = request_example(operation.body)
        parts.append("`request.json`\n\n" + fenced("json", as_json(asked)))
        in_xml: Node = {**asked, "response_type": "xml"} if "response_type" in asked else asked
        parts.append("`request.xml`\n\n" + fenced("xml", as_xml(in_xml, "request")))
    if not (operation.pdf or operation.file):
        answer = answer_example(operation.payload)
        parts.append("200\n\n" + fenced("json", as_json(answer)))
        parts.append(fenced("xml", as_xml(answer, "response")))
    return "\n".join(parts)


def _told(field: Field) -> str:
    """What is to be said of a value that stands alone."""
    told = " ".join(filter(None, ("[our]" if field.added else "", field.note)))
    return f" ({told})" if told else ""
