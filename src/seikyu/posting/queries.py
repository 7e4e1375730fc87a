"""Every SELECT on letters and what is set for them; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from seikyu.db.conditions import like
from seikyu.db.pool import Connection, Row
from seikyu.posting.model import (
    Encoding,
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter of a list, with what tells its invoice apart."""

    letter: Letter
    inv_no: str | None
    inv_name: str | None
    customer_name: str | None


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
        SELECT {_OF_LETTER}, i.inv_no, i.inv_name, i.customer_name
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
    """The oldest letters that can go into a batch, locked in one order.

    Their invoices are held too: whoever sends one back meanwhile comes before or after, not in between.
    """
    rows = await connection.fetch(
        f"""
        SELECT {_OF_LETTER} FROM letters AS l JOIN invoices AS i USING (company_id, invoice_mng_num)
        WHERE l.company_id = $1 AND {_READY}
        ORDER BY l.letter_id LIMIT $2 FOR UPDATE OF l FOR SHARE OF i
        """,  # noqa: S608 -- a condition of our own
        owner,
        most,
    )
    return [letter_of(row) for row in rows]


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


async def sender(connection: Connection, owner: int) -> tuple[str, ...]:
    """The postal address of a company as it stands in its membership, in lines."""
    row = await connection.fetchrow(
        "SELECT zip, address1, address2 FROM companies WHERE company_id = $1", owner
    )
    if row is None:
        return ()
    lines = (f"〒{row['zip']}" if row["zip"] else None, row["address1"], row["address2"])
    return tuple(line for line in lines if line)


_OF_LETTER = ", ".join(f"l.{name.strip()}" for name in LETTER.split(","))

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
        recipient_of(row),
        row["problem"],
        row["batch_no"],
        row["sequence"],
        row["told_on"],
        row["note"],
        row["waiting_since"],
        row["updated_at"],
    )


def recipient_of(row: Row) -> Recipient:
    """Who the letter in a row is addressed to."""
    return Recipient(row["zip"], row["address1"], row["address2"], row["name1"], row["name2"])
