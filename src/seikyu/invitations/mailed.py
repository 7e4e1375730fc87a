"""Invoices that went out by mail: their keys, one-time codes and visits, written and read."""

from dataclasses import fields
from datetime import datetime, timedelta

from seikyu.db.pool import Connection, act_for
from seikyu.invitations.keys import hash_of
from seikyu.invitations.model import MailedInvoice
from seikyu.issuing.model import SellerStatus

GOOD_FOR = timedelta(days=90)
CODE_GOOD_FOR = timedelta(minutes=15)
VISIT_GOOD_FOR = timedelta(minutes=30)
MOST_FAILURES = 5
"""Wrong codes after which the code is void."""
MOST_CODES = 5
CODES_WITHIN = timedelta(hours=1)
"""So many codes are sent within this time: more would be a nuisance to the recipient, or guessing."""

NAMES = tuple(field.name for field in fields(MailedInvoice))


async def add(
    connection: Connection,
    owner: int,
    version: tuple[int, int],
    key: str,
    recipient: str,
    customer_name: str | None,
    now: datetime,
) -> None:
    """Note where a version went, in place of an earlier mailing of the same version."""
    await connection.execute(
        """
        INSERT INTO mailed_invoices (company_id, invoice_mng_num, version, key_hash, recipient,
            customer_name, mailed_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (company_id, invoice_mng_num, version) DO UPDATE SET
            key_hash = excluded.key_hash, recipient = excluded.recipient, mailed_at = excluded.mailed_at,
            expires_at = excluded.expires_at, code_hash = NULL, code_failures = 0
        """,
        owner,
        *version,
        hash_of(key),
        recipient,
        customer_name,
        now,
        now + GOOD_FOR,
    )
    await connection.execute(
        "INSERT INTO document_keys (key_hash, company_id, invoice_mng_num, version, made_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        hash_of(key),
        owner,
        *version,
        now,
    )


async def find(
    connection: Connection, key: str, now: datetime, *, lock: bool = False
) -> MailedInvoice | None:
    """The mailed invoice of a key; from here on the transaction acts for its seller."""
    place = await connection.fetchrow(
        "SELECT company_id, invoice_mng_num, version FROM document_keys WHERE key_hash = $1", hash_of(key)
    )
    if place is None:
        return None
    await act_for(connection, place["company_id"])
    row = await connection.fetchrow(
        f"""
        SELECT m.company_id AS owner, m.*,
            m.key_hash = $4 AND m.expires_at > $5 AND i.status = $6 AND i.version = m.version AS alive
        FROM mailed_invoices AS m JOIN invoices AS i USING (company_id, invoice_mng_num)
        WHERE m.company_id = $1 AND m.invoice_mng_num = $2 AND m.version = $3
        {"FOR UPDATE OF m" if lock else ""}
        """,  # noqa: S608 -- text of our own
        place["company_id"],
        place["invoice_mng_num"],
        place["version"],
        hash_of(key),
        now,
        SellerStatus.ISSUED,
    )
    return None if row is None else MailedInvoice(**{name: row[name] for name in NAMES})


async def set_code(
    connection: Connection, mailed: MailedInvoice, code_hash: bytes, sent: int, since: datetime, now: datetime
) -> None:
    """A new one-time code, in place of the one before."""
    await connection.execute(
        "UPDATE mailed_invoices SET code_hash = $4, code_expires_at = $5, code_failures = 0, "
        "codes_sent = $6, codes_since = $7 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3",
        mailed.owner,
        mailed.invoice_mng_num,
        mailed.version,
        code_hash,
        now + CODE_GOOD_FOR,
        sent,
        since,
    )


async def count_wrong_code(connection: Connection, mailed: MailedInvoice) -> None:
    """One more wrong code."""
    await connection.execute(
        "UPDATE mailed_invoices SET code_failures = code_failures + 1 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3",
        mailed.owner,
        mailed.invoice_mng_num,
        mailed.version,
    )


async def begin_visit(connection: Connection, mailed: MailedInvoice, visit: str, now: datetime) -> None:
    """Use the code up and let whoever showed it read for a while; visits that are over are forgotten."""
    await connection.execute(
        "UPDATE mailed_invoices SET code_hash = NULL "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3",
        mailed.owner,
        mailed.invoice_mng_num,
        mailed.version,
    )
    await connection.execute(
        "DELETE FROM document_visits WHERE company_id = $1 AND expires_at <= $2", mailed.owner, now
    )
    await connection.execute(
        "INSERT INTO document_visits (company_id, visit_hash, invoice_mng_num, version, expires_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        mailed.owner,
        hash_of(visit),
        mailed.invoice_mng_num,
        mailed.version,
        now + VISIT_GOOD_FOR,
    )


async def is_visiting(connection: Connection, mailed: MailedInvoice, visit: str, now: datetime) -> bool:
    """Whether this visit is to this version and not over."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM document_visits WHERE company_id = $1 AND visit_hash = $2 "
        "AND invoice_mng_num = $3 AND version = $4 AND expires_at > $5)",
        mailed.owner,
        hash_of(visit),
        mailed.invoice_mng_num,
        mailed.version,
        now,
    )
    return found
