"""`seikyu keys`: what id tokens are signed with."""

from typing import Annotated

import typer

from seikyu.cli.configured import in_database, settings, with_pool
from seikyu.cli.ending import give_up
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import wire_time
from seikyu.oauth.keys import rotate, seal_clear_keys
from seikyu.sealed import reseal
from seikyu.seals import Seals, Unsealable, new_key


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="The key that seals secrets, and those that sign id tokens.")
    own.callback()(lambda: None)
    own.command("new")(new)
    own.command("rotate")(follow)
    own.command("reseal")(seal_again)
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
    seals, now = Seals(read.secret_keys), system_clock()
    kid, signs_from = in_database(
        read.whole_url, lambda connection: rotate(connection, seals, now, stolen=stolen)
    )
    typer.echo(f"kid: {kid}")
    typer.echo(f"signs from: {wire_time(signs_from)} JST")
    if stolen:
        typer.echo("Restart the web processes: they know the stolen key for up to five minutes.", err=True)


def seal_again() -> None:
    """Seal every secret in the database with the first key of SEIKYU_SECRET_KEY; then older ones may go."""
    read = settings()
    seals = Seals(read.secret_keys)

    async def work(pool: Pool) -> dict[str, int]:
        async with transaction(pool, None) as connection:
            first = await seal_clear_keys(connection, seals)
        return {"signing_keys.private_key": first, **await reseal(pool, seals)}

    try:
        done = with_pool(read.whole_url, work)
    except Unsealable as problem:
        give_up(f"Something is {problem}: set the key it was sealed with behind the newest, and try again.")
    for name, count in done.items():
        typer.echo(f"{name}: {count}")
    typer.echo(f"sealed again: {sum(done.values())}")
