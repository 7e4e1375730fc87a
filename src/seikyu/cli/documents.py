"""`seikyu docs`: the generated part of the documentation, and all of it as a site."""

from pathlib import Path
from typing import Annotated

import typer

from seikyu import docs
from seikyu.cli.ending import give_up

Folder = Annotated[Path, typer.Option(help="Where the documentation lies.")]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(
        no_args_is_help=True, help="The documentation: its generated part, and all of it as a site."
    )
    own.command()(build)
    own.command()(check)
    own.command()(site)
    app.add_typer(own, name="docs")


def build(folder: Folder = Path("docs")) -> None:
    """Write the pages that are generated from the declarations."""
    docs.write_docs(folder)


def check(folder: Folder = Path("docs")) -> None:
    """Fail when a generated page is not what the declarations say."""
    if stale := docs.check(folder):
        give_up("Not fresh (run `seikyu docs build`): " + ", ".join(stale))


def site(
    folder: Annotated[Path, typer.Argument(help="Where the pages are written; made if it is not there.")],
    base_url: Annotated[
        str, typer.Option(help="The address of the platform, which stands in the examples.")
    ] = docs.EXAMPLE_URL,
) -> None:
    """Write the whole documentation as static pages, for any file server."""
    typer.echo(f"{docs.write_site(folder, base_url.rstrip('/'))} pages in {folder}")
