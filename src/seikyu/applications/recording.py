"""The layer around the application that notes each call of a program, after its answer has gone out."""

import time
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seikyu.accounts.callers import address_of
from seikyu.applications.call_log import CallLog, Entry, Heard
from seikyu.applications.model import MOST_BODY_BYTES, MOST_CODES, Call
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.oauth.guard import Calling
from seikyu.wire import codes

PREFIXES = ("/v1/", "/wi/")
LONGEST_PATH = 300


@dataclass(slots=True)
class _Ear:
    """What has been heard of a call so far."""

    request: bytearray = field(default_factory=bytearray)
    answer: bytearray = field(default_factory=bytearray)
    answer_type: str = ""
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR


class Recording:
    """ASGI middleware; the guard tells whose call it is, `http.calls` what faults were answered."""

    def __init__(self, app: ASGIApp, calls: CallLog, clock: Clock) -> None:
        self.app = app
        self.calls = calls
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIXES):
            await self.app(scope, receive, send)
            return
        at, started, ear = self.clock(), time.perf_counter(), _Ear()
        state = scope.setdefault("state", {})

        async def hear_request() -> Message:
            message = await receive()
            # The guard comes before the body is read: only where bodies are wanted anything is copied.
            if message["type"] == "http.request" and _bodies_wanted(state):
                _keep(ear.request, message.get("body", b""))
            return message

        async def hear_answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                ear.status = message["status"]
                if _bodies_wanted(state):
                    ear.answer_type = Headers(raw=message["headers"]).get("content-type", "")
            elif message["type"] == "http.response.body" and _bodies_wanted(state):
                _keep(ear.answer, message.get("body", b""))
            await send(message)

        failed = False
        try:
            await self.app(scope, hear_request, hear_answer)
        except Exception:
            failed = True
            raise
        finally:
            calling = state.get("calling")
            if isinstance(calling, Calling):
                told = [codes.INTERNAL_ERROR.number] if failed else state.get("error_codes", [])
                ms = round((time.perf_counter() - started) * 1000)
                call = Call(
                    calling.company_id,
                    calling.client_id,
                    new_id(at),
                    at,
                    scope["method"],
                    scope["path"][:LONGEST_PATH].replace("\0", "�"),
                    ear.status,
                    ms,
                    str(state.get("request_id", "")),
                    tuple(dict.fromkeys(told))[:MOST_CODES],
                    address_of(Request(scope)),
                )
                self.calls.add(Entry(call, _heard(scope, ear) if calling.bodies else None))


def _bodies_wanted(state: dict[str, object]) -> bool:
    calling = state.get("calling")
    return isinstance(calling, Calling) and calling.bodies


def _keep(heard: bytearray, more: bytes) -> None:
    # One byte beyond the limit tells that there was more.
    heard += more[: max(MOST_BODY_BYTES + 1 - len(heard), 0)]


def _heard(scope: Scope, ear: _Ear) -> Heard:
    kind = Headers(scope=scope).get("content-type", "")
    return Heard(scope["query_string"], bytes(ear.request), kind, bytes(ear.answer), ear.answer_type)
