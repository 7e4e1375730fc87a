"""Where a request comes from, as it is written into logs and compared with lists."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.requests import Request


def address_of(request: Request) -> str:
    """The caller's address; an IPv4 address met on an IPv6 socket is written as IPv4."""
    host = "" if request.client is None else request.client.host
    parsed = _parse(host)
    return host if parsed is None else str(parsed)


def is_within(host: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Whether an address is in one of the networks; what is no address is in none."""
    address = _parse(host)
    return address is not None and any(address in network for network in networks)


def request_id_of(request: Request) -> str | None:
    """The id under which the edge logs this request."""
    given = request.scope.get("state", {}).get("request_id")
    return given if isinstance(given, str) else None


def _parse(host: str) -> IPv4Address | IPv6Address | None:
    # A caller on a socket in the file system has no address.
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped
