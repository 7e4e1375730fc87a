"""Writing events, in the transaction of the change they tell of."""

from collections.abc import Sequence
from datetime import datetime

from seikyu.audit.followers import FOLLOW
from seikyu.audit.model import Author, Event
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.ids import new_ids


async def record(
    connection: Connection, owner: int, author: Author, now: datetime, events: Sequence[Event]
) -> None:
    """Append events to the log of company `owner`, in one statement however many they are.

    Those of a kind that the company follows are noted with them, and a job is asked for that tells them.
    """
    if not events:
        return
    followed = await connection.fetchval(
        """
        WITH recorded AS (
            INSERT INTO audit_events (
                company_id, at, actor_company_id, actor_company_name, actor_user_id, actor_name, client_id,
                via, request_id, event_id, action, subject_kind, subject_id, from_status, to_status, version,
                comment)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, e.*
            FROM unnest($10::uuid[], $11::text[], $12::text[], $13::text[], $14::smallint[], $15::smallint[],
                        $16::integer[], $17::text[]) AS e
            RETURNING event_id, subject_kind, action
        )
        INSERT INTO audit_followed (company_id, event_id)
        SELECT $1, event_id FROM recorded JOIN audit_followers AS f USING (subject_kind, action)
        WHERE f.company_id = $1
        RETURNING event_id
        """,
        owner,
        now,
        author.company_id,
        author.company_name,
        author.user_id,
        author.name,
        author.client_id,
        author.via,
        author.request_id,
        new_ids(now, len(events)),
        [event.action for event in events],
        [event.subject for event in events],
        [event.subject_id for event in events],
        [event.from_status for event in events],
        [event.to_status for event in events],
        [event.version for event in events],
        [event.comment for event in events],
    )
    if followed is not None:
        await enqueue(connection, [Job(FOLLOW, {"company_id": owner})])
