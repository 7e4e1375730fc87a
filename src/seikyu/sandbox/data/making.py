"""Making the sandbox's data: once, and taken up again when a first start was cut off."""

import asyncio
import secrets
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from seikyu.accounts.model import Actor, Via
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.queries import user_by_pfid
from seikyu.db.pool import Pool, transaction
from seikyu.invoices.print import invoice_press
from seikyu.kit.clock import Clock
from seikyu.kit.jst import JST
from seikyu.sandbox.data.cast import CAST, Role
from seikyu.sandbox.data.founding import Secret, actor_of, found
from seikyu.sandbox.data.furnishing_buyer import furnish_buyer
from seikyu.sandbox.data.furnishing_seller import furnish_seller
from seikyu.sandbox.data.masters import MASTERS
from seikyu.sandbox.data.moves import Stage, live_through
from seikyu.sandbox.data.plan import plan
from seikyu.sandbox.failure import SandboxError
from seikyu.sandbox.logins import Logins, keep_logins, read_logins


async def make(pool: Pool, clock: Clock, folder: Path, base_url: str, stop: asyncio.Event) -> Logins:
    """Bring all data into an empty database, or what is missing of it; return how the cast logs in.

    The logins are kept before what they open is committed, so they are never lost; a mark beside them is set
    when everything is there. Told to stop, it leaves the rest to the next start.
    """
    logins = read_logins(folder)
    if await _actor(pool, Role.SELLER) is None:
        logins = await _found(pool, folder, clock())
    elif logins is None:
        raise SandboxError(
            f"{folder} has data but no logins.json, so nobody can log in: "
            "bring the file back, or name another folder."
        )
    if not logins.complete:
        await _live_through(pool, base_url, logins, stop)
        if not stop.is_set():
            logins = Logins(logins.since, complete=True, members=logins.members)
            keep_logins(folder, logins)
    return logins


async def _found(pool: Pool, folder: Path, since: datetime) -> Logins:
    passwords = Passwords()
    opened = {}
    for role in CAST:
        password = secrets.token_hex(6)
        opened[role] = Secret(password, await passwords.hash(password))
    async with transaction(pool, None) as connection:
        members = await found(connection, opened, plan(_day(since)), since)
        logins = Logins(since, complete=False, members=members)
        keep_logins(folder, logins)
    return logins


async def _live_through(pool: Pool, base_url: str, logins: Logins, stop: asyncio.Event) -> None:
    actors = {role: await _known_actor(pool, role) for role in (*MASTERS, Role.BUYER)}
    sellers = {role: actors[role] for role in MASTERS}
    stage = Stage(pool, invoice_press(compilers=2), base_url, sellers, actors[Role.BUYER])
    await live_through(stage, plan(_day(logins.since)), stop)
    if not stop.is_set():
        await furnish_seller(pool, base_url, await _people(pool, Role.SELLER), logins.since)
        await furnish_buyer(pool, await _people(pool, Role.BUYER), logins.since)


async def _people(pool: Pool, role: Role) -> list[Actor]:
    """The people of a company at their screens, in the order of the cast."""
    found = []
    for person in CAST[role].people:
        async with pool.acquire() as connection:
            known = await user_by_pfid(connection, person.pfid)
        if known is None:
            raise LookupError(f"the cast has no {person.name}")
        found.append(replace(actor_of(known[0], role, Via.SCREEN), administrator=known[0].administrator))
    return found


async def _known_actor(pool: Pool, role: Role) -> Actor:
    actor = await _actor(pool, role)
    if actor is None:
        raise LookupError(f"the cast has no {role}")
    return actor


async def _actor(pool: Pool, role: Role) -> Actor | None:
    async with pool.acquire() as connection:
        known = await user_by_pfid(connection, CAST[role].people[0].pfid)
    if known is None:
        return None
    return actor_of(known[0], role, Via.SCREEN if role is Role.BUYER else Via.API)


def _day(moment: datetime) -> date:
    return moment.astimezone(JST).date()
