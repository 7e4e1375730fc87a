"""What a program may be called, where it leads people back to, and from where it may call (contract §3)."""

from collections.abc import Iterator
from ipaddress import ip_network

from seikyu.applications.model import Program
from seikyu.applications.wire import PROGRAM
from seikyu.oauth.rules import MAX_REDIRECT_URIS, is_client_id, is_redirect_uri
from seikyu.wire import codes
from seikyu.wire.faults import Fault

MOST_ADDRESSES = 50
URI_LENGTH = 500


def faults_in(program: Program) -> list[Fault]:
    """All that is wrong with what is stated about a program, by the names of its fields."""
    return [
        *PROGRAM.read({"name": program.name})[1],
        *_id(program.client_id),
        *_uris(program.redirect_uris),
        *_addresses(program.addresses),
    ]


def _id(client_id: str | None) -> Iterator[Fault]:
    if client_id is not None and not is_client_id(client_id):
        yield Fault("client_id", codes.NOT_A_CLIENT_ID, {"label": "クライアントID"})


def _uris(uris: tuple[str, ...]) -> Iterator[Fault]:
    label = {"label": "リダイレクトURL"}
    if len(uris) > MAX_REDIRECT_URIS:
        yield Fault("redirect_uris", codes.TOO_MANY_ELEMENTS, {**label, "limit": MAX_REDIRECT_URIS})
    for uri in uris:
        if len(uri) > URI_LENGTH or not is_redirect_uri(uri):
            yield Fault("redirect_uris", codes.NOT_A_REDIRECT_URI, {**label, "value": uri[:URI_LENGTH]})


def _addresses(addresses: tuple[str, ...]) -> Iterator[Fault]:
    label = {"label": "接続元IPアドレス"}
    if len(addresses) > MOST_ADDRESSES:
        yield Fault("addresses", codes.TOO_MANY_ELEMENTS, {**label, "limit": MOST_ADDRESSES})
    for address in addresses:
        try:
            ip_network(address)
        except ValueError:
            yield Fault("addresses", codes.NOT_AN_ADDRESS, {**label, "value": address[:URI_LENGTH]})
