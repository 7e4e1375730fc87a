"""Writing events, in the transaction of the change they tell of."""

from collections.abc import Sequence
from datetime import datetime

from seikyu.audit.model import Author, Event
from seikyu.db.pool import Connection
from seikyu.kit.ids import new_ids


async def record(
    connection: Connection, owner: int, author: Author, now: datetime, events: Sequence[Event]
) -> None:
    """Append events to the log of company `owner`, in one statement however many they are."""
    if not events:
        return
    await connection.execute(
        """
        INSERT INTO audit_events (
            company_id, at, actor_company_id, actor_company_name, actor_user_id, actor_name, client_id, via,
            request_id, event_id, action, subject_kind, subject_id, from_status, to_status, version, comment)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, e.*
        FROM unnest($10::uuid[], $11::text[], $12::text[], $13::text[], $14::smallint[], $15::smallint[],
                    $16::integer[], $17::text[]) AS e
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
