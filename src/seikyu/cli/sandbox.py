"""`seikyu sandbox`: everything in one go, with data to try it on."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from seikyu.cli.ending import give_up
from seikyu.db.embedded import EmbeddedServerError
from seikyu.db.embedded.account import is_root
from seikyu.sandbox.failure import SandboxError
from seikyu.sandbox.folder import sandbox_folder
from seikyu.sandbox.run import Wish, run


def add_to(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command("sandbox")(run_sandbox)


def run_sandbox(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="The port to answer on; left out or 0: 8000, or a free one."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the data is kept: the same folder, the same data."),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write address and logins there as JSON, once ready to serve."),
    ] = None,
) -> None:
    """Start a whole Seikyu of its own, with companies that trade; Ctrl-C stops it."""
    folder = data or sandbox_folder(os.environ, root=is_root())
    try:
        run(Wish(folder, port or None, facts), Console())
    except (SandboxError, EmbeddedServerError) as problem:
        give_up(str(problem))
