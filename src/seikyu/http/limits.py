"""How often somebody may ask: by address here, by client at the guard of the API (contract §2, 429)."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from seikyu.http.csrf import SAFE_METHODS
from seikyu.http.rates import Rate
from seikyu.http.tallies import Tallies
from seikyu.http.turning_away import Page, turned_away
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

UNCOUNTED = ("/static/", "/healthz", "/readyz", "/metrics")
SHARED_BITS = 64
"""One subscriber has a whole network of IPv6 addresses."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What of an address is limited: all its requests, and those that show a secret somebody may guess."""

    everything: Rate
    secrets: Rate
    sent_to: Sequence[str]
    """Where secrets are sent to, by the beginning of the path."""
    asked_of: Sequence[str]
    """Where a secret stands in the path itself."""


class AddressLimits:
    """ASGI middleware: an address that asks too often gets 429 and is told when to come back."""

    def __init__(self, app: ASGIApp, tallies: Tallies, limits: Limits, refused: Page) -> None:
        self.app = app
        self.tallies = tallies
        self.limits = limits
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 429."""
        wait = self._wait(scope) if scope["type"] == "http" else 0
        if not wait:
            await self.app(scope, receive, send)
            return
        status, code = HTTPStatus.TOO_MANY_REQUESTS.value, codes.TOO_MANY_REQUESTS
        await turned_away(Request(scope), status, code, wait, self.refused)(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        path: str = scope["path"]
        if path.startswith(UNCOUNTED):
            return 0
        client = scope.get("client")
        network = network_of(client[0] if client else "")
        if wait := self.tallies.take(self.limits.everything, "address", network):
            return wait
        if not self._shows_secret(scope["method"], path):
            return 0
        return self.tallies.take(self.limits.secrets, "secrets", network)

    def _shows_secret(self, method: str, path: str) -> bool:
        if path.startswith((*self.limits.asked_of,)):
            return True
        return method not in SAFE_METHODS and path.startswith((*self.limits.sent_to,))


@dataclass(frozen=True, slots=True)
class ClientLimit:
    """How often one client may call the API, from wherever it calls."""

    tallies: Tallies
    rate: Rate

    def count(self, client_id: str) -> None:
        """Count a call; raise Refusal (429) for one too many."""
        if wait := self.tallies.take(self.rate, "client", client_id):
            headers = {"Retry-After": str(wait)}
            raise Refusal(codes.TOO_MANY_REQUESTS, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


def network_of(host: str) -> str:
    """Whom an address stands for: itself in IPv4, the subscriber's network in IPv6."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address.packed, SHARED_BITS), strict=False))
