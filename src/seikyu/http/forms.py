"""Reading what a browser's form, or a client of the token endpoint, sends."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from seikyu.http.bodies import read_body
from seikyu.http.scanning import pass_scanner
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MAX_BYTES = 64 * 1024
MAX_FIELDS = 100

Fields = dict[str, list[str]]
"""All values of each field; fields without a value count as not sent (RFC 6749 §3.1)."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent: the name it had on their machine, and what is in it."""

    field: str
    name: str
    content: bytes


async def read_form(request: Request, most: int = MAX_FIELDS, max_bytes: int = MAX_BYTES) -> Fields:
    """The fields of an URL-encoded body, `most` at most; 413, 415 or 400 when there is no reading it."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise Refusal(codes.CONTENT_TYPE_UNSUPPORTED, status=415, path="Content-Type")
    return parse_fields(await read_body(request, max_bytes), most)


async def read_form_with_files(
    request: Request, max_bytes: int, most: int = MAX_FIELDS
) -> tuple[Fields, list[SentFile]]:
    """The fields and files of a `multipart/form-data` body of at most `max_bytes`; else 413, 415 or 400."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        raise Refusal(codes.CONTENT_TYPE_UNSUPPORTED, status=415, path="Content-Type")
    body = await read_body(request, max_bytes)

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers, stream(), max_files=most, max_fields=most, max_part_size=max_bytes
    )
    try:
        parsed = await parser.parse()
    except (MultiPartException, UnicodeDecodeError):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
    fields: Fields = {}
    files: list[SentFile] = []
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append(SentFile(name, value.filename, await value.read()))
        elif "\0" in name or "\0" in value:
            raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
        elif value:
            fields.setdefault(name, []).append(value)
    await parsed.close()
    await pass_scanner(request, [(file.name, file.content) for file in files])
    return fields, files


def read_query(request: Request) -> Fields:
    """The fields of the query, read as strictly as a body."""
    query: bytes = request.scope.get("query_string", b"")
    return parse_fields(query)


def parse_fields(encoded: bytes, most: int = MAX_FIELDS) -> Fields:
    """UTF-8 without NUL (which no text column takes), else 400."""
    fields: Fields = {}
    try:
        pairs = parse_qsl(encoded.decode(), keep_blank_values=False, errors="strict", max_num_fields=most)
    except ValueError:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
        fields.setdefault(name, []).append(value)
    return fields


def first(fields: Fields, name: str) -> str:
    """The first value of a field, or nothing."""
    return fields.get(name, [""])[0]


def typed(fields: Fields, name: str) -> str:
    """What was written in a field of several lines, as it was meant."""
    # Browsers send a line break as two characters and count it as one.
    return first(fields, name).replace("\r\n", "\n")
