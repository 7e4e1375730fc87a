"""Places elsewhere for the tests: a folder, and a bucket of a server that is none of ours."""

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from boto3 import client as s3_client
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from seikyu.db.place import Away, Lying, Place
from seikyu.db.pool import Pool, open_pool
from seikyu.settings import S3
from seikyu.storage.bucket import open_bucket
from seikyu.storage.folder import Folder

BUCKET = "papers"
KEY_ID, SECRET = "a-key", "a-secret"


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server that speaks the S3 protocol, with a bucket in it."""
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        made = s3_client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
        )
        made.create_bucket(Bucket=BUCKET)
        made.close()
        yield address
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def bucket_at(address: str, prefix: str = "seikyu/objects") -> Place:
    return open_bucket(S3(BUCKET, prefix, address, "us-east-1", KEY_ID, SECRET, path_style=True))


def folder_at(path: Path) -> Folder:
    path.mkdir(exist_ok=True)
    return Folder(path)


@asynccontextmanager
async def leading_to(database_url: str, place: Place | None) -> AsyncIterator[Pool]:
    """A pool whose objects lie there."""
    pool = await open_pool(database_url, size=5, place=place)
    try:
        yield pool
    finally:
        await pool.close()


def closed_port() -> int:
    """A port nobody answers at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass
class Breaking:
    """A place that dies right after it has written, as often as it is told to."""

    place: Place
    name: str = "breaking"
    left: int = 1
    written: list[str] = field(default_factory=list)

    async def write(self, key: str, content: bytes) -> None:
        await self.place.write(key, content)
        self.written.append(key)
        if self.left:
            self.left -= 1
            raise Away("killed in between")

    async def read(self, key: str) -> bytes:
        return await self.place.read(key)

    async def remove(self, key: str) -> None:
        await self.place.remove(key)

    def lying(self) -> AsyncIterator[Lying]:
        return self.place.lying()
