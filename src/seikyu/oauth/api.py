"""The endpoints that clients call for tokens, at the published paths (contract §3)."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from seikyu.accounts.callers import address_of, request_id_of
from seikyu.oauth.actions.redeem_code import redeem_code
from seikyu.oauth.actions.refresh import refresh
from seikyu.oauth.actions.take_password import TooManyFailuresError, take_password
from seikyu.oauth.asking import read_asked
from seikyu.oauth.protocol import Asked, Granted
from seikyu.oauth.provider import Caller, Provider

ANSWER_ORDER = ("access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope")
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Action = Callable[[Provider, Caller, Asked], Awaitable[Granted]]


def routes(provider: Provider) -> list[Route]:
    """The token endpoint, and the one of the password flow."""
    return [
        Route("/openam/oauth2/access_token", _endpoint(provider, _by_grant_type), methods=["POST"]),
        Route("/api/credentials/access_token", _endpoint(provider, take_password), methods=["POST"]),
    ]


def _endpoint(provider: Provider, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            asked = await read_asked(request)
            caller = Caller(address_of(request), request_id_of(request))
            granted = await action(provider, caller, asked)
        except OAuth2Error as error:
            return _refused(error)
        body = {name: granted.body[name] for name in ANSWER_ORDER if name in granted.body}
        return JSONResponse(body, headers=NO_STORE)

    return endpoint


async def _by_grant_type(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    match asked.get("grant_type"):
        case "authorization_code":
            return await redeem_code(provider, caller, asked)
        case "refresh_token":
            return await refresh(provider, caller, asked)
        case None:
            raise InvalidRequestError("'grant_type' is required.")
        case _:
            raise OAuth2Error("Use authorization_code or refresh_token.", error="unsupported_grant_type")


def _refused(error: OAuth2Error) -> Response:
    """The error as RFC 6749 §5.2 has it."""
    headers = dict(NO_STORE)
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="seikyu"'
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # The rest of the body is not read, so the connection cannot serve another request.
        headers["Connection"] = "close"
    if isinstance(error, TooManyFailuresError):
        headers["Retry-After"] = str(error.seconds)
    return JSONResponse(dict(error.get_body()), error.status_code, headers)
