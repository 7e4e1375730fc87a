"""Write the mails about a batch: to approvers when a step opens and while it stays so; to submitters."""

from datetime import datetime, timedelta
from uuid import UUID

from seikyu.accounts.queries import users_of
from seikyu.approvals import letters, queries, store
from seikyu.approvals.model import ask_job
from seikyu.approvals.store import ToAsk, ToReport
from seikyu.db.pool import Connection
from seikyu.jobs.queue import enqueue
from seikyu.kit.jst import JST
from seikyu.mail.store import write


async def ask(
    connection: Connection,
    owner: int,
    batch: UUID,
    round_: int,
    base_url: str,
    now: datetime,
    *,
    wished: bool = False,
) -> None:
    """Ask everybody who may decide something of the batch, in one mail each; come back in some days.

    Doing it again, or after everything was decided, writes nothing; so does a reminder that nobody wished for
    in a company that has switched them off.
    """
    days = await queries.remind_after_days(connection, owner)
    if round_ and not days and not wished:
        return
    still = await store.count_asking(connection, owner, batch, round_)
    if not still:
        return
    everybody = {one for run in still for one in run.approver_ids}
    instead = await queries.substitutes(connection, owner, everybody, now.astimezone(JST).date())
    waiting: dict[int, list[ToAsk]] = {}
    for run in still:
        readers = [*run.approver_ids, *(one for who in run.approver_ids for one in instead.get(who, ()))]
        for reader in dict.fromkeys(readers):
            if reader not in run.maker_ids:
                waiting.setdefault(reader, []).append(run)
    mails = [
        letters.asking(user, waiting[user.user_id], base_url, again=round_ > 0)
        for user in await users_of(connection, owner)
        if user.user_id in waiting
    ]
    await write(connection, owner, mails, now)
    if days:
        await enqueue(connection, [ask_job(owner, batch, round_ + 1, timedelta(days=days))])


async def report(connection: Connection, owner: int, batch: UUID, base_url: str, now: datetime) -> None:
    """Tell the submitters how what they submitted has ended; doing it again writes nothing.

    What nobody submitted in person is told to the administrators.
    """
    told: dict[int | None, list[ToReport]] = {}
    for one in await store.take_reports(connection, owner, batch):
        told.setdefault(one.submitter_id, []).append(one)
    if not told:
        return
    mails = [
        mail
        for user in await users_of(connection, owner)
        for who in ((user.user_id, None) if user.administrator else (user.user_id,))
        for mail in letters.ended(user, told.get(who, ()), base_url)
    ]
    await write(connection, owner, mails, now)
