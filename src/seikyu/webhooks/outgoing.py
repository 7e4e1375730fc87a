"""Calling a webhook: only to addresses that may be called, without following anything, never for long."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import httpcore

from seikyu.webhooks.addresses import Network, is_within, may_be_called, read_address
from seikyu.webhooks.model import ANSWER_LENGTH, Outcome, Problem

SECONDS = 10.0
NAMES_AT_ONCE = 16
AGENT = "Seikyu-Webhooks/1"

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host; raises OSError when it has none."""
Post = Callable[[str, Mapping[str, str], bytes], Awaitable[Outcome]]
"""Sends a body with headers to an address."""


def resolver() -> Resolve:
    """Asks the system's name servers, in threads of its own.

    A name whose server never answers keeps a thread for long; printing and storing must not want for it.
    """
    threads = ThreadPoolExecutor(NAMES_AT_ONCE, "names")

    async def resolve(host: str, port: int) -> Sequence[str]:
        asking = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(threads, asking)
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    return resolve


def poster(private: Sequence[Network], resolving: Resolve | None = None, seconds: float = SECONDS) -> Post:
    """Make the way out; addresses in the networks `private` may be called too, and unencrypted."""
    resolving = resolving or resolver()
    trusted = ssl.create_default_context()

    async def post(url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        begun = time.monotonic()
        status, problem, answer, retry_after = None, None, b"", None
        try:
            async with asyncio.timeout(seconds):
                status, answer, retry_after = await _post(url, headers, body, private, resolving, trusted)
        except TimeoutError:
            problem = Problem.TIMED_OUT
        except _Refused:
            problem = Problem.ADDRESS_REFUSED
        except socket.gaierror:
            problem = Problem.NAME_UNKNOWN
        except (httpcore.ConnectError, OSError) as failure:
            problem = Problem.TLS if _is_tls(failure) else Problem.UNREACHABLE
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            problem = Problem.BROKEN
        took = int((time.monotonic() - begun) * 1000)
        return Outcome(status, problem, _shown(answer), took, retry_after)

    return post


async def _post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    private: Sequence[Network],
    resolving: Resolve,
    trusted: ssl.SSLContext,
) -> tuple[int, bytes, str | None]:
    unencrypted = urlsplit(url).scheme != "https"
    backend = _Checked(private, resolving, unencrypted)
    named = [("Content-Type", "application/json"), ("User-Agent", AGENT), *headers.items()]
    async with (
        # A connection of its own for each call: nothing that was checked once is used again later.
        httpcore.AsyncConnectionPool(ssl_context=trusted, network_backend=backend) as pool,
        pool.stream("POST", url, headers=named, content=body) as response,
    ):
        answer = b""
        async for chunk in response.aiter_stream():
            answer += chunk
            if len(answer) >= ANSWER_LENGTH:
                break
        return response.status, answer[: 4 * ANSWER_LENGTH], _retry_after(response.headers)


class _Refused(Exception):  # noqa: N818 -- what it is called is what it is
    """A host leads to an address that must not be called."""


@dataclass(slots=True)
class _Checked(httpcore.AsyncNetworkBackend):
    """Looks a host up, checks every address it has, and connects to one of those and no other.

    A name that changes between checking and connecting gains nothing (DNS rebinding): it is asked once. TLS
    is negotiated, and the certificate checked, for the name in the URL.
    """

    private: Sequence[Network]
    resolving: Resolve
    unencrypted: bool
    inner: httpcore.AsyncNetworkBackend = field(default_factory=httpcore.AnyIOBackend)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- the driver's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect, or raise _Refused."""
        addresses = await self.resolving(host, port)
        if not addresses or not all(self._may_be_called(address) for address in addresses):
            raise _Refused
        failure: Exception = ConnectionError()
        for address in addresses:
            try:
                return await self.inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, OSError) as tried:
                failure = tried
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def _may_be_called(self, written: str) -> bool:
        address = read_address(written)
        if address is None:
            return False
        if self.unencrypted:
            return is_within(address, self.private)
        return may_be_called(address, self.private)


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    found = [value for name, value in headers if name.lower() == b"retry-after"]
    return found[0].decode("latin-1") if found else None


def _is_tls(failure: BaseException | None) -> bool:
    while failure is not None:
        if isinstance(failure, ssl.SSLError):
            return True
        failure = failure.__cause__ or failure.__context__
    return False


def _shown(answer: bytes) -> str:
    return answer.decode(errors="replace").replace("\0", "�")[:ANSWER_LENGTH]
