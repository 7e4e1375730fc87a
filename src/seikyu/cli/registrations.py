"""`seikyu registrations`: the tax agency's public list of registered issuers."""

import csv
import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Connection
from seikyu.kit.clock import system_clock
from seikyu.kit.csv_text import read_lines
from seikyu.kit.jst import today
from seikyu.payees.actions.take_in_list import NotThePublicList, TakenIn, take_in_list


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="The public list of registered issuers.")
    own.callback()(lambda: None)
    own.command("import")(take_in)
    app.add_typer(own, name="registrations")


def take_in(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV files of the list, in UTF-8.")
    ],
) -> None:
    """Take in files of the list of the tax agency, all of its rows or only what changed."""
    url = settings().whole_url
    for path in files:
        try:
            taken = in_database(url, partial(_import, path=path))
        except UnicodeDecodeError:
            give_up(f"{path}: not UTF-8. Download the file as CSV in Unicode.", MISUSED)
        except (NotThePublicList, csv.Error) as problem:
            give_up(f"{path}: {problem}", MISUSED)
        typer.echo(f"{path}: {taken.rows} rows, as of {taken.as_of}")


async def _import(connection: Connection, path: Path) -> TakenIn:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").digest()
    return await take_in_list(connection, _rows(path), digest, today(system_clock), system_clock())


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        yield from read_lines(opened)
