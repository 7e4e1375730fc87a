"""The endpoint where a client without a callback begins (RFC 8628 §3.1)."""

from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from seikyu.oauth import paths
from seikyu.oauth.actions.begin_device import begin_device
from seikyu.oauth.endpoints import NO_STORE, endpoint
from seikyu.oauth.model import DEVICE_LIFETIME, DEVICE_PAUSE
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller, Provider


def routes(provider: Provider) -> list[Route]:
    """Device authorization."""
    page = provider.keys.issuer + paths.ENTER_CODE

    async def begin(caller: Caller, asked: Asked) -> Response:
        begun = await begin_device(provider, caller, asked)
        body = {
            "device_code": begun.device_code,
            "user_code": begun.user_code,
            "verification_uri": page,
            "verification_uri_complete": f"{page}?{urlencode({'user_code': begun.user_code})}",
            "expires_in": int(DEVICE_LIFETIME.total_seconds()),
            "interval": int(DEVICE_PAUSE.total_seconds()),
        }
        return JSONResponse(body, headers=NO_STORE)

    return [Route(paths.DEVICE, endpoint(begin), methods=["POST"])]
