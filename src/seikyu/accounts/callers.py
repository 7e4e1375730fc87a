"""Where a request comes from, as it is written into logs and compared with lists."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.requests import Request


def address_of(request: Request) -> str:
    """The caller's address; an IPv4 address met on an IPv6 socket is written as IPv4."""
    host = "" if request.client is None else request.client.host
    parsed = parse_address(host)
    return host if parsed is None else str(parsed)


def parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """An address, or None for what is none (a socket in the file system has no address)."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def request_id_of(request: Request) -> str | None:
    """The id under which the edge logs this request."""
    given = request.scope.get("state", {}).get("request_id")
    return given if isinstance(given, str) else None
