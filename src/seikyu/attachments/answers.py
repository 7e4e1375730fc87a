"""What the API and the screens answer of files: lines of a list, and the bytes themselves."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from seikyu.attachments.model import Attachment
from seikyu.kit.jst import wire_time
from seikyu.wire.values import Value

# Whoever opens the file opens it outside of our pages: nothing in it may act in our name.
ALOOF = "sandbox; default-src 'none'"


def line(attachment: Attachment) -> dict[str, Value]:
    """One file."""
    return {
        "attachment_id": str(attachment.attachment_id),
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256.hex(),
        "added_at": wire_time(attachment.added_at),
    }


def lines(attachments: Sequence[Attachment]) -> list[Value]:
    """Files, oldest first."""
    return [line(attachment) for attachment in attachments]


def file_answer(attachment: Attachment, content: bytes) -> Response:
    """The bytes, always to be saved and never to be shown, under the file's name (RFC 6266, RFC 8187)."""
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in attachment.name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(attachment.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": ALOOF,
        "Cache-Control": "private, no-store",
    }
    return Response(content, headers={**headers, "Content-Type": attachment.media_type})
