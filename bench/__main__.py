"""`python -m bench [SCENARIO…]`: run the benchmark; `make bench ARGS="update list"` does the same."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.machine import facts
from bench.measure import Comparison
from bench.opening import open_stage
from bench.report import show, write
from bench.scenarios import issue, latency, listing, pdf, stall, store, token, update, validate
from bench.stage import Stage

WIDTH = 150


class Scenario(StrEnum):
    """In the order they are run in: what changes little comes before what changes much."""

    VALIDATE = "validate"
    PDF = "pdf"
    LIST = "list"
    TOKEN = "token"
    STORE = "store"
    LATENCY = "latency"
    UPDATE = "update"
    STALL = "stall"
    ISSUE = "issue"


RUN: dict[Scenario, Callable[[Stage], Awaitable[list[Comparison]]]] = {
    Scenario.VALIDATE: validate.run,
    Scenario.PDF: pdf.run,
    Scenario.LIST: listing.run,
    Scenario.TOKEN: token.run,
    Scenario.STORE: store.run,
    Scenario.LATENCY: latency.run,
    Scenario.UPDATE: update.run,
    Scenario.STALL: stall.run,
    Scenario.ISSUE: issue.run,
}


def main(
    scenarios: Annotated[list[Scenario] | None, typer.Argument(help="All of them if none is named.")] = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few rounds, little data: does it run at all?")
    ] = False,
    rounds: Annotated[int | None, typer.Option(help="Rounds of every comparison.")] = None,
    processes: Annotated[int, typer.Option(help="Web processes.")] = os.cpu_count() or 1,
    write_to: Annotated[
        Path | None, typer.Option("--write", help="A Markdown file to put the figures in.")
    ] = None,
) -> None:
    """Measure Seikyu on this machine, each figure beside its floor from the same run."""
    wanted = [scenario for scenario in Scenario if not scenarios or scenario in scenarios]
    asyncio.run(
        _run(wanted, quick=quick, rounds=rounds or (2 if quick else 5), count=processes, write_to=write_to)
    )


async def _run(
    wanted: list[Scenario], *, quick: bool, rounds: int, count: int, write_to: Path | None
) -> None:
    console = Console()
    console.width = max(console.width, WIDTH)
    invoices = 10_000 if quick else 100_000
    async with open_stage(invoices=invoices, count=count, rounds=rounds, quick=quick) as stage:
        version = await stage.database.fetchval("SHOW server_version")
        machine = facts(version)
        for name, fact in machine.items():
            console.print(f"{name}: {fact}", highlight=False)
        console.print()
        found: list[Comparison] = []
        for scenario in wanted:
            for comparison in await RUN[scenario](stage):
                show(comparison, console)
                found.append(comparison)
    if write_to is not None:
        command = " ".join(
            ["make bench", *([f'ARGS="{" ".join(wanted)}"'] if len(wanted) < len(Scenario) else [])]
        )
        write(write_to, machine, found, command, f"{datetime.now(UTC):%Y-%m-%d}")


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    app()
