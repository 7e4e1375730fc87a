"""Answers that go round an envelope's tree: files, and documents spliced as they are stored."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from seikyu.http.calls import Answer, Call
from seikyu.http.formats import Format
from seikyu.wire import json as wire_json
from seikyu.wire.values import Value

Head = Mapping[str, Value]


def pdf_answer(content: bytes, name: str, *, download: bool = False) -> Response:
    """A PDF for a viewer, or to be saved under a name that may be Japanese (RFC 6266, RFC 5987)."""
    kind = "attachment" if download else "inline"
    disposition = f"{kind}; filename=\"invoice.pdf\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def spliced(
    call: Call, payload: Head, name: str, elements: Sequence[tuple[Head, bytes]]
) -> Answer | Response:
    """An envelope whose array `name` holds stored documents, each led by its head.

    As JSON the stored bytes go out as they are: they are not decoded, so nothing can change on the way.
    """
    if call.format is Format.XML:
        return Answer({**payload, name: [joined(head, document) for head, document in elements]})
    head = msgspec.json.encode({"result": "0", "error_list": None, **payload})
    array = b",".join(
        msgspec.json.encode(element)[:-1] + b"," + document[1:] for element, document in elements
    )
    body = head[:-1] + b',"' + name.encode() + b'":[' + array + b"]}"
    return Response(body, media_type=call.format.media_type)


def joined(head: Head, document: bytes) -> dict[str, Value]:
    """A stored document as a tree, led by its head."""
    tree = wire_json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a stored document is an object")
    return {**head, **tree}
