"""The endpoints that clients call for tokens, at the published paths (contract §3)."""

from collections.abc import Awaitable, Callable

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from seikyu.oauth import about_tokens, device_api, discovery, paths
from seikyu.oauth.actions.poll_device import poll_device
from seikyu.oauth.actions.redeem_code import redeem_code
from seikyu.oauth.actions.refresh import refresh
from seikyu.oauth.actions.take_password import take_password
from seikyu.oauth.endpoints import NO_STORE, endpoint
from seikyu.oauth.grants import DEVICE_GRANT
from seikyu.oauth.protocol import Asked, Granted
from seikyu.oauth.provider import Caller, Provider

ANSWER_ORDER = ("access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope")

Action = Callable[[Provider, Caller, Asked], Awaitable[Granted]]


def routes(provider: Provider) -> list[Route]:
    """The token endpoint and the one of the password flow, and the standard ones beside them."""

    def giving(action: Action) -> Callable[[Caller, Asked], Awaitable[Response]]:
        async def give(caller: Caller, asked: Asked) -> Response:
            granted = await action(provider, caller, asked)
            body = {name: granted.body[name] for name in ANSWER_ORDER if name in granted.body}
            return JSONResponse(body, headers=NO_STORE)

        return give

    return [
        Route(paths.TOKEN, endpoint(giving(_by_grant_type)), methods=["POST"]),
        Route(paths.PASSWORD, endpoint(giving(take_password)), methods=["POST"]),
        *discovery.routes(provider),
        *about_tokens.routes(provider),
        *device_api.routes(provider),
    ]


async def _by_grant_type(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    match asked.get("grant_type"):
        case "authorization_code":
            return await redeem_code(provider, caller, asked)
        case "refresh_token":
            return await refresh(provider, caller, asked)
        case grant if grant == DEVICE_GRANT:
            return await poll_device(provider, caller, asked)
        case None:
            raise InvalidRequestError("'grant_type' is required.")
        case _:
            offered = f"Use authorization_code, refresh_token or {DEVICE_GRANT}."
            raise OAuth2Error(offered, error="unsupported_grant_type")
