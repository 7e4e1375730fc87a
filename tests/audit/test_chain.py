"""The log of a company is a chain: whatever is done to it behind the program's back is found, and where."""

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from seikyu.audit import verifying
from seikyu.audit.heads import BadAnchor, Head, anchor, read_anchor
from seikyu.audit.model import SYSTEM, Author, Event, removed_through
from seikyu.audit.sealing import seal
from seikyu.audit.store import record
from seikyu.audit.verifying import Verdict, Wrong, verify
from seikyu.db.pool import Connection, Pool, Row, open_pool, transaction
from seikyu.db.streams import in_chunks
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast
from tests.house.statements import note_query

WHO = Author(1, '株式会社\u2028"甲"', 7, "山田\\太郎\x7f\t", "api", "client", "r-1")


async def write(pool: Pool, owner: int, count: int, *events: Event) -> None:
    """Record `count` entries, one in a transaction, and link them."""
    for n in range(count):
        async with transaction(pool, owner) as connection:
            told = [Event(f"step.{n}", "invoice", str(n), from_status=19, comment=f"髙〜\n{n}")]
            await record(connection, owner, WHO, system_clock(), [*told, *events])
    await seal(pool)


async def verdict_of(pool: Pool, owner: int, anchors: dict[int, bytes] | None = None) -> Verdict:
    """What verifying says."""
    async with transaction(pool, owner) as connection:
        return await verify(connection, owner, anchors)


@asynccontextmanager
async def behind_its_back(pool: Pool, owner: int) -> AsyncIterator[Connection]:
    """What somebody may do who owns the tables: take the triggers away."""
    tables = ("audit_events", "audit_links")
    async with transaction(pool, owner) as connection:
        for table in tables:
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield connection
        for table in tables:
            await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


async def tamper(pool: Pool, owner: int, *statements: str) -> None:
    """Do it; `$1` is the company."""
    async with behind_its_back(pool, owner) as connection:
        for statement in statements:
            await connection.execute(statement, owner)


def event_at(number: int) -> str:
    """A condition for the event at a number of the chain."""
    return f"event_id = (SELECT event_id FROM audit_links WHERE company_id = $1 AND chain_no = {number})"


EVENTS = "audit_events WHERE company_id = $1 AND"
LINKS = "audit_links WHERE company_id = $1 AND"
CASES = {
    "changed": ([f"UPDATE {EVENTS.replace(' WHERE', ' SET actor_name = $q$x$q$ WHERE')} {event_at(3)}"], 3),
    "missing": ([f"DELETE FROM {EVENTS} {event_at(3)}"], 3),
    "gap": ([f"DELETE FROM {EVENTS} {event_at(3)}", f"DELETE FROM {LINKS} chain_no = 3"], 3),
    "cut": ([f"DELETE FROM {EVENTS} {event_at(5)}", f"DELETE FROM {LINKS} chain_no = 5"], 5),
    "reordered": (
        [
            "UPDATE audit_links SET chain_no = -chain_no WHERE company_id = $1 AND chain_no IN (2, 4)",
            "UPDATE audit_links SET chain_no = 6 + chain_no WHERE company_id = $1 AND chain_no < 0",
        ],
        2,
    ),
    "added": (
        [
            """
            INSERT INTO audit_events
                (company_id, event_id, at, actor_name, via, action, subject_kind, subject_id)
            VALUES ($1, gen_random_uuid(), now(), 'x', 'api', 'x', 'invoice', '1')
            """
        ],
        None,
    ),
}


@pytest.mark.parametrize("wrong", CASES)
async def test_whatever_is_done_to_the_log_is_found_at_the_first_entry_concerned(
    pool: Pool, cast: Cast, wrong: str
) -> None:
    owner, (statements_, number) = cast.seller.company_id, CASES[wrong]
    await write(pool, owner, 5)
    whole = await verdict_of(pool, owner)
    assert (whole.last_no, whole.waiting, whole.broken) == (5, 0, None)
    await tamper(pool, owner, *statements_)
    found = (await verdict_of(pool, owner)).broken
    assert found is not None
    assert (found.wrong, found.chain_no) == (Wrong(wrong), number)
    assert (await verdict_of(pool, cast.buyer.company_id)).broken is None


async def test_a_chain_forged_whole_is_found_by_an_anchor_kept_elsewhere(pool: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    await write(pool, owner, 3)
    kept = await verdict_of(pool, owner)
    seen = {kept.last_no: kept.last_hash}
    await write(pool, owner, 2)
    assert (await verdict_of(pool, owner, seen)).broken is None
    await tamper(
        pool,
        owner,
        f"UPDATE {EVENTS.replace(' WHERE', ' SET comment = NULL WHERE')} {event_at(2)}",
        "DELETE FROM audit_links WHERE company_id = $1",
        "DELETE FROM audit_heads WHERE company_id = $1",
        "INSERT INTO audit_unsealed (company_id) VALUES ($1)",
    )
    await seal(pool)
    assert (await verdict_of(pool, owner)).broken is None
    found = (await verdict_of(pool, owner, seen)).broken
    assert found is not None
    assert (found.wrong, found.chain_no) == (Wrong.CUT, 3)


async def test_a_tail_cut_off_with_its_head_is_found_by_an_anchor(pool: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    await write(pool, owner, 4)
    kept = await verdict_of(pool, owner)
    await tamper(
        pool,
        owner,
        f"DELETE FROM {EVENTS} {event_at(4)}",
        f"DELETE FROM {LINKS} chain_no = 4",
        "UPDATE audit_heads SET last_no = 3, last_hash = (SELECT hash FROM audit_links l "
        "WHERE l.company_id = $1 AND chain_no = 3) WHERE company_id = $1",
    )
    assert (await verdict_of(pool, owner)).broken is None
    found = (await verdict_of(pool, owner, {kept.last_no: kept.last_hash})).broken
    assert found is not None
    assert (found.wrong, found.chain_no) == (Wrong.CUT, 4)


async def test_entries_removed_when_their_time_was_over_leave_the_chain_whole(pool: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    await write(pool, owner, 4)
    await tamper(pool, owner, *(f"DELETE FROM {EVENTS} {event_at(n)}" for n in (1, 2)))
    assert (await verdict_of(pool, owner)).broken is not None
    await write(pool, owner, 1, removed_through(2))
    verdict = await verdict_of(pool, owner)
    assert (verdict.broken, verdict.removed, verdict.last_no) == (None, 2, 6)
    await tamper(pool, owner, f"DELETE FROM {EVENTS} {event_at(3)}")
    found = (await verdict_of(pool, owner)).broken
    assert found is not None
    assert found.chain_no == 3


async def test_entries_removed_while_the_log_is_verified_are_no_false_alarm(
    pool: Pool, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = cast.seller.company_id
    await write(pool, owner, 4)

    async def just_before(connection: Connection, query: str, *values: object) -> AsyncIterator[list[Row]]:
        await write(pool, owner, 1, removed_through(2))
        await tamper(pool, owner, *(f"DELETE FROM {EVENTS} {event_at(n)}" for n in (1, 2)))
        async for rows in in_chunks(connection, query, *values):
            yield rows

    monkeypatch.setattr(verifying, "in_chunks", just_before)
    verdict = await verdict_of(pool, owner)
    assert (verdict.broken, verdict.removed, verdict.last_no) == (None, 2, 6)


async def test_entries_from_before_there_were_chains_are_linked_in_their_order(
    pool: Pool, cast: Cast
) -> None:
    owner = cast.seller.company_id
    async with behind_its_back(pool, owner) as connection:
        for n in range(3):
            await record(connection, owner, SYSTEM, system_clock(), [Event(f"old.{n}", "user", str(n))])
    assert (await verdict_of(pool, owner)).broken is not None
    async with transaction(pool, owner) as connection:
        await connection.execute("INSERT INTO audit_unsealed (company_id) VALUES ($1)", owner)
    assert (await verdict_of(pool, owner)).waiting == 3
    await write(pool, owner, 1)
    verdict = await verdict_of(pool, owner)
    assert (verdict.broken, verdict.last_no, verdict.waiting) == (None, 4, 0)
    assert [row["action"] for row in await linked_entries(pool, owner)] == [
        "old.0",
        "old.1",
        "old.2",
        "step.0",
    ]


async def test_an_entry_of_a_slow_transaction_is_linked_when_it_is_seen(pool: Pool, cast: Cast) -> None:
    owner = cast.seller.company_id
    async with transaction(pool, owner) as slow:
        await record(slow, owner, SYSTEM, system_clock(), [Event("slow", "user", "1")])
        await write(pool, owner, 1)
        assert (await verdict_of(pool, owner)).last_no == 1
    await seal(pool)
    assert [row["action"] for row in await linked_entries(pool, owner)] == ["step.0", "slow"]
    assert (await verdict_of(pool, owner)).broken is None


async def test_linking_takes_as_many_statements_for_a_thousand_as_for_one(
    pool: Pool, database_url: str, cast: Cast
) -> None:
    ran: list[str] = []
    watched = await open_pool(database_url, size=1, told=lambda query: note_query(ran, query.query))
    await seal(watched)
    counts = []
    for party, events in ((cast.seller, 1), (cast.buyer, 1000)):
        owner = party.company_id
        async with transaction(pool, owner) as connection:
            many = [Event("step", "invoice", str(n)) for n in range(events)]
            await record(connection, owner, SYSTEM, system_clock(), many)
        ran.clear()
        assert await seal(watched) == events
        counts.append(len(ran))
    await watched.close()
    assert counts[0] == counts[1]


async def test_an_outsider_can_verify_the_chain_by_the_runbook_alone(pool: Pool, cast: Cast) -> None:
    """The few lines of docs/runbooks/audit.md, of the rows as any client of PostgreSQL reads them."""
    owner = cast.seller.company_id
    await write(pool, owner, 3)
    before = bytes(32)
    for row in await linked_entries(pool, owner):
        entry = {name: value for name, value in json.loads(row["entry"]).items() if value is not None}
        written = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = hashlib.sha256(before + hashlib.sha256(written.encode()).digest()).digest()
        assert before == row["hash"]


async def linked_entries(pool: Pool, owner: int) -> list[asyncpg.Record]:
    """Entries as PostgreSQL writes them as JSON, with their links, in the chain's order."""
    async with transaction(pool, owner) as connection:
        return await connection.fetch(
            """
            SELECT e.action, l.hash, (to_jsonb(e) || jsonb_build_object('at',
                to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text AS entry
            FROM audit_links l JOIN audit_events e USING (company_id, event_id)
            WHERE l.company_id = $1 ORDER BY chain_no
            """,
            owner,
        )


async def test_links_are_their_company_s_alone_and_only_grow(pool: Pool, cast: Cast) -> None:
    await write(pool, cast.seller.company_id, 1)
    for table in ("audit_links", "audit_heads"):
        assert await pool.fetch(f"SELECT 1 FROM {table}") == []
    for change in ("UPDATE audit_links SET chain_no = 2", "DELETE FROM audit_links", "TRUNCATE audit_links"):
        async with transaction(pool, cast.seller.company_id) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
                await connection.execute(change)
            await connection.execute("ROLLBACK; BEGIN")


def test_a_list_of_heads_is_read_back_and_one_that_was_changed_is_not() -> None:
    head = Head(100001, 7, hashlib.sha256(b"x").digest())
    written = anchor([head], system_clock())
    assert read_anchor(written) == {100001: head}
    for changed in (written.replace(" 7 ", " 6 "), "", "digest x\n", written.replace("digest ", "")):
        with pytest.raises(BadAnchor):
            read_anchor(changed)
