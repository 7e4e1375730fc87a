"""Static files, read once: each is served under a name that holds its content's hash, for ever."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    media_type: str
    content: bytes
    packed: bytes


class Assets:
    """The files of `ui/static`, and `app.css`, which is all of `ui/css` in the order of the names."""

    def __init__(self) -> None:
        self._served: dict[str, Asset] = {}
        self._urls: dict[str, str] = {}
        folder = files("seikyu.ui")
        sheets = sorted((folder / "css").iterdir(), key=lambda sheet: sheet.name)
        self._add(
            "app.css", b"\n".join(sheet.read_bytes() for sheet in sheets if sheet.name.endswith(".css"))
        )
        for entry in (folder / "static").iterdir():
            self._add(entry.name, entry.read_bytes())

    def url(self, name: str) -> str:
        """Where a file is served; KeyError when there is none of this name."""
        return self._urls[name]

    @property
    def urls(self) -> Mapping[str, str]:
        """Where every file is served."""
        return self._urls

    def content(self, name: str) -> bytes:
        """What a file holds."""
        return self._served[self._urls[name].rpartition("/")[2]].content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        await self._answer(Request(scope))(scope, receive, send)

    def _add(self, name: str, content: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        served = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        self._served[served] = Asset(MEDIA_TYPES[f".{suffix}"], content, gzip.compress(content, mtime=0))
        self._urls[name] = f"/static/{served}"

    def _answer(self, request: Request) -> Response:
        asset = self._served.get(request.url.path.rpartition("/")[2])
        if asset is None:
            raise HTTPException(404)
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405)
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                asset.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.media_type
            )
        return Response(asset.content, headers=headers, media_type=asset.media_type)
