"""Objects in a bucket of any S3-compatible store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from seikyu.db.place import Away, Gone, Lying
from seikyu.settings import S3

if TYPE_CHECKING:
    from obstore.store import S3Config  # the library names it to type checkers only

# Somebody may be waiting for the bytes: better told soon that the store is away.
CONNECT = timedelta(seconds=3)
ALTOGETHER = timedelta(seconds=30)
TRIES = 2


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, all of it or what lies below a prefix."""

    name: str
    store: S3Store

    async def write(self, key: str, content: bytes) -> None:
        """Written whole or not at all: the store checks the digest the request is signed with."""
        try:
            await obstore.put_async(self.store, key, content, use_multipart=False)
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def read(self, key: str) -> bytes:
        """The bytes of an object."""
        try:
            return bytes(await (await obstore.get_async(self.store, key)).bytes_async())
        except FileNotFoundError:
            raise Gone(key) from None
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def remove(self, key: str) -> None:
        """Take an object away; in a bucket with versions, cover it with a mark that it is deleted."""
        try:
            await obstore.delete_async(self.store, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def lying(self) -> AsyncIterator[Lying]:
        """Everything in the bucket below the prefix."""
        try:
            async for chunk in obstore.list(self.store):
                for one in chunk:
                    yield Lying(one["path"], one["last_modified"])
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> Away:
        # What the library tells may hold addresses and ids of requests, but no key.
        return Away(f"{self.name}: {error}")


def open_bucket(given: S3) -> Bucket:
    """The bucket of the settings; nothing is asked of it yet."""
    config: S3Config = {"region": given.region, "virtual_hosted_style_request": not given.path_style}
    if given.endpoint:
        config["endpoint"] = given.endpoint
    if given.access_key_id and given.secret_access_key:
        config["access_key_id"] = given.access_key_id
        config["secret_access_key"] = given.secret_access_key
    store = S3Store(
        given.bucket,
        prefix=given.prefix or None,
        config=config,
        client_options={
            "allow_http": given.endpoint.startswith("http://"),
            "connect_timeout": CONNECT,
            "timeout": ALTOGETHER,
        },
        retry_config={"max_retries": TRIES, "retry_timeout": ALTOGETHER},
    )
    return Bucket(given.name, store)
