"""The second fence: a query that forgets its owner sees nothing of another company, and records only grow."""

import asyncpg
import pytest

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.queries import history
from seikyu.audit.store import record
from seikyu.db.pool import Pool, act_for, transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors
from tests.house.papers import add_invoices, everything_of

NO_PAPERS = {
    "companies",
    "users",
    "login_sessions",
    "login_failures",
    "login_steps",
    "oauth_clients",
    "oauth_client_secrets",
    "oauth_codes",
    "oauth_families",
    "oauth_access_tokens",
    "oauth_devices",
    "signing_keys",
    "secret_key_proof",
    "alembic_version",
    "schedule",
    "invitation_keys",
    "document_keys",
    "file_accounts",
    "audit_unsealed",
    "public_registrations",
    "public_registration_files",
    "maintenance_windows",
    "maintenance_rules",
    "maintenance_exceptions",
    "maintenance_events",
    "request_rates",
}
"""Tables that hold accounts and their keys, looked up before it is known whose they are; and public lists."""


async def tables_of(pool: Pool) -> set[str]:
    """Every table of ours, partitions included."""
    rows = await pool.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    return {row["relname"] for row in rows if not row["relname"].startswith("pgqueuer")}


async def busy(doors: Doors, cast: Cast) -> None:
    """Let both sides have rows in every table."""
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    await doors.send_back(cast.buyer, number)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})


async def test_every_table_with_papers_is_under_row_level_security(pool: Pool) -> None:
    rows = await pool.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
        "AND relrowsecurity AND relforcerowsecurity"
    )
    assert await tables_of(pool) - {row["relname"] for row in rows} == NO_PAPERS


async def test_a_query_that_forgets_its_owner_finds_nothing_of_another_company(
    doors: Doors, cast: Cast
) -> None:
    await busy(doors, cast)
    tables = sorted(await tables_of(doors.pool) - NO_PAPERS)
    own = 0
    for table in tables:
        for onlooker in (cast.outsider.company_id, None):
            async with transaction(doors.pool, onlooker) as connection:
                found = await connection.fetch(f"SELECT company_id FROM {table}")
            assert {row["company_id"] for row in found} <= {onlooker}, table
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            own += bool(await connection.fetch(f"SELECT 1 FROM {table}"))
    assert own >= 8  # what the seller sees of its own is not hidden from it


async def test_outside_a_transaction_of_a_company_nothing_is_to_be_seen(doors: Doors, cast: Cast) -> None:
    await busy(doors, cast)
    for table in sorted(await tables_of(doors.pool) - NO_PAPERS):
        assert await doors.pool.fetch(f"SELECT 1 FROM {table}") == []


async def test_a_statement_that_forgets_its_owner_changes_and_adds_nothing_of_another_company(
    doors: Doors, cast: Cast
) -> None:
    await busy(doors, cast)
    before = [await everything_of(doors.pool, party.company_id) for party in (cast.seller, cast.buyer)]
    async with transaction(doors.pool, cast.outsider.company_id) as connection:
        for table in ("invoices", "received_invoices", "publishers", "customers", "bank_accounts", "mails"):
            await connection.execute(f"DELETE FROM {table}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(
                "INSERT INTO mails VALUES ($1, gen_random_uuid(), 'x', 'x', 'x', now())",
                cast.seller.company_id,
            )
        await connection.execute("ROLLBACK; BEGIN")
    assert [await everything_of(doors.pool, p.company_id) for p in (cast.seller, cast.buyer)] == before


async def test_a_company_cannot_be_given_another_company_s_rows(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE invoices SET company_id = $1", cast.outsider.company_id)
        await connection.execute("ROLLBACK; BEGIN")


async def test_whom_a_transaction_speaks_for_ends_with_it(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast)
    async with transaction(doors.pool, cast.outsider.company_id) as connection:
        await act_for(connection, cast.seller.company_id)
        assert await connection.fetchval("SELECT count(*) FROM invoices") == 1
        await act_for(connection, cast.outsider.company_id)
        assert await connection.fetchval("SELECT count(*) FROM invoices") == 0
    for _ in range(doors.pool.get_max_size()):
        assert await doors.pool.fetchval("SELECT count(*) FROM invoices") == 0


@pytest.mark.parametrize("change", ["UPDATE {} SET company_id = company_id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["audit_events", "invoice_versions", "invoice_prints"])
async def test_records_can_be_neither_changed_nor_removed(
    doors: Doors, cast: Cast, table: str, change: str
) -> None:
    await busy(doors, cast)
    before = await everything_of(doors.pool, cast.seller.company_id)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await connection.execute(change.format(table))
        await connection.execute("ROLLBACK; BEGIN")
    assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_the_log_tells_who_did_it_through_what_and_by_which_request(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        [done] = await history(connection, cast.seller.company_id, "invoice", str(number))
    author = cast.seller.actor.author
    assert (done.author.company_id, done.author.user_id) == (author.company_id, author.user_id)
    assert (done.author.name, done.author.company_name) == ("山田 太郎", cast.seller.company.name)
    assert (done.author.via, done.author.client_id) == ("api", cast.seller.client_id)
    assert done.author.request_id == answer.headers["x-request-id"]


async def test_events_of_one_moment_keep_their_order(pool: Pool, cast: Cast) -> None:
    owner, now = cast.seller.company_id, system_clock()
    events = [Event(f"step.{n}", "invoice", "1", comment=str(n)) for n in range(200)]
    async with transaction(pool, owner) as connection:
        await record(connection, owner, SYSTEM, now, events)
        told = await history(connection, owner, "invoice", "1")
    assert [recorded.event for recorded in told] == events
    assert {recorded.at for recorded in told} == {now}


async def test_a_rolled_back_change_leaves_no_trace(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    before = await everything_of(doors.pool, cast.seller.company_id)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": "x"})
    assert await everything_of(doors.pool, cast.seller.company_id) == before
    told = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()
    assert told["history"] == []
