"""Commands that bring the database up to date first; the others start without waiting for Alembic."""

import typer
import uvloop

from seikyu.cli.configured import settings
from seikyu.cli.processes import run
from seikyu.db.migrate import migrate


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("serve")(serve)
    app.command("migrate")(migrate_database)


def migrate_database() -> None:
    """Bring the database named by SEIKYU_DATABASE_URL to the shape this version needs."""
    uvloop.run(migrate(settings().database_url))


def serve() -> None:
    """Web and worker in one process, for a small installation; migrates first."""
    read = settings()
    uvloop.run(migrate(read.database_url))
    uvloop.run(run(read, web=True, work=True))
