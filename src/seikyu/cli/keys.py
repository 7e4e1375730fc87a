"""`seikyu keys`: what id tokens are signed with."""

from functools import partial
from typing import Annotated

import typer

from seikyu.cli.configured import in_database, settings
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import wire_time
from seikyu.oauth.keys import rotate
from seikyu.seals import new_key


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="The key that seals secrets, and those that sign id tokens.")
    own.callback()(lambda: None)
    own.command("new")(new)
    own.command("rotate")(follow)
    app.add_typer(own, name="keys")


def new() -> None:
    """Print a fresh key for SEIKYU_SECRET_KEY."""
    typer.echo(new_key())


def follow(
    *,
    stolen: Annotated[
        bool,
        typer.Option("--stolen", help="Somebody has the keys: stop using and publishing them at once."),
    ] = False,
) -> None:
    """Let a new key follow; it is published now, and signs in ten minutes. Old ones stay published."""
    read = settings()
    kid, signs_from = in_database(read.database_url, partial(rotate, now=system_clock(), stolen=stolen))
    typer.echo(f"kid: {kid}")
    typer.echo(f"signs from: {wire_time(signs_from)} JST")
    if stolen:
        typer.echo("Restart the web processes: they know the stolen key for up to five minutes.", err=True)
