"""Following the log: entries of chosen kinds are noted as they are written, and told afterwards by a job.

What is noted stands in the transaction of the change it tells of, so a rollback leaves nothing to be told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.audit.model import Event, Subject
from seikyu.db.pool import Connection

FOLLOW = "webhooks.follow"
"""The job that tells what was noted."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An entry to be told; `again` when the same was done to the same subject before."""

    event_id: UUID
    at: datetime
    event: Event
    again: bool


async def follow(connection: Connection, owner: int, kinds: Collection[tuple[Subject, str]]) -> None:
    """From here on, note the entries of these subjects and actions, and no others."""
    wanted = sorted(kinds)
    subjects, actions = [subject for subject, _ in wanted], [action for _, action in wanted]
    await connection.execute(
        """
        WITH dropped AS (
            DELETE FROM audit_followers WHERE company_id = $1
                AND (subject_kind, action) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))
        )
        INSERT INTO audit_followers (company_id, subject_kind, action)
        SELECT $1, w.* FROM unnest($2::text[], $3::text[]) AS w ON CONFLICT DO NOTHING
        """,
        owner,
        subjects,
        actions,
    )


async def take(connection: Connection, owner: int, most: int) -> Sequence[Followed]:
    """Up to so many of the entries that were noted, oldest first; they are not given again."""
    rows = await connection.fetch(
        """
        WITH taken AS (
            DELETE FROM audit_followed AS f USING (
                SELECT event_id FROM audit_followed WHERE company_id = $1
                ORDER BY event_id LIMIT $2 FOR UPDATE SKIP LOCKED
            ) AS t
            WHERE f.company_id = $1 AND f.event_id = t.event_id RETURNING f.event_id
        )
        SELECT e.event_id, e.at, e.action, e.subject_kind, e.subject_id, e.from_status, e.to_status,
            e.version, e.comment, EXISTS (
                SELECT FROM audit_events AS b WHERE b.company_id = $1 AND b.subject_kind = e.subject_kind
                    AND b.subject_id = e.subject_id AND b.action = e.action AND b.position < e.position
            ) AS again
        FROM audit_events AS e JOIN taken USING (event_id)
        WHERE e.company_id = $1 ORDER BY e.position
        """,
        owner,
        most,
    )
    return [
        Followed(
            row["event_id"],
            row["at"],
            Event(
                row["action"],
                row["subject_kind"],
                row["subject_id"],
                row["from_status"],
                row["to_status"],
                row["version"],
                row["comment"],
            ),
            row["again"],
        )
        for row in rows
    ]
