"""The endpoints about tokens given out: giving them back, asking, and who the person is (contract §3)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from seikyu.accounts.callers import address_of, is_within
from seikyu.oauth import paths, queries
from seikyu.oauth.actions.introspect import introspect
from seikyu.oauth.actions.revoke import revoke
from seikyu.oauth.endpoints import NO_STORE, endpoint
from seikyu.oauth.guard import bearer_token
from seikyu.oauth.id_token import claims_of
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest
from seikyu.wire.faults import Refusal


def routes(provider: Provider) -> list[Route]:
    """Revocation, introspection, userinfo."""

    async def give_back(caller: Caller, asked: Asked) -> Response:
        await revoke(provider, caller, asked)
        return JSONResponse({}, headers=NO_STORE)

    async def ask(caller: Caller, asked: Asked) -> Response:
        return JSONResponse(await introspect(provider, caller, asked), headers=NO_STORE)

    async def userinfo(request: Request) -> Response:
        return await _userinfo(provider, request)

    return [
        Route(paths.REVOKE, endpoint(give_back), methods=["POST"]),
        Route(paths.INTROSPECT, endpoint(ask), methods=["POST"]),
        Route(paths.USERINFO, userinfo, methods=["GET", "POST"]),
    ]


async def _userinfo(provider: Provider, request: Request) -> Response:
    """Who the token speaks for (OpenID Connect Core §5.3); errors as RFC 6750 §3."""
    try:
        token = bearer_token(request.headers.get("authorization"))
    except Refusal:
        return _refused(401, None)
    async with provider.pool.acquire() as connection:
        bearer = await queries.bearer(connection, digest(token), provider.environment, provider.clock())
    if bearer is None:
        return _refused(401, "invalid_token")
    if bearer.sandbox and not is_within(address_of(request), bearer.allowed_addresses):
        return _refused(403, "access_denied")
    if "openid" not in bearer.scope.split():
        return _refused(403, "insufficient_scope")
    return JSONResponse(claims_of(bearer.user, bearer.scope), headers=NO_STORE)


def _refused(status: int, error: str | None) -> Response:
    # Who shows no token at all is told only how to (RFC 6750 §3.1).
    told = {} if error is None else {"error": error}
    parameters = ["Bearer", *(f'error="{value}"' for value in told.values())]
    return JSONResponse(told, status, {**NO_STORE, "WWW-Authenticate": " ".join(parameters)})
