"""What the endpoints that clients call have in common: how they read a request and refuse one."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from seikyu.accounts.callers import address_of, request_id_of
from seikyu.oauth.actions.take_password import TooManyFailuresError
from seikyu.oauth.asking import read_asked
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def endpoint(
    action: Callable[[Caller, Asked], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a form, and tells refusals as RFC 6749 §5.2 has it."""

    async def answer(request: Request) -> Response:
        try:
            asked = await read_asked(request)
            return await action(Caller(address_of(request), request_id_of(request)), asked)
        except OAuth2Error as error:
            return _refused(error)

    return answer


def _refused(error: OAuth2Error) -> Response:
    headers = dict(NO_STORE)
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="seikyu"'
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # The rest of the body is not read, so the connection cannot serve another request.
        headers["Connection"] = "close"
    if isinstance(error, TooManyFailuresError):
        headers["Retry-After"] = str(error.seconds)
    return JSONResponse(dict(error.get_body()), error.status_code, headers)
