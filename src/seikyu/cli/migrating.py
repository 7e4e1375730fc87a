"""Commands that bring the database up to date first; the others start without waiting for Alembic."""

from typing import Annotated

import typer
import uvloop

from seikyu.cli.configured import settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.cli.processes import EVERYTHING, run
from seikyu.db.migrate import Phase, TableBusy, migrate


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("serve")(serve)
    app.command("migrate")(migrate_database)


def migrate_database(
    *,
    pre: Annotated[
        bool, typer.Option("--pre", help="Only what the version before lives with: while it still runs.")
    ] = False,
    post: Annotated[
        bool, typer.Option("--post", help="The rest: once no process of the version before runs any more.")
    ] = False,
) -> None:
    """Bring the database to the shape this version needs: all of it, unless told otherwise."""
    if pre and post:
        give_up("Either --pre or --post; without them, everything is done.", MISUSED)
    phase = Phase.PRE if pre else Phase.POST if post else Phase.ALL
    try:
        uvloop.run(migrate(settings().whole_url, phase))
    except TableBusy as problem:
        give_up(f"{problem} End long transactions (pg_stat_activity), or try again later.")


def serve() -> None:
    """Everything in one process, for a small installation; migrates first."""
    read = settings()
    uvloop.run(migrate(read.whole_url))
    uvloop.run(run(read, EVERYTHING))
