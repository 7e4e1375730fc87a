"""Reading files that a client or a browser sends."""

import asyncio
import hashlib
from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request

from seikyu.attachments.model import MEGABYTE, MOST_BYTES, MOST_BYTES_TOGETHER, MOST_FILES, File
from seikyu.attachments.rules import read_file
from seikyu.http.bodies import read_body
from seikyu.http.forms import SentFile, read_form_with_files
from seikyu.http.scanning import pass_scanner
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

ROUND_THE_FILES = MEGABYTE
"""So much may stand in a form beside its files."""


async def read_upload(request: Request) -> list[File]:
    """The files of a form (`multipart/form-data`), or the one that is the body, named by `?name=`.

    Raise Rejected with everything that is wrong with them, Refusal when there is no reading them.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await read_form(request)
    if kind != "application/octet-stream":
        raise Refusal(codes.UPLOAD_TYPE_UNSUPPORTED, status=415, path="Content-Type")
    content = await read_body(request, MOST_BYTES)
    name = request.query_params.get("name", "")
    await pass_scanner(request, [(name, content)])
    return await sound([SentFile("file", name, content)])


async def read_form(request: Request) -> list[File]:
    """The files of a form."""
    _, sent = await read_form_with_files(request, MOST_BYTES_TOGETHER + ROUND_THE_FILES, MOST_FILES * 2)
    return await sound(sent)


async def sound(sent: Sequence[SentFile], *, as_they_came: bool = False) -> list[File]:
    """The files that were sent; raise Rejected unless all of them can be attached."""
    single = len(sent) == 1
    found = await asyncio.to_thread(
        lambda: [
            read_file("file" if single else f"file[{at}]", one.name, one.content, as_it_came=as_they_came)
            for at, one in enumerate(sent)
        ]
    )
    faults = [one for one in found if isinstance(one, Fault)]
    if faults:
        raise Rejected(faults)
    return [one for one in found if isinstance(one, File)]


def told_apart(files: Sequence[File]) -> bytes:
    """What makes one upload the same as another, however a client drew its boundaries."""
    parts = [one.name.encode() + b"\0" + hashlib.sha256(one.content).digest() for one in files]
    return b"\0".join(parts)


def attachment_in_path(request: Request) -> UUID:
    """The id a path names; 404 when it can be none."""
    try:
        return UUID(request.path_params["attachment_id"])
    except ValueError:
        raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404) from None
