"""Reading a request's body without trusting its length."""

from starlette.requests import ClientDisconnect, Request

from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def read_body(request: Request, max_bytes: int) -> bytes:
    """The body, at most `max_bytes` of it; 413 as soon as more is announced or sent."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(codes.CONTENT_TYPE_UNSUPPORTED, status=415, path="Content-Encoding")
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and _exceeds(announced, max_bytes):
        raise _too_large(max_bytes)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > max_bytes:
                raise _too_large(max_bytes)
            chunks.append(chunk)
    except ClientDisconnect:
        raise Refusal(codes.BODY_UNREADABLE, status=400) from None
    return b"".join(chunks)


def _exceeds(digits: str, limit: int) -> bool:
    # Compared by length first: a number of a million digits is not worth reading.
    shortest = digits.lstrip("0") or "0"
    return len(shortest) > len(str(limit)) or int(shortest) > limit


def _too_large(max_bytes: int) -> Refusal:
    # The line stays open, and the server throws away what still comes: closed in the middle of sending, many
    # clients would see a broken line and no answer.
    return Refusal(codes.BODY_TOO_LARGE, status=413, limit=max_bytes // (1024 * 1024))
