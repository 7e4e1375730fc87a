"""Which addresses may be called: the world's, and of others those that the operator allows.

A webhook's address is a company's choice; without this, it could have the platform call the operator's own
machines for it.
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

NEVER: tuple[IPv4Network, ...] = tuple(
    IPv4Network(network)
    for network in (
        "100.64.0.0/10",  # between a provider and its customers; cloud metadata of one provider
        "168.63.129.16/32",  # a cloud's own services, though the number is a public one
        "192.88.99.0/24",  # relays of 6to4
        "192.0.0.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
    )
)
PUBLIC_V6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
LOW_32 = 0xFFFFFFFF


def networks(written: Collection[str]) -> tuple[Network, ...]:
    """Networks as settings name them."""
    return tuple(ip_network(one, strict=False) for one in written)


def read_address(written: str) -> Address | None:
    """An address as a name server or a URL gives it, without the scope of a link; None when it is none."""
    try:
        return ip_address(written.partition("%")[0])
    except ValueError:
        return None


def may_be_called(address: Address, private: Collection[Network]) -> bool:
    """Whether an address is one of the world's, or in a private network that the operator allows."""
    return is_within(address, private) or is_public(address)


def is_within(address: Address, private: Collection[Network]) -> bool:
    """Whether an address, or the IPv4 address inside it, lies in one of the networks."""
    return any(one in network for one in (address, plain(address)) for network in private)


def is_public(address: Address) -> bool:
    """Whether an address leads out into the world and nowhere else."""
    inner = plain(address)
    if isinstance(inner, IPv4Address):
        return (
            inner.is_global
            and not inner.is_multicast
            and not inner.is_reserved
            and not any(inner in network for network in NEVER)
        )
    return inner in PUBLIC_V6 and inner.is_global and not inner.is_multicast


def plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for: mapped, translated or tunnelled."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & LOW_32)
    teredo = None if address.teredo is None else address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or teredo or address
