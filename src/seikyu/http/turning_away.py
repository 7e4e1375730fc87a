"""Turning a request away before it is looked at: maintenance (503) or too many (429)."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from seikyu.http.calls import Answer, Call, envelope
from seikyu.http.edge import is_api
from seikyu.http.formats import Format
from seikyu.wire.codes import Code
from seikyu.wire.faults import Fault

Page = Callable[[Request], Response]

AUTHORIZE = "/openam/oauth2/authorize"
OF_OAUTH = ("/openam/oauth2/", "/api/credentials/", "/.well-known/")


def is_oauth(path: str) -> bool:
    """Whether a path answers programs that know OAuth and no envelope."""
    return path.startswith(OF_OAUTH) and path != AUTHORIZE


def turned_away(request: Request, status: int, code: Code, seconds: int, page: Page) -> Response:
    """The answer, and after how many seconds to come back (RFC 9110 §10.2.3)."""
    path = request.url.path
    if is_oauth(path):
        fault = Fault("", code, {})
        answer: Response = JSONResponse(
            {"error": "temporarily_unavailable", "error_description": fault.detail("en")},
            status,
            {"Cache-Control": "no-store", "Pragma": "no-cache"},
        )
    elif is_api(path):
        answer = envelope(_call(request), Answer({}, [Fault("", code, {})], status))
    else:
        answer = page(request)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _call(request: Request) -> Call:
    """The format that can be told without reading a body: as asked for, else as the body is written in."""
    call = Call.of(request)
    call.settle_format(request.query_params.get("response_type"))
    asked = "response_type" in request.query_params or request.headers.get("accept", "*/*") != "*/*"
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not asked and kind in {"text/xml", "application/xml"}:
        call.format = Format.XML
    return call
