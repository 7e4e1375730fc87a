"""Every SELECT on letters, batches and reports; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.conditions import like
from seikyu.db.pool import Connection, Row
from seikyu.posting.model import (
    Batch,
    Enclosed,
    Encoding,
    HandoverState,
    Letter,
    LetterState,
    PostingRules,
    Recipient,
    Way,
)

RECIPIENT = "zip, address1, address2, name1, name2"
LETTER = (
    f"letter_id, way, state, invoice_mng_num, version, {RECIPIENT}, problem, batch_no, sequence, told_on, "
    "note, waiting_since, updated_at"
)
BATCH = """
    SELECT b.batch_no, b.letters, b.manifest_encoding, b.closed_by, b.closed_at,
           h.state, h.failure, h.updated_at, f.pages, f.pdf_sha256, f.manifest_sha256
    FROM print_batches AS b
    JOIN batch_handovers AS h USING (company_id, batch_no)
    LEFT JOIN print_batch_files AS f USING (company_id, batch_no)
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter of a list, with what tells its invoice apart."""

    letter: Letter
    inv_no: str | None
    inv_name: str | None
    customer_name: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A file of the mail house that was taken, and its rows that could not be: line, code, what it said."""

    name: str
    taken: int
    problems: Sequence[tuple[int, str, str]]
    received_at: datetime


async def rules(connection: Connection, owner: int) -> PostingRules:
    """What a company set; the usual where it set nothing."""
    row = await connection.fetchrow(
        "SELECT post_by_default, manifest_encoding, daily_at FROM posting_rules WHERE company_id = $1", owner
    )
    if row is None:
        return PostingRules()
    return PostingRules(row["post_by_default"], Encoding(row["manifest_encoding"]), row["daily_at"])


async def own_setting(connection: Connection, owner: int, invoice_mng_num: int) -> bool | None:
    """Whether the invoice's customer is posted to, if that was set for it alone."""
    found: bool | None = await connection.fetchval(
        "SELECT c.post FROM invoices AS i JOIN posting_customers AS c USING (company_id, customer_id) "
        "WHERE i.company_id = $1 AND i.invoice_mng_num = $2",
        owner,
        invoice_mng_num,
    )
    return found


async def letters(
    connection: Connection,
    owner: int,
    way: Way,
    states: Sequence[LetterState],
    *,
    most: int,
    only: Sequence[UUID] | None = None,
) -> list[Waiting]:
    """Letters in these states, at most so many: what is to act on first, then the oldest.

    Those waiting are told only while their invoice is issued.
    """
    rows = await connection.fetch(
        f"""
        SELECT l.*, i.inv_no, i.inv_name, i.customer_name
        FROM letters AS l JOIN invoices AS i USING (company_id, invoice_mng_num)
        WHERE l.company_id = $1 AND l.way = $2 AND l.state = ANY($3)
            AND ($5::uuid[] IS NULL OR l.letter_id = ANY($5))
            AND ({_CURRENT} OR l.state <> 'waiting')
        ORDER BY l.state = 'waiting', l.problem IS NULL, l.letter_id LIMIT $4
        """,  # noqa: S608 -- a condition of our own
        owner,
        way,
        states,
        most,
        None if only is None else list(only),
    )
    return [Waiting(letter_of(row), row["inv_no"], row["inv_name"], row["customer_name"]) for row in rows]


async def counts(connection: Connection, owner: int) -> dict[tuple[Way, LetterState], int]:
    """How many letters there are of each way and state, those waiting only while their invoice is issued."""
    rows = await connection.fetch(
        f"""
        SELECT l.way, l.state, count(*) AS found
        FROM letters AS l JOIN invoices AS i USING (company_id, invoice_mng_num)
        WHERE l.company_id = $1 AND l.state IN ('waiting', 'returned')
            AND ({_CURRENT} OR l.state <> 'waiting')
        GROUP BY l.way, l.state
        """,  # noqa: S608 -- a condition of our own
        owner,
    )
    return {(Way(row["way"]), LetterState(row["state"])): row["found"] for row in rows}


async def ready(connection: Connection, owner: int) -> int:
    """How many letters can go into a batch."""
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM letters AS l JOIN invoices AS i USING (company_id, invoice_mng_num) "  # noqa: S608 -- a condition of our own
        f"WHERE l.company_id = $1 AND {_READY}",
        owner,
    )
    return found


async def letter(connection: Connection, owner: int, letter_id: UUID) -> Letter | None:
    """One letter."""
    row = await connection.fetchrow(
        f"SELECT {LETTER} FROM letters WHERE company_id = $1 AND letter_id = $2",  # noqa: S608
        owner,
        letter_id,
    )
    return None if row is None else letter_of(row)


async def letters_of_invoice(connection: Connection, owner: int, invoice_mng_num: int) -> list[Letter]:
    """The letters an invoice went out with, oldest first."""
    rows = await connection.fetch(
        f"SELECT {LETTER} FROM letters WHERE company_id = $1 AND invoice_mng_num = $2 ORDER BY letter_id",  # noqa: S608
        owner,
        invoice_mng_num,
    )
    return [letter_of(row) for row in rows]


async def letters_of_batch(connection: Connection, owner: int, batch_no: int) -> list[Letter]:
    """The letters of a batch in its order."""
    rows = await connection.fetch(
        f"SELECT {LETTER} FROM letters WHERE company_id = $1 AND batch_no = $2 ORDER BY sequence",  # noqa: S608
        owner,
        batch_no,
    )
    return [letter_of(row) for row in rows]


async def letters_known(
    connection: Connection, owner: int, names: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Those of the letters, each given by batch and sequence, that there are."""
    rows = await connection.fetch(
        "SELECT batch_no, sequence FROM unnest($2::bigint[], $3::integer[]) AS n (batch_no, sequence) "
        "JOIN letters AS l USING (batch_no, sequence) WHERE l.company_id = $1",
        owner,
        [batch_no for batch_no, _ in names],
        [sequence for _, sequence in names],
    )
    return {(row["batch_no"], row["sequence"]) for row in rows}


async def lock_waiting(connection: Connection, owner: int, most: int) -> list[Letter]:
    """The oldest letters that can go into a batch, locked in one order."""
    rows = await connection.fetch(
        f"""
        SELECT l.* FROM letters AS l JOIN invoices AS i USING (company_id, invoice_mng_num)
        WHERE l.company_id = $1 AND {_READY}
        ORDER BY l.letter_id LIMIT $2 FOR UPDATE OF l
        """,  # noqa: S608 -- a condition of our own
        owner,
        most,
    )
    return [letter_of(row) for row in rows]


async def batches(connection: Connection, owner: int, most: int) -> list[Batch]:
    """The newest batches."""
    rows = await connection.fetch(
        f"{BATCH} WHERE company_id = $1 ORDER BY batch_no DESC LIMIT $2", owner, most
    )
    return [_batch(row) for row in rows]


async def batch(connection: Connection, owner: int, batch_no: int) -> Batch | None:
    """One batch."""
    row = await connection.fetchrow(f"{BATCH} WHERE company_id = $1 AND batch_no = $2", owner, batch_no)
    return None if row is None else _batch(row)


async def enclosed(connection: Connection, owner: int, batch_no: int) -> list[Enclosed]:
    """The letters of a batch as they were closed, in its order."""
    rows = await connection.fetch(
        f"SELECT sequence, letter_id, invoice_mng_num, version, {RECIPIENT} FROM print_batch_letters "  # noqa: S608
        "WHERE company_id = $1 AND batch_no = $2 ORDER BY sequence",
        owner,
        batch_no,
    )
    return [
        Enclosed(row["sequence"], row["letter_id"], row["invoice_mng_num"], row["version"], _recipient(row))
        for row in rows
    ]


async def prints(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]]
) -> dict[int, tuple[bytes, bytes]]:
    """The document and the printed form of each of these versions, by invoice."""
    rows = await connection.fetch(
        """
        SELECT w.invoice_mng_num, v.document, o.content
        FROM unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
        JOIN invoice_versions AS v ON v.company_id = $1
            AND v.invoice_mng_num = w.invoice_mng_num AND v.version = w.version
        JOIN invoice_prints AS p ON p.company_id = $1
            AND p.invoice_mng_num = w.invoice_mng_num AND p.version = w.version
        JOIN stored_objects AS o ON o.company_id = $1 AND o.sha256 = p.pdf_sha256
        """,
        owner,
        [number for number, _ in versions],
        [version for _, version in versions],
    )
    return {row["invoice_mng_num"]: (row["document"], row["content"]) for row in rows}


async def customer_settings(
    connection: Connection, owner: int, *, most: int, name: str | None = None
) -> list[tuple[UUID, str, str, bool | None]]:
    """The customers with their code, name and own setting, by name; perhaps those whose name holds a text."""
    rows = await connection.fetch(
        """
        SELECT c.customer_id, coalesce(c.private_cust_cd, '') AS code, p.post,
               concat_ws(' ', c.company_name_org, c.base_name) AS name
        FROM customers AS c LEFT JOIN posting_customers AS p USING (company_id, customer_id)
        WHERE c.company_id = $1 AND c.deleted_at IS NULL
            AND ($3::text IS NULL OR concat_ws(' ', c.company_name_org, c.base_name) ILIKE $3)
        ORDER BY c.company_name_kana_org NULLS LAST, c.company_name_org, c.customer_id
        LIMIT $2
        """,
        owner,
        most,
        like(name),
    )
    return [(row["customer_id"], row["code"], row["name"], row["post"]) for row in rows]


async def own_settings(
    connection: Connection, owner: int, customers: Collection[UUID]
) -> dict[UUID, bool | None]:
    """What is set for each of these customers, as far as they are the company's."""
    rows = await connection.fetch(
        "SELECT c.customer_id, p.post FROM customers AS c "
        "LEFT JOIN posting_customers AS p USING (company_id, customer_id) "
        "WHERE c.company_id = $1 AND c.deleted_at IS NULL AND c.customer_id = ANY($2)",
        owner,
        list(customers),
    )
    return {row["customer_id"]: row["post"] for row in rows}


async def reports(connection: Connection, owner: int, most: int) -> list[Report]:
    """The newest files of the mail house."""
    rows = await connection.fetch(
        "SELECT * FROM mail_house_reports WHERE company_id = $1 ORDER BY received_at DESC LIMIT $2",
        owner,
        most,
    )
    return [
        Report(
            row["name"],
            row["taken"],
            tuple(zip(row["problem_lines"], row["problem_codes"], row["problem_values"], strict=True)),
            row["received_at"],
        )
        for row in rows
    ]


async def under_way(connection: Connection, owner: int, since: datetime) -> bool:
    """Whether the mail house still has letters whose batch was closed after `since`."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM print_batches AS b "
        "JOIN batch_handovers AS h USING (company_id, batch_no) "
        "WHERE b.company_id = $1 AND b.closed_at > $2 AND h.state = 'handed_over')",
        owner,
        since,
    )
    return found


async def sender(connection: Connection, owner: int) -> tuple[str, ...]:
    """The postal address of a company as it stands in its membership, in lines."""
    row = await connection.fetchrow(
        "SELECT zip, address1, address2 FROM companies WHERE company_id = $1", owner
    )
    if row is None:
        return ()
    lines = (f"〒{row['zip']}" if row["zip"] else None, row["address1"], row["address2"])
    return tuple(line for line in lines if line)


# An invoice that was sent back, corrected or deleted meanwhile is not posted as it was.
_CURRENT = "i.status = 22 AND i.version = l.version"
_READY = f"l.way = 'mail_house' AND l.state = 'waiting' AND l.problem IS NULL AND {_CURRENT}"


def letter_of(row: Row) -> Letter:
    """A letter from its row."""
    return Letter(
        row["letter_id"],
        Way(row["way"]),
        LetterState(row["state"]),
        row["invoice_mng_num"],
        row["version"],
        _recipient(row),
        row["problem"],
        row["batch_no"],
        row["sequence"],
        row["told_on"],
        row["note"],
        row["waiting_since"],
        row["updated_at"],
    )


def _recipient(row: Row) -> Recipient:
    return Recipient(row["zip"], row["address1"], row["address2"], row["name1"], row["name2"])


def _batch(row: Row) -> Batch:
    return Batch(
        row["batch_no"],
        row["letters"],
        Encoding(row["manifest_encoding"]),
        row["closed_by"],
        row["closed_at"],
        HandoverState(row["state"]),
        row["failure"],
        row["updated_at"],
        row["pages"],
        row["pdf_sha256"],
        row["manifest_sha256"],
    )
