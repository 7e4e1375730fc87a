"""Look, every day, whose time is nearly over, what may be removed by now, which exports have expired."""

from datetime import timedelta

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.mail.store import write
from seikyu.retention import queries, store
from seikyu.retention.actions.release import REMOVE, administrators
from seikyu.retention.actions.remove import forget_contents
from seikyu.retention.exporting.keeping import expire
from seikyu.retention.letters import about_to_be_over
from seikyu.retention.model import TELL_BEFORE

FEWEST_DAYS = 7 * 365 - 31
"""No paper is over sooner, so nothing of a company that came later can be."""


async def look(pool: Pool, clock: Clock, base_url: str) -> None:
    """Tell, ask for removal and clear out; done again on the same day, nobody is told twice."""
    now = clock()
    async with transaction(pool, None) as connection:
        old = set(await queries.companies_since(connection, now - timedelta(days=FEWEST_DAYS)))
        every = await queries.companies_since(connection, now)
    for owner in every:
        async with transaction(pool, owner) as connection:
            expired = await expire(connection, owner, now)
            if owner in old:
                await _look_at(connection, owner, clock, base_url)
        if expired:
            await forget_contents(pool, owner)


async def _look_at(connection: Connection, owner: int, clock: Clock, base_url: str) -> None:
    now, day = clock(), today(clock)
    for release in await queries.releases(connection, owner):
        if release.is_open and release.removes_from <= now:
            payload: Payload = {"company_id": owner, "release_id": str(release.release_id)}
            await enqueue(connection, [Job(REMOVE, payload)])
    soon = await queries.counts_until(connection, owner, day + TELL_BEFORE)
    news = {
        until: papers
        for until, papers in soon.items()
        if await store.tell_once(connection, owner, until, papers, now)
    }
    if news:
        readers = await administrators(connection, owner)
        await write(connection, owner, [about_to_be_over(one, news, base_url) for one in readers], now)
