"""Writing how long papers are kept, holds, releases and exports."""

from datetime import date, datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.retention.model import Keeping, NewHold


async def lock(connection: Connection, owner: int) -> None:
    """Until the transaction ends, nobody else sets a hold of this company or removes anything of it."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('retention', $1))", owner)


async def keep(connection: Connection, owner: int, known: Keeping, now: datetime) -> None:
    """Keep papers so long from here on."""
    await connection.execute(
        "INSERT INTO retention_settings (company_id, years, fiscal_month, extension, changed_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id) DO UPDATE SET years = excluded.years, "
        "fiscal_month = excluded.fiscal_month, extension = excluded.extension, "
        "changed_at = excluded.changed_at",
        owner,
        known.years,
        known.fiscal_month,
        known.extension,
        now,
    )


async def add_hold(
    connection: Connection, owner: int, hold_id: UUID, new: NewHold, set_by: str, now: datetime
) -> None:
    """Set a hold."""
    await connection.execute(
        "INSERT INTO legal_holds (company_id, hold_id, name, reason, from_day, to_day, partner, numbers, "
        "set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        owner,
        hold_id,
        new.name,
        new.reason,
        new.from_day,
        new.to_day,
        new.partner,
        [*new.numbers],
        set_by,
        now,
    )


async def end_hold(
    connection: Connection, owner: int, hold_id: UUID, ended_by: str, reason: str, now: datetime
) -> bool:
    """End a hold; False when it is not under way."""
    done = await connection.execute(
        "UPDATE legal_holds SET ended_by = $3, ended_at = $4, end_reason = $5 "
        "WHERE company_id = $1 AND hold_id = $2 AND ended_at IS NULL",
        owner,
        hold_id,
        ended_by,
        now,
        reason,
    )
    return done == "UPDATE 1"


async def add_release(
    connection: Connection, owner: int, release_id: UUID, until: date, released_by: str, now: datetime
) -> int:
    """Release what need not be kept after this day and is not held; return how much that is."""
    await connection.execute(
        "INSERT INTO removal_releases (company_id, release_id, released_by, released_at, papers) "
        "VALUES ($1, $2, $3, $4, 0)",
        owner,
        release_id,
        released_by,
        now,
    )
    papers: int = await connection.fetchval(
        """
        WITH released AS (
            INSERT INTO removal_papers (company_id, release_id, kind, key, kept_until)
            SELECT company_id, $2, kind, key, kept_by(company_id, day) FROM papers
            WHERE company_id = $1 AND day IS NOT NULL AND kept_by(company_id, day) <= $3
                AND NOT is_held(company_id, since, day, partner, number, bundle)
            RETURNING 1
        )
        UPDATE removal_releases SET papers = (SELECT count(*) FROM released)
        WHERE company_id = $1 AND release_id = $2 RETURNING papers
        """,
        owner,
        release_id,
        until,
        timeout=600,
    )
    return papers


async def call_off(connection: Connection, owner: int, release_id: UUID, who: str, now: datetime) -> bool:
    """Call a release off; what is gone already stays gone. False when it is over."""
    done = await connection.execute(
        "UPDATE removal_releases SET called_off_by = $3, called_off_at = $4 "
        "WHERE company_id = $1 AND release_id = $2 AND called_off_at IS NULL AND done_at IS NULL",
        owner,
        release_id,
        who,
        now,
    )
    return done == "UPDATE 1"


async def tell_once(connection: Connection, owner: int, until: date, papers: int, now: datetime) -> bool:
    """Whether nobody was told yet of what is kept until this day."""
    done = await connection.execute(
        "INSERT INTO retention_tellings (company_id, kept_until, papers, told_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT DO NOTHING",
        owner,
        until,
        papers,
        now,
    )
    return done == "INSERT 0 1"


async def stop_work(connection: Connection, owner: int, now: datetime) -> str:
    """Stop what a company has running by itself; say what that was."""
    webhooks = await connection.execute(
        "UPDATE webhooks SET enabled = false, updated_at = $2 WHERE company_id = $1 AND enabled", owner, now
    )
    templates = await connection.execute(
        "UPDATE invoice_templates SET next_on = NULL WHERE company_id = $1 AND next_on IS NOT NULL", owner
    )
    invitations = await connection.execute(
        "UPDATE invitations SET state = 'withdrawn', answered_at = $2 "
        "WHERE company_id = $1 AND state = 'sent'",
        owner,
        now,
    )
    counts = (done.rpartition(" ")[2] for done in (webhooks, templates, invitations))
    return "Webhook {}件・定期発行 {}件・招待 {}件".format(*counts)


async def enable_company(connection: Connection, owner: int) -> None:
    """Let a company in again."""
    await connection.execute("UPDATE companies SET disabled_at = NULL WHERE company_id = $1", owner)
