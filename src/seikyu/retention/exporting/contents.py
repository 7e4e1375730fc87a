"""Everything of a company, written into a sink: papers, their list, tables, the log to be verified."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from seikyu.accounts.model import Company
from seikyu.audit.canonical import COLUMNS, canonical
from seikyu.db.pool import Pool, Row, transaction
from seikyu.db.streams import in_chunks
from seikyu.kit import csv_text
from seikyu.kit.csv_text import harmless
from seikyu.kit.jst import wire_time
from seikyu.retention.exporting.archive import IN_MEMORY
from seikyu.retention.exporting.papers import write_papers
from seikyu.retention.exporting.readme import readme
from seikyu.retention.exporting.sinks import Listed, Sink
from seikyu.retention.exporting.tables import select_of, tables

INDEX = (
    *("種別", "番号", "書類の番号・名前", "取引年月日", "作成・受領日", "取引先", "金額", "状態", "版"),
    *("保存期限", "フォルダ"),
)
LOG = (
    *("番号", "記録ID", "日時", "企業", "氏名", "経路", "操作", "対象", "対象の番号", "コメント"),
    *("記録", "記録のSHA-256", "ハッシュ"),
)


async def write_everything(pool: Pool, company: Company, now: datetime, sink: Sink) -> int:
    """Write all there is; how many files that are, the list of them not counted."""
    owner, out = company.company_id, Listed(sink)
    await out.add("README.txt", readme(company, now))
    await write_papers(pool, owner, out)
    await _write_csv(pool, owner, out, "index.csv", INDEX, _INDEX, _index_row)
    await _write_csv(pool, owner, out, "audit/log.csv", LOG, _LOG, _log_row)
    async with transaction(pool, owner) as connection:
        selects = {table: await select_of(connection, table) for table in await tables(connection)}
    for table, (heads, query) in selects.items():
        await _write_csv(pool, owner, out, f"tables/{table}.csv", heads, query, _plain_row)
    await out.close()
    return out.files


async def _write_csv(
    pool: Pool,
    owner: int,
    out: Listed,
    path: str,
    heads: Sequence[str],
    query: str,
    told: Callable[[Row], Sequence[str]],
) -> None:
    """Write the rows of a query; they are on disk before anything is sent on, which may take its time."""
    with SpooledTemporaryFile(IN_MEMORY) as file:
        file.write(csv_text.write([heads], "utf-8"))
        async with transaction(pool, owner) as connection:
            async for rows in _chunks(in_chunks(connection, query, owner), told):
                file.write(rows)
        whole: IO[bytes] = file
        await out.add(path, whole)


async def _chunks(
    chunks: AsyncIterator[list[Row]], told: Callable[[Row], Sequence[str]]
) -> AsyncIterator[bytes]:
    async for rows in chunks:
        yield csv_text.write([told(row) for row in rows], "utf-8").removeprefix(b"\xef\xbb\xbf")


def _plain_row(row: Row) -> list[str]:
    return ["" if value is None else harmless(value) for value in row.values()]


def _index_row(row: Row) -> list[str]:
    return [_cell(value) for value in row.values()]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return f"{value:%Y/%m/%d}"
        case _:
            return harmless(str(value))


def _log_row(row: Row) -> list[str]:
    told = (
        *(row["chain_no"], row["event_id"] or row["linked_id"], wire_time(row["at"])),
        *(row["actor_company_name"], row["actor_name"], row["via"], row["action"], row["subject_kind"]),
        *(row["subject_id"], row["comment"]),
    )
    # As it was hashed, to the byte.
    record = "" if row["event_id"] is None else canonical(row[name] for name in COLUMNS).decode()
    hashes = ("" if row[name] is None else bytes(row[name]).hex() for name in ("entry_sha256", "hash"))
    return [*("" if value is None else harmless(str(value)) for value in told), record, *hashes]


_ENTRY = ", ".join(f"e.{name}" for name in COLUMNS)
_LOG = f"""
    SELECT l.chain_no, l.event_id AS linked_id, l.entry_sha256, l.hash, {_ENTRY}
    FROM (SELECT chain_no, event_id, entry_sha256, hash FROM audit_links WHERE company_id = $1) AS l
    FULL JOIN (SELECT {", ".join(COLUMNS)} FROM audit_events WHERE company_id = $1) AS e
        ON e.event_id = l.event_id
    ORDER BY l.chain_no NULLS LAST, e.position
"""  # noqa: S608 -- names of our own


def _paper(table: str, column: str, what: str, folder: str, columns: str) -> str:
    return f"""
        SELECT '{what}', n.{column}::text AS number, {columns},
            (SELECT kept_by(p.company_id, p.day) FROM papers AS p WHERE p.company_id = n.company_id
                AND p.kind = '{"invoice" if column == "invoice_mng_num" else "notice"}'
                AND p.number = n.{column} LIMIT 1),
            '{folder}/' || n.{column} || '/'
        FROM {table} AS n WHERE n.company_id = $1
    """  # noqa: S608 -- names of our own


_JST = "({} AT TIME ZONE 'Asia/Tokyo')::date"
_INDEX = " UNION ALL ".join(
    (
        _paper(
            "invoices",
            "invoice_mng_num",
            "発行請求書",
            "invoices/issued",
            f"n.inv_no, coalesce(n.close_date, n.send_date, {_JST.format('n.created_at')}), "
            f"coalesce(n.send_date, {_JST.format('n.created_at')}), n.customer_name, n.inv_show_amount, "
            "n.status::text, n.version",
        ),
        _paper(
            "received_invoices",
            "invoice_mng_num",
            "受領請求書",
            "invoices/received",
            f"n.inv_no, coalesce(n.close_date, n.send_date), {_JST.format('n.received_at')}, n.seller_name, "
            "n.inv_show_amount, n.status::text, n.version",
        ),
        _paper(
            "payment_notices",
            "payment_notice_num",
            "支払通知書（送付）",
            "notices/issued",
            f"n.notice_no, n.pay_date, {_JST.format('n.created_at')}, n.payee_name, n.pay_amount, n.state, "
            "n.version",
        ),
        _paper(
            "received_payment_notices",
            "payment_notice_num",
            "支払通知書（受領）",
            "notices/received",
            f"n.notice_no, n.pay_date, {_JST.format('n.received_at')}, n.buyer_name, n.pay_amount, n.state, "
            "n.version",
        ),
    )
)
