"""One call of the API: from a request to an envelope, whatever happens in between (contract §2)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from seikyu.http.bodies import read_body
from seikyu.http.formats import Format, accept_v1, accept_v2, body_format, language_of
from seikyu.wire import codes
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.faults import Fault, Language, Refusal, Rejected
from seikyu.wire.values import Value

Made = TypeVar("Made")

LARGE = 2_000_000
"""Bytes of a body from which on reading it takes some twenty milliseconds: others would notice."""


@dataclass(slots=True)
class Call:
    """A request on its way: the format its answer will be written in, and what was sent, once it is read."""

    request: Request
    language: Language
    format: Format = Format.JSON
    body: bytes = b""

    @classmethod
    def of(cls, request: Request) -> "Call":
        """A call whose answer is written as `Accept` and `Accept-Language` ask."""
        accepted = accept_v1(request.headers.get("accept"))
        language = language_of(request.headers.get("accept-language"))
        return cls(request, language, accepted[0] if accepted else Format.JSON)

    def settle_format(self, response_type: object, *, required: bool = False) -> list[Fault]:
        """Let `response_type` decide the answer's format; return what is wrong with it.

        `Accept` must agree where both are given, and decides alone when this value is no format.
        """
        if response_type is None and not required:
            return []
        if response_type not in tuple(Format):
            if response_type is None or response_type == "":
                return [Fault("response_type", codes.REQUIRED, {"label": "レスポンス形式"})]
            return [Fault("response_type", codes.RESPONSE_TYPE_INVALID, {})]
        chosen = Format(str(response_type))
        accepted = accept_v1(self.request.headers.get("accept"))
        if accepted and chosen not in accepted:
            return [Fault("response_type", codes.ACCEPT_DISAGREES, {})]
        self.format = chosen
        return []

    def settle_format_v2(self) -> None:
        """Let `Accept` decide the answer's format; raise Refusal when it names none."""
        self.format = accept_v2(self.request.headers.get("accept"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives back: the payload that follows `result` and `error_list`."""

    payload: Mapping[str, Value] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    status: int = 200


CallHandler = Callable[[Call], Awaitable[Answer | Response]]


def api(handler: CallHandler) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of a handler: every outcome but a bug becomes an envelope."""

    async def endpoint(request: Request) -> Response:
        call = Call.of(request)
        try:
            answer = await handler(call)
        except Rejected as rejected:
            return envelope(call, Answer({}, rejected.faults, rejected.status))
        except Refusal as refusal:
            return envelope(call, Answer({}, [refusal.fault], refusal.status), refusal.headers)
        return answer if isinstance(answer, Response) else envelope(call, answer)

    return endpoint


def envelope(call: Call, answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """`result`, `error_list`, then the payload, in the format the call settled on."""
    body: dict[str, Value] = {
        "result": "1" if answer.faults else "0",
        "error_list": [fault.entry(call.language) for fault in answer.faults] or None,
        **answer.payload,
    }
    call.request.scope.setdefault("state", {})["error_codes"] = [fault.code.number for fault in answer.faults]
    write = wire_json.write if call.format is Format.JSON else wire_xml.write
    return Response(write(body), answer.status, headers, media_type=call.format.media_type)


async def read_tree(call: Call, max_bytes: int) -> Value:
    """The request's body as a plain tree; 413, 415, or 400 with the code of what made it unreadable."""
    return await read_as(call, max_bytes, lambda tree: tree)


async def read_tree_if_any(call: Call, max_bytes: int) -> Value:
    """The same where a body may be left out, and its `Content-Type` with it."""
    headers = call.request.headers
    sent = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    return await read_tree(call, max_bytes) if sent else None


async def read_as(call: Call, max_bytes: int, make: Callable[[Value], Made]) -> Made:
    """What `make` makes of the tree; a large body is read in a thread, so that others are answered."""
    written_in = body_format(call.request.headers.get("content-type"))
    body = call.body = await read_body(call.request, max_bytes)
    read = wire_json.read if written_in is Format.JSON else wire_xml.read

    def made() -> Made:
        return make(read(body))

    return made() if len(body) < LARGE else await asyncio.to_thread(made)
