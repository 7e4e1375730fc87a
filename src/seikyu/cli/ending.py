"""How a command ends when it cannot do what it was asked for."""

from typing import NoReturn

import typer

REFUSED = 1
MISUSED = 2


def give_up(message: str, code: int = REFUSED) -> NoReturn:
    """Say why on standard error and end."""
    typer.echo(message, err=True)
    raise typer.Exit(code)
