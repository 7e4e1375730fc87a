"""`seikyu push`: the invoices of a file through the API, in batches, with a result beside the file."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from seikyu.cli.ending import MISUSED, give_up
from seikyu.cli.push_file import Papers, Unusable, read_papers
from seikyu.cli.push_result import Doubtful, Run, earlier, faults_of, write_result
from seikyu.client import Client, ClientError, InFile, Outcome, Refused
from seikyu.client.batches import in_batches
from seikyu.kit.clock import system_clock
from seikyu.kit.yen import Rounding

SECRET, PASSWORD = "SEIKYU_CLIENT_SECRET", "SEIKYU_USER_PASSWORD"

Told = Callable[[int], None]
"""Is told how many invoices were answered for."""


def add_to(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(push)


def push(
    file: Annotated[Path, typer.Argument(help="JSON or XML as the API reads it; CSV or Excel, 30 columns.")],
    url: Annotated[str, typer.Option(help="Where the API is: https://seikyu.example.com")],
    client_id: Annotated[str, typer.Option(help=f"The API client; its secret is read from {SECRET}.")],
    user: Annotated[
        str | None, typer.Option(help=f"The person it sends for; the password is read from {PASSWORD}.")
    ] = None,
    refresh_token_file: Annotated[
        Path | None, typer.Option(help="Where the refresh token is kept from run to run.")
    ] = None,
    rounding: Annotated[
        Rounding, typer.Option(help="Fractions of a yen where amounts of a CSV are worked out.")
    ] = Rounding.DOWN,
) -> None:
    """Register the invoices of a file, or correct them where they have an invoice_mng_num.

    Ends with 0 when all was done, 1 when something was refused, 2 when nothing could be sent. Run again after
    a breakdown, it sends nothing twice.
    """
    if not url.startswith(("https://", "http://")):
        give_up("The --url begins with https:// (or http://, on this machine).", MISUSED)
    client = Client(
        url,
        client_id,
        _secret(SECRET),
        user,
        _secret(PASSWORD) if user is not None else None,
        refresh_tokens=None if refresh_token_file is None else InFile(refresh_token_file),
    )
    if user is None and refresh_token_file is None:
        give_up("Give --user or --refresh-token-file.", MISUSED)
    content = _content(file)
    digest = hashlib.sha256(content).hexdigest()
    result = file.with_name(f"{file.name}.result.csv")
    try:
        papers = read_papers(file.name, content, rounding)
        corrects = papers.corrects
        before = earlier(result, digest, system_clock())
    except (Unusable, Doubtful) as problem:
        give_up(f"{file.name}: {problem}", MISUSED)
    run = before or Run(digest, system_clock())
    if run.ended:
        typer.echo(f"{file.name} was sent before: see {result.name}.", err=True)
        raise typer.Exit(1 if run.refused else 0)
    with client:
        try:
            client.log_in()
        except ClientError as problem:
            give_up(f"Nothing was sent: {problem}")
        write_result(result, run)
        outcomes, problem_met = _send(client, papers, digest, corrects=corrects)
    if isinstance(problem_met, Refused) and before is None and not outcomes:
        # Nothing was sent: no result is to stand in the way of the next attempt, whatever is changed for it.
        result.unlink()
        give_up(f"Nothing was sent: {problem_met}")
    told = [outcomes.get(position) for position in range(len(papers.elements))]
    write_result(result, replace(run, ended=problem_met is None), papers.elements, told)
    _end(file, result, papers, told, problem_met)


def _send(
    client: Client, papers: Papers, digest: str, *, corrects: bool
) -> tuple[dict[int, Outcome], ClientError | None]:
    """What became of the invoices by their place, as far as it went, and what stopped it."""
    good = [position for position, element in enumerate(papers.elements) if not element.faults]
    send = client.update if corrects else client.register
    outcomes: dict[int, Outcome] = {}
    with _progress(len(good)) as told:
        for number, places in enumerate(in_batches(good), 1):
            batch = [papers.elements[place].tree for place in places]
            try:
                answers = send(batch, key=f"{digest}-{number}", top=papers.top, spelling=papers.spelling)
            except ClientError as error:
                return outcomes, error
            outcomes.update(zip(places, answers, strict=True))
            told(len(outcomes))
    return outcomes, None


def _end(
    file: Path, result: Path, papers: Papers, told: list[Outcome | None], problem: ClientError | None
) -> None:
    found = {place: faults_of(*pair) for place, pair in enumerate(zip(papers.elements, told, strict=True))}
    refused = {place: [fault.detail for fault in faults] for place, faults in found.items() if faults}
    done = sum(outcome is not None and outcome.done for outcome in told)
    typer.echo(f"{done} of {len(told)} done, {len(refused)} refused: {result.name}")
    if problem is not None:
        give_up(f"Stopped: {problem}\nRun again within a day, it goes on from there: nothing is sent twice.")
    if refused:
        rest = file.with_name(f"{file.name}.rest{file.suffix}")
        rest.write_bytes(papers.rest(refused))
        give_up(f"Correct what was refused in {rest.name} and send that.")


@contextmanager
def _progress(total: int) -> Iterator[Told]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done: typer.echo(f"{done} / {total}", err=True)
        return
    with Progress(console=console) as bar:
        task = bar.add_task("Sending", total=total)
        yield lambda done: bar.update(task, completed=done)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        give_up(f"{file}: {problem.strerror}", MISUSED)


def _secret(name: str) -> str:
    if not (value := os.environ.get(name)):
        give_up(f"{name} is not set.", MISUSED)
    return value
