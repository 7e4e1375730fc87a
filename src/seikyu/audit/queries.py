"""Reading the log."""

from seikyu.audit.model import Author, Event, Recorded, Subject
from seikyu.db.pool import Connection


async def history(connection: Connection, owner: int, subject: Subject, subject_id: str) -> list[Recorded]:
    """All that was done to a subject, oldest first."""
    rows = await connection.fetch(
        """
        SELECT at, actor_company_id, actor_company_name, actor_user_id, actor_name, via, client_id,
               request_id, action, from_status, to_status, version, comment
        FROM audit_events
        WHERE company_id = $1 AND subject_kind = $2 AND subject_id = $3
        ORDER BY position
        """,
        owner,
        subject,
        subject_id,
    )
    return [
        Recorded(
            row["at"],
            Author(
                row["actor_company_id"],
                row["actor_company_name"],
                row["actor_user_id"],
                row["actor_name"],
                row["via"],
                row["client_id"],
                row["request_id"],
            ),
            Event(
                row["action"],
                subject,
                subject_id,
                row["from_status"],
                row["to_status"],
                row["version"],
                row["comment"],
            ),
        )
        for row in rows
    ]
