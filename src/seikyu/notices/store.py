"""Writing notices and their documents, a batch in a fixed number of statements."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from seikyu.db.pool import Connection
from seikyu.notices.model import NewVersion, Notice


async def lock(connection: Connection, owner: int) -> None:
    """Be alone with registering: two who give one number at once would both find it free."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('payment notices', $1))", owner)


async def allot(connection: Connection, count: int) -> list[int]:
    """So many numbers of the platform, in ascending order."""
    rows = await connection.fetch(
        "SELECT nextval('payment_notice_num_seq') AS number FROM generate_series(1, $1)", count
    )
    return [row["number"] for row in rows]


async def add(
    connection: Connection, owner: int, versions: Sequence[NewVersion], made_by: str, now: datetime
) -> None:
    """Store notices that are new."""
    await connection.execute(
        """
        INSERT INTO payment_notices (
            company_id, made_by, created_at, updated_at, payment_notice_num, version, state, notice_no,
            notice_name, supplier_company_id, payee_code, payee_name, pay_date, pay_amount, answer_days)
        SELECT $1, $2, $3, $3, n.* FROM unnest(
            $4::bigint[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
            $11::text[], $12::date[], $13::bigint[], $14::integer[]) AS n
        """,
        owner,
        made_by,
        now,
        *_columns(versions),
    )
    await _add_documents(connection, owner, versions, now)


async def replace(connection: Connection, owner: int, versions: Sequence[NewVersion], now: datetime) -> None:
    """Put versions in the place of earlier ones, which the caller has locked."""
    await connection.execute(
        """
        UPDATE payment_notices AS p SET
            version = n.version, state = n.state, notice_no = n.notice_no, notice_name = n.notice_name,
            supplier_company_id = n.supplier, payee_code = n.code, payee_name = n.name,
            pay_date = n.pay_date, pay_amount = n.amount, answer_days = n.days, deemed_on = NULL,
            objection = NULL, updated_at = $2
        FROM unnest($3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                    $9::text[], $10::text[], $11::date[], $12::bigint[], $13::integer[])
            AS n (number, version, state, notice_no, notice_name, supplier, code, name, pay_date, amount,
                  days)
        WHERE p.company_id = $1 AND p.payment_notice_num = n.number AND p.version = n.version - 1
        """,
        owner,
        now,
        *_columns(versions),
    )
    await connection.execute(
        "DELETE FROM payment_notice_invoices WHERE company_id = $1 AND payment_notice_num = ANY($2)",
        owner,
        [version.payment_notice_num for version in versions],
    )
    await _add_documents(connection, owner, versions, now)


async def put_into_inbox(
    connection: Connection,
    owner: int,
    buyer: tuple[int, str],
    notices: Sequence[Notice],
    documents: Sequence[bytes],
    now: datetime,
) -> None:
    """Give the supplier its record and copy of notices; a later version takes an earlier one's place."""
    await connection.execute(
        """
        INSERT INTO received_payment_notices AS r (
            company_id, buyer_company_id, buyer_name, received_at, updated_at, state, payment_notice_num,
            version, notice_no, notice_name, pay_date, pay_amount, answer_days, deemed_on)
        SELECT $1, $2, $3, $4, $4, 'sent', n.* FROM unnest(
            $5::bigint[], $6::integer[], $7::text[], $8::text[], $9::date[], $10::bigint[],
            $11::integer[], $12::date[]) AS n
        ON CONFLICT (company_id, payment_notice_num) DO UPDATE SET
            version = excluded.version, state = excluded.state, notice_no = excluded.notice_no,
            notice_name = excluded.notice_name, pay_date = excluded.pay_date,
            buyer_name = excluded.buyer_name,
            pay_amount = excluded.pay_amount, answer_days = excluded.answer_days,
            deemed_on = excluded.deemed_on, objection = NULL, received_at = excluded.received_at,
            updated_at = excluded.updated_at
        WHERE r.version < excluded.version
        """,
        owner,
        *buyer,
        now,
        [notice.payment_notice_num for notice in notices],
        [notice.version for notice in notices],
        [notice.notice_no for notice in notices],
        [notice.notice_name for notice in notices],
        [notice.pay_date for notice in notices],
        [notice.pay_amount for notice in notices],
        [notice.answer_days for notice in notices],
        [notice.deemed_on for notice in notices],
    )
    keys = [(notice.payment_notice_num, notice.version) for notice in notices]
    await _keep_documents(connection, owner, keys, documents, now)


async def set_answer_days(connection: Connection, owner: int, days: int, now: datetime) -> None:
    """Set the days that suppliers have; notices that were made keep theirs."""
    await connection.execute(
        "INSERT INTO notice_settings (company_id, answer_days, changed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (company_id) DO UPDATE SET answer_days = $2, changed_at = $3",
        owner,
        days,
        now,
    )


async def _add_documents(
    connection: Connection, owner: int, versions: Sequence[NewVersion], now: datetime
) -> None:
    keys = [(version.payment_notice_num, version.version) for version in versions]
    await _keep_documents(connection, owner, keys, [version.document for version in versions], now)
    named = [(version.payment_notice_num, number) for version in versions for number in version.invoices]
    await connection.execute(
        "INSERT INTO payment_notice_invoices (company_id, payment_notice_num, invoice_mng_num) "
        "SELECT $1, i.* FROM unnest($2::bigint[], $3::bigint[]) AS i ON CONFLICT DO NOTHING",
        owner,
        [number for number, _ in named],
        [invoice for _, invoice in named],
    )


async def _keep_documents(
    connection: Connection,
    owner: int,
    keys: Sequence[tuple[int, int]],
    documents: Sequence[bytes],
    now: datetime,
) -> None:
    await connection.execute(
        "INSERT INTO payment_notice_versions "
        "(company_id, made_at, payment_notice_num, version, document, sha256) "
        "SELECT $1, $2, v.* FROM unnest($3::bigint[], $4::integer[], $5::bytea[], $6::bytea[]) AS v "
        "ON CONFLICT DO NOTHING",
        owner,
        now,
        [number for number, _ in keys],
        [version for _, version in keys],
        documents,
        [hashlib.sha256(document).digest() for document in documents],
    )


def _columns(versions: Sequence[NewVersion]) -> tuple[list[object], ...]:
    return (
        [version.payment_notice_num for version in versions],
        [version.version for version in versions],
        [version.state for version in versions],
        [version.notice_no for version in versions],
        [version.notice_name for version in versions],
        [version.supplier_company_id for version in versions],
        [version.payee_code for version in versions],
        [version.payee_name for version in versions],
        [version.pay_date for version in versions],
        [version.pay_amount for version in versions],
        [version.answer_days for version in versions],
    )
