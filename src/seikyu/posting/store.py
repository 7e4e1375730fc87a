"""Writing letters, batches and reports; every change of state is guarded by the state it leaves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.posting.model import (
    REPORTED,
    HandoverState,
    Letter,
    LetterState,
    PostingRules,
    Recipient,
    Reported,
    Way,
)


async def add_letter(
    connection: Connection,
    owner: int,
    way: Way,
    invoice: tuple[int, int],
    recipient: Recipient,
    problem: str | None,
    now: datetime,
) -> None:
    """Put an issued invoice, given by number and version, on the waiting list."""
    await connection.execute(
        "INSERT INTO letters (company_id, letter_id, way, state, invoice_mng_num, version, zip, address1, "
        "address2, name1, name2, problem, waiting_since, updated_at) "
        "VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
        owner,
        new_id(now),
        way,
        *invoice,
        recipient.zip,
        recipient.address1,
        recipient.address2,
        recipient.name1,
        recipient.name2,
        problem,
        now,
    )


async def readdress(
    connection: Connection,
    owner: int,
    letter_id: UUID,
    recipient: Recipient,
    problem: str | None,
    now: datetime,
) -> bool:
    """Put the address of a waiting letter right; False when it is not waiting any more."""
    done = await connection.execute(
        "UPDATE letters SET zip = $3, address1 = $4, address2 = $5, name1 = $6, name2 = $7, problem = $8, "
        "updated_at = $9 WHERE company_id = $1 AND letter_id = $2 AND state = 'waiting'",
        owner,
        letter_id,
        recipient.zip,
        recipient.address1,
        recipient.address2,
        recipient.name1,
        recipient.name2,
        problem,
        now,
    )
    return done.endswith(" 1")


async def move(
    connection: Connection,
    owner: int,
    letters: Collection[UUID],
    way: Way,
    change: tuple[LetterState, LetterState],
    now: datetime,
) -> list[tuple[int, int]]:
    """Move letters of a way from the first state to the second; return invoice and version of those moved."""
    rows = await connection.fetch(
        "UPDATE letters SET state = $5, updated_at = $6 WHERE company_id = $1 AND letter_id = ANY($2) "
        "AND way = $3 AND state = $4 RETURNING invoice_mng_num, version",
        owner,
        list(letters),
        way,
        *change,
        now,
    )
    return [(row["invoice_mng_num"], row["version"]) for row in rows]


async def close(
    connection: Connection,
    owner: int,
    letters: Sequence[Letter],
    encoding: str,
    closed_by: str,
    now: datetime,
) -> int:
    """Make a batch of letters that this transaction has locked; return its number."""
    batch_no: int = await connection.fetchval("SELECT nextval('print_batch_no_seq')")
    await connection.execute(
        "INSERT INTO print_batches (company_id, batch_no, letters, manifest_encoding, closed_by, closed_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        owner,
        batch_no,
        len(letters),
        encoding,
        closed_by,
        now,
    )
    await connection.execute(
        "INSERT INTO batch_handovers (company_id, batch_no, state, updated_at) VALUES ($1, $2, $3, $4)",
        owner,
        batch_no,
        HandoverState.PRINTING,
        now,
    )
    await connection.execute(
        """
        WITH closed AS (
            UPDATE letters AS l SET state = 'closed', batch_no = $2, sequence = c.sequence, updated_at = $3
            FROM unnest($4::uuid[]) WITH ORDINALITY AS c (letter_id, sequence)
            WHERE l.company_id = $1 AND l.letter_id = c.letter_id
            RETURNING l.*
        )
        INSERT INTO print_batch_letters (company_id, batch_no, sequence, letter_id, invoice_mng_num, version,
            zip, address1, address2, name1, name2)
        SELECT company_id, batch_no, sequence, letter_id, invoice_mng_num, version,
            zip, address1, address2, name1, name2 FROM closed
        """,
        owner,
        batch_no,
        now,
        [letter.letter_id for letter in letters],
    )
    return batch_no


async def add_files(
    connection: Connection, owner: int, batch_no: int, pages: int, digests: tuple[bytes, bytes], now: datetime
) -> bool:
    """Note which stored objects are the PDF and manifest of a batch; False when it has its files already."""
    done = await connection.execute(
        "INSERT INTO print_batch_files "
        "(company_id, batch_no, pages, pdf_sha256, manifest_sha256, printed_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        owner,
        batch_no,
        pages,
        *digests,
        now,
    )
    return done.endswith(" 1")


async def move_batch(
    connection: Connection,
    owner: int,
    batch_no: int,
    change: tuple[Collection[HandoverState], HandoverState],
    now: datetime,
    failure: str | None = None,
) -> bool:
    """Move a batch from one of the states to another; False when it is in none of them."""
    done = await connection.execute(
        "UPDATE batch_handovers SET state = $4, failure = $5, updated_at = $6 "
        "WHERE company_id = $1 AND batch_no = $2 AND state = ANY($3)",
        owner,
        batch_no,
        list(change[0]),
        change[1],
        failure,
        now,
    )
    return done.endswith(" 1")


async def take_reported(
    connection: Connection, owner: int, rows: Sequence[Reported], now: datetime
) -> list[tuple[int, int, int, int]]:
    """Write what was reported, guarded by the order of states; return batch, sequence, invoice and version.

    A letter goes on from closed to printed to posted to returned, over as many steps as were left out; what
    is behind the state it has, or says what is known, changes nothing.
    """
    changed = await connection.fetch(
        """
        UPDATE letters AS l SET state = r.state, told_on = r.told_on, note = r.note, updated_at = $2
        FROM unnest($3::bigint[], $4::integer[], $5::text[], $6::date[], $7::text[])
            AS r (batch_no, sequence, state, told_on, note)
        WHERE l.company_id = $1 AND l.batch_no = r.batch_no AND l.sequence = r.sequence
            AND array_position($8::text[], l.state) < array_position($8::text[], r.state)
        RETURNING l.batch_no, l.sequence, l.invoice_mng_num, l.version
        """,
        owner,
        now,
        [row.batch_no for row in rows],
        [row.sequence for row in rows],
        [row.state for row in rows],
        [row.day for row in rows],
        [row.note for row in rows],
        [LetterState.CLOSED, *REPORTED],
    )
    return [(row["batch_no"], row["sequence"], row["invoice_mng_num"], row["version"]) for row in changed]


async def add_report(
    connection: Connection,
    owner: int,
    sha256: bytes,
    name: str,
    taken: int,
    problems: Sequence[tuple[int, str, str]],
    now: datetime,
) -> bool:
    """Note that a file was taken; False when the very same one was before."""
    done = await connection.execute(
        "INSERT INTO mail_house_reports (company_id, sha256, name, taken, problem_lines, problem_codes, "
        "problem_values, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        owner,
        sha256,
        name,
        taken,
        [line for line, _, _ in problems],
        [code for _, code, _ in problems],
        [value for _, _, value in problems],
        now,
    )
    return done.endswith(" 1")


async def change_rules(connection: Connection, owner: int, rules: PostingRules, now: datetime) -> int:
    """Set the rules of a company; return the turn from which its daily closing counts."""
    turn: int = await connection.fetchval(
        """
        INSERT INTO posting_rules AS r
            (company_id, post_by_default, manifest_encoding, daily_at, close_turn, changed_at)
        VALUES ($1, $2, $3, $4, 1, $5)
        ON CONFLICT (company_id) DO UPDATE SET post_by_default = $2, manifest_encoding = $3, daily_at = $4,
            close_turn = r.close_turn + 1, changed_at = $5
        RETURNING close_turn
        """,
        owner,
        rules.post_by_default,
        rules.encoding,
        rules.daily_at,
        now,
    )
    return turn


async def change_customer(
    connection: Connection, owner: int, customer_id: UUID, now: datetime, *, post: bool | None
) -> None:
    """Set whether a customer's invoices are posted; None leaves it to the company's default."""
    if post is None:
        await connection.execute(
            "DELETE FROM posting_customers WHERE company_id = $1 AND customer_id = $2", owner, customer_id
        )
        return
    await connection.execute(
        """
        INSERT INTO posting_customers (company_id, customer_id, post, changed_at)
        SELECT $1, c.customer_id, $3, $4 FROM customers AS c
        WHERE c.company_id = $1 AND c.customer_id = $2 AND c.deleted_at IS NULL
        ON CONFLICT (company_id, customer_id) DO UPDATE SET post = $3, changed_at = $4
        """,
        owner,
        customer_id,
        post,
        now,
    )
