"""A token request's parameters: each once, the client's secret among them (RFC 6749 §2.3.1, §3.2)."""

import base64
import binascii
from http import HTTPStatus
from urllib.parse import unquote_plus

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError
from starlette.requests import Request

from seikyu.http.forms import Fields, read_form
from seikyu.oauth.protocol import Asked
from seikyu.wire.faults import Refusal


async def read_asked(request: Request) -> Asked:
    """The parameters of a token request; `realm` may stand wherever it likes, nothing looks at it."""
    try:
        fields = await read_form(request)
    except Refusal as refusal:
        status = (
            refusal.status
            if refusal.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            else HTTPStatus.BAD_REQUEST
        )
        raise InvalidRequestError(
            "Send a small URL-encoded form in UTF-8.", status_code=int(status)
        ) from None
    return with_basic(once(fields), request.headers.get("authorization", ""))


def once(fields: Fields) -> dict[str, str]:
    """Each parameter's value; none may be sent twice."""
    if any(len(values) > 1 for values in fields.values()):
        raise InvalidRequestError("A parameter is sent more than once.")
    return {name: values[0] for name, values in fields.items()}


def with_basic(asked: dict[str, str], authorization: str) -> Asked:
    """The parameters, with id and secret from HTTP Basic (RFC 6749 §2.3.1) put beside the others."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return asked
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        colon = client_id = secret = ""
    if not colon:
        raise InvalidClientError("The Authorization header cannot be read.", status_code=401)
    if "client_secret" in asked:
        raise InvalidRequestError("Send the client's secret in one way only.")
    client_id = unquote_plus(client_id)
    if asked.get("client_id", client_id) != client_id:
        raise InvalidRequestError("Two different clients are named.")
    return {**asked, "client_id": client_id, "client_secret": unquote_plus(secret)}
