"""`seikyu client`: programs that call the API of a real installation."""

from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated

import asyncpg
import typer

from seikyu.accounts import queries
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Connection
from seikyu.kit.clock import system_clock
from seikyu.oauth.rules import LOOPBACK_NETWORKS, MAX_REDIRECT_URIS, is_client_id, is_redirect_uri
from seikyu.oauth.store import NewClient, register_client, register_public_client


class Kind(StrEnum):
    """Whether a client can keep a secret."""

    CONFIDENTIAL = "confidential"
    PUBLIC = "public"


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="Programs that call the API.")
    own.callback()(lambda: None)
    own.command()(add)
    app.add_typer(own, name="client")


def add(
    company: Annotated[int, typer.Option(help="The id of the client's company.")],
    name: Annotated[str, typer.Option(help="The program's name, as the consent page shows it.")],
    client_id: Annotated[
        str | None, typer.Option(help="6 to 32 of A-Z a-z 0-9 _ -; left out: one is allotted.")
    ] = None,
    redirect_uri: Annotated[
        list[str] | None, typer.Option(help="Where people come back to, exactly; up to five, repeated.")
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option(help="Address or network that may call in a sandbox; repeated. At first: this machine."),
    ] = None,
    kind: Annotated[
        Kind, typer.Option(help="A public one can keep no secret, gets none, and must use PKCE.")
    ] = Kind.CONFIDENTIAL,
) -> None:
    """Register a client; its id and its secret are printed, the secret this once only."""
    read = settings()
    new = NewClient(
        company,
        _checked_name(name),
        _checked_id(client_id),
        _checked_uris(redirect_uri or []),
        _checked_addresses(address) if address else LOOPBACK_NETWORKS,
        read.environment,
    )
    try:
        allotted, secret = in_database(
            read.database_url, lambda connection: _add(connection, new, kind), owner=company
        )
    except asyncpg.UniqueViolationError:
        give_up(f"The client id {client_id} is taken.")
    typer.echo(f"client_id: {allotted}")
    if secret is not None:
        typer.echo(f"client_secret: {secret}")
        typer.echo("Keep the secret now: it is stored as a hash and cannot be shown again.", err=True)


async def _add(connection: Connection, new: NewClient, kind: Kind) -> tuple[str, str | None]:
    if await queries.company(connection, new.company_id) is None:
        give_up(f"There is no company {new.company_id}.")
    now = system_clock()
    match kind:
        case Kind.CONFIDENTIAL:
            added: tuple[str, str | None] = await register_client(connection, new, now)
        case Kind.PUBLIC:
            added = (await register_public_client(connection, new, now), None)
    await record(connection, new.company_id, SYSTEM, now, [Event("client_added", "client", added[0])])
    return added


def _checked_name(name: str) -> str:
    if not name.strip():
        give_up("A client needs a name.", MISUSED)
    return name.strip()


def _checked_id(client_id: str | None) -> str | None:
    if client_id is not None and not is_client_id(client_id):
        give_up(f"{client_id} is no client id: 6 to 32 of A-Z a-z 0-9 _ -.", MISUSED)
    return client_id


def _checked_uris(uris: list[str]) -> tuple[str, ...]:
    if len(uris) > MAX_REDIRECT_URIS:
        give_up(f"A client has up to {MAX_REDIRECT_URIS} redirect URIs.", MISUSED)
    for uri in uris:
        if not is_redirect_uri(uri):
            give_up(f"{uri} is no redirect URI: https, or http on this machine, without a fragment.", MISUSED)
    return tuple(uris)


def _checked_addresses(addresses: list[str]) -> tuple[str, ...]:
    for address in addresses:
        try:
            ip_network(address)
        except ValueError as problem:
            give_up(f"{address} is no address or network: {problem}.", MISUSED)
    return tuple(addresses)
