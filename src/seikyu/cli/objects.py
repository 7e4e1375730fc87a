"""`seikyu objects`: moving them to where the settings say and back, and looking whether all are there."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated

import asyncpg
import typer
import uvloop
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from seikyu.cli.configured import settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.place import Away, Place
from seikyu.db.pool import Pool, open_pool
from seikyu.kit.clock import system_clock
from seikyu.storage import checking, moving
from seikyu.storage.objects import Changed
from seikyu.storage.places import open_place
from seikyu.wire.faults import Refusal

Work = Callable[[Pool, Place | None, Callable[[], None]], Awaitable[None]]
CONNECTIONS = 4


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="Where PDF and attached files lie.")
    own.callback()(lambda: None)
    own.command("move")(move)
    own.command("return")(bring_back)
    own.command("verify")(verify)
    own.command("sweep")(sweep)
    app.add_typer(own, name="objects")


def move() -> None:
    """Move all that lie in the database to the place of SEIKYU_OBJECTS; begun again, it goes on."""

    async def work(pool: Pool, place: Place | None, step: Callable[[], None]) -> None:
        there = _needed(place)
        for owner in await moving.owners_to_move(pool):
            while count := await moving.move_some(pool, system_clock, there, owner):
                for _ in range(count):
                    step()

    typer.echo(f"moved: {_do('moving', work)}")


def bring_back() -> None:
    """Bring all back into the database; stop the workers first, or they move them out again."""

    async def work(pool: Pool, place: Place | None, step: Callable[[], None]) -> None:
        _needed(place)
        for owner in await checking.owners(pool):
            while count := await moving.return_some(pool, owner):
                for _ in range(count):
                    step()

    typer.echo(f"brought back: {_do('bringing back', work)}")


def verify() -> None:
    """Read every object and compare it with its digest; name those that are not right, and end with 1."""
    wrong: list[checking.Seen] = []

    async def work(pool: Pool, _place: Place | None, step: Callable[[], None]) -> None:
        for owner in await checking.owners(pool):
            async for seen in checking.verify(pool, owner):
                step()
                if seen.wrong is not None:
                    wrong.append(seen)

    typer.echo(f"verified: {_do('verifying', work)}")
    for one in wrong:
        typer.echo(f"{one.key}: {one.wrong}")
    if wrong:
        give_up(f"{len(wrong)} objects are not as they were stored.")


def sweep(
    older_than: Annotated[
        int, typer.Option("--older-than", min=1, metavar="DAYS", help="Spare what was written since.")
    ] = 1,
) -> None:
    """Delete what lies at the place of SEIKYU_OBJECTS and is named by no row."""

    async def work(pool: Pool, place: Place | None, step: Callable[[], None]) -> None:
        before = system_clock() - timedelta(days=older_than)
        async for key in checking.sweep(pool, _needed(place), before):
            typer.echo(key)
            step()

    typer.echo(f"swept: {_do('sweeping', work)}")


def _do(named: str, work: Work) -> int:
    """Do it with a count that grows on the terminal; how many there were."""
    read, count = settings(), 0
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(named, total=None)

        def step() -> None:
            nonlocal count
            count += 1
            progress.advance(task)

        async def run() -> None:
            place = open_place(read.objects)
            pool = await open_pool(read.whole_url, size=CONNECTIONS, place=place)
            try:
                await work(pool, place, step)
            finally:
                await pool.close()

        try:
            uvloop.run(run())
        except (Away, Refusal) as problem:
            reason = problem.detail("en") if isinstance(problem, Refusal) else str(problem)
            give_up(f"Stopped after {count}: {reason}")
        except Changed as problem:
            give_up(f"Stopped after {count}: {problem}; `seikyu objects verify` names all that are wrong.")
        except (OSError, asyncpg.PostgresError) as problem:
            give_up(f"Stopped after {count}, the database cannot be used: {problem}")
    return count


def _needed(place: Place | None) -> Place:
    if place is None:
        give_up("SEIKYU_OBJECTS says that objects lie in the database: there is no other place.", MISUSED)
    return place
