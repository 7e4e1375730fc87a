"""`seikyu docs`: the generated part of the documentation."""

from pathlib import Path
from typing import Annotated

import typer

from seikyu import docs
from seikyu.cli.ending import give_up

app = typer.Typer(no_args_is_help=True, help="The generated part of the documentation.")

Folder = Annotated[Path, typer.Option(help="Where the documentation lies.")]


@app.command()
def build(folder: Folder = Path("docs")) -> None:
    """Write the pages that are generated from the declarations."""
    docs.write_docs(folder)


@app.command()
def check(folder: Folder = Path("docs")) -> None:
    """Fail when a generated page is not what the declarations say."""
    if stale := docs.check(folder):
        give_up("Not fresh (run `seikyu docs build`): " + ", ".join(stale))
