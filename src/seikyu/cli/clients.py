"""`seikyu client`: programs that call the API of a real installation."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from seikyu.accounts import queries
from seikyu.applications.actions.register import Registered, register
from seikyu.applications.model import Program
from seikyu.applications.rules import faults_in
from seikyu.audit.model import SYSTEM
from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, REFUSED, give_up
from seikyu.db.pool import Connection
from seikyu.kit.clock import system_clock
from seikyu.settings import Environment
from seikyu.wire.faults import Fault


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
    given = tuple(uri.strip() for uri in redirect_uri or ()), tuple(one.strip() for one in address or ())
    program = Program(name.strip(), client_id, *given)
    # Before the database is asked: what is misused is told as such, wherever that is.
    _told(faults_in(program), MISUSED)
    outcome = in_database(
        read.whole_url,
        lambda connection: _add(connection, company, program, kind, read.environment),
        owner=company,
    )
    if not isinstance(outcome, Registered):
        _told(outcome, REFUSED)
        return
    typer.echo(f"client_id: {outcome.client_id}")
    if outcome.secret is not None:
        typer.echo(f"client_secret: {outcome.secret}")
        typer.echo("Keep the secret now: it is stored as a hash and cannot be shown again.", err=True)


async def _add(
    connection: Connection, company: int, program: Program, kind: Kind, environment: Environment
) -> Registered | Sequence[Fault]:
    if await queries.company(connection, company) is None:
        give_up(f"There is no company {company}.")
    confidential = kind is Kind.CONFIDENTIAL
    return await register(
        connection, company, SYSTEM, system_clock, program, environment, confidential=confidential
    )


def _told(faults: Sequence[Fault], code: int) -> None:
    if faults:
        give_up("\n".join(fault.detail("en") for fault in faults), code)
