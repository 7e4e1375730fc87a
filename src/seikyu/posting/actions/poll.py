"""Look for reports of the mail house, again and again while it has letters of a company."""

from datetime import timedelta

from seikyu.audit.model import Author
from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.posting import batch_queries, turns
from seikyu.posting.actions.take_report import take_report
from seikyu.posting.mail_house import MailHouse
from seikyu.posting.model import POLL_EVERY, poll_job

LONGEST = timedelta(days=60)
"""How long after a batch was closed a letter may still come back."""

MAIL_HOUSE = Author(None, None, None, "郵送代行", "system")


async def poll(pool: Pool, clock: Clock, mail_house: MailHouse | None, owner: int, turn: int) -> None:
    """Take all reports that lie there and ask for the next look; a job of an earlier turn does nothing.

    A report is put away after it was taken: one that stays is known by its bytes and taken no second time.
    """
    reports = [] if mail_house is None else await mail_house.reports(owner)
    async with transaction(pool, owner) as connection:
        following = await turns.take_poll_turn(connection, owner, turn)
        if following is None:
            return
        # Asked with the turn held: a batch handed over meanwhile begins anew what ends here.
        more = mail_house is not None and await batch_queries.under_way(connection, owner, clock() - LONGEST)
        for report in reports:
            await take_report(connection, owner, MAIL_HOUSE, clock, report.name, report.content)
        if more:
            await enqueue(connection, [poll_job(owner, following, POLL_EVERY)])
        else:
            await turns.end_polling(connection, owner)
    for report in reports:
        if mail_house is not None:
            await mail_house.put_away(owner, report)


async def poll_later(pool: Pool, owner: int, turn: int) -> None:
    """Ask for the next look after one that failed for good."""
    async with transaction(pool, owner) as connection:
        following = await turns.take_poll_turn(connection, owner, turn)
        await enqueue(connection, [] if following is None else [poll_job(owner, following, POLL_EVERY)])
