"""Writing links of payees, where the owner company comes first; and the public list, which is nobody's."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.payees.registrations import Period


async def link(
    connection: Connection, owner: int, seller_company_id: int, payee_id: UUID, now: datetime
) -> None:
    """Let a company of the platform be this payee, whatever it was before."""
    await connection.execute(
        """
        INSERT INTO payee_links (company_id, seller_company_id, payee_id, linked_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (company_id, seller_company_id) DO UPDATE SET
            payee_id = excluded.payee_id, linked_at = excluded.linked_at
        """,
        owner,
        seller_company_id,
        payee_id,
        now,
    )


async def move_links(connection: Connection, owner: int, gone: UUID, kept: UUID, now: datetime) -> None:
    """Let the companies that were one payee be another."""
    await connection.execute(
        "UPDATE payee_links SET payee_id = $3, linked_at = $4 WHERE company_id = $1 AND payee_id = $2",
        owner,
        gone,
        kept,
        now,
    )


async def keep_periods(connection: Connection, periods: Sequence[Period]) -> None:
    """Registrations of the public list, each once; a newer row takes the place of an older one."""
    if not periods:
        return
    names = ", ".join(_PERIOD)
    replaced = ", ".join(f"{name} = excluded.{name}" for name in _PERIOD[2:])
    await connection.execute(
        f"""
        INSERT INTO public_registrations AS r ({names})
        SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::date[], $5::date[], $6::text[],
                             $7::text[], $8::boolean[])
        ON CONFLICT (registration_number, registered_on) DO UPDATE SET {replaced}
        WHERE r.updated_on <= excluded.updated_on
        """,  # noqa: S608 -- names of our own
        [period.number for period in periods],
        *([getattr(period, name) for period in periods] for name in _PERIOD[1:]),
    )


async def remove_periods(connection: Connection, periods: Sequence[Period]) -> None:
    """Registrations that the agency took off its list."""
    if periods:
        await connection.execute(
            """
            DELETE FROM public_registrations AS r USING unnest($1::text[], $2::date[]) AS g (number, day)
            WHERE r.registration_number = g.number AND r.registered_on = g.day
            """,
            [period.number for period in periods],
            [period.registered_on for period in periods],
        )


async def note_list(connection: Connection, digest: bytes, rows: int, as_of: date, now: datetime) -> None:
    """Note that a file of the list was taken in."""
    await connection.execute(
        """
        INSERT INTO public_registration_files (file_sha256, rows, as_of, taken_in_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (file_sha256) DO UPDATE SET taken_in_at = excluded.taken_in_at
        """,
        digest,
        rows,
        as_of,
        now,
    )


_PERIOD = (
    "registration_number",
    "registered_on",
    "cancelled_on",
    "expired_on",
    "updated_on",
    "name",
    "address",
    "corporation",
)
