"""`seikyu user`: people of a real installation."""

import asyncio
import sys
from typing import Annotated

import asyncpg
import typer

from seikyu.accounts import queries
from seikyu.accounts.actions.keep_factors import take_all
from seikyu.accounts.passwords import LONGEST_PASSWORD, Passwords
from seikyu.accounts.rules import SHORTEST_PASSWORD, is_pfid, normal_pfid
from seikyu.accounts.store import NewUser, add_user
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Connection, act_for
from seikyu.kit.clock import system_clock


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="People who log in.")
    own.callback()(lambda: None)
    own.command()(add)
    own.command("reset-factors")(reset_factors)
    app.add_typer(own, name="user")


def add(
    company: Annotated[int, typer.Option(help="The id of the person's company.")],
    pfid: Annotated[str, typer.Option(help="What the person logs in with; has the form of a mail address.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    employee_code: Annotated[str | None, typer.Option(help="社員コード.")] = None,
    email: Annotated[str | None, typer.Option(help="Where mail goes, if not to the PFID.")] = None,
) -> None:
    """Let a person in. The password is asked for, or read from the first line of standard input."""
    pfid = normal_pfid(pfid)
    if not is_pfid(pfid):
        give_up(f"{pfid} is no PFID: it has the form of a mail address.", MISUSED)
    if email is not None and not is_pfid(email):
        give_up(f"{email} is no mail address.", MISUSED)
    if not name.strip():
        give_up("A person needs a name.", MISUSED)
    url = settings().whole_url
    password_hash = asyncio.run(Passwords().hash(_password()))
    new = NewUser(pfid, password_hash, name.strip(), employee_code, email)
    try:
        user_id = in_database(url, lambda connection: _add(connection, company, new), owner=company)
    except asyncpg.UniqueViolationError:
        give_up(f"Somebody already logs in as {pfid}.")
    typer.echo(f"user_id: {user_id}")


def reset_factors(
    pfid: Annotated[str, typer.Option(help="What the person logs in with.")],
) -> None:
    """Take every second factor of a person who lost them: app, passkeys, recovery codes. A mail tells them.

    Make sure that it is this person who asks. An administrator of the person's company can do it on screen.
    """
    in_database(settings().whole_url, lambda connection: _reset_factors(connection, pfid), owner=None)
    typer.echo(f"The second factors of {normal_pfid(pfid)} are reset.")


async def _reset_factors(connection: Connection, pfid: str) -> None:
    found = await queries.user_by_pfid(connection, pfid)
    if found is None:
        give_up(f"Nobody logs in as {normal_pfid(pfid)}.")
    person, now = found[0], system_clock()
    await act_for(connection, person.company.company_id)
    await take_all(connection, person, SYSTEM, now)


async def _add(connection: Connection, company_id: int, new: NewUser) -> int:
    if await queries.company(connection, company_id) is None:
        give_up(f"There is no company {company_id}.")
    now = system_clock()
    user_id = await add_user(connection, company_id, new, now)
    await record(connection, company_id, SYSTEM, now, [Event("user_added", "user", str(user_id))])
    return user_id


def _password() -> str:
    if sys.stdin.isatty():
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        give_up(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return password
