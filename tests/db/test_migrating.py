"""Migrations beside running processes: before an update, after it, and never in anybody's way."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from seikyu.db import migrate as migrating
from seikyu.db.embedded import start
from seikyu.db.migrate import MIGRATIONS, Phase, TableBusy, migrate
from seikyu.db.pool import Pool, open_pool
from seikyu.db.revisions import (
    FOLDER,
    POST,
    PRE,
    Revision,
    SchemaTooOld,
    check_schema,
    last_before_post,
    needed,
    revisions,
)
from tests.house.doors import until

FIRST_RELEASE = "0022"
LIVED_WITH = {
    "0026": {"ALTER TABLE signing_keys ADD CHECK"},
    "0028": {"ALTER TABLE stored_objects ADD CONSTRAINT"},
}
"""What looks like it, but holds for every row that the version before writes."""
TIGHTENING = re.compile(
    r"\b(DROP (TABLE|COLUMN|VIEW|FUNCTION|SCHEMA)|REPLACE VIEW|RENAME|SET NOT NULL|ALTER COLUMN \w+ TYPE)\b"
    r"|ALTER TABLE \w+ ADD (CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)"
    r"|ADD COLUMN (?!IF)[^,;]*NOT NULL(?![^,;]*DEFAULT)",
    re.IGNORECASE | re.DOTALL,
)
# Columns of a view stay as they are, whatever its tables get.
STAR = re.compile(r"SELECT\s+\*\s+FROM\s+(?!\(|unnest|active_users)\w|RETURNING\s+\*", re.IGNORECASE)


def test_what_the_version_before_cannot_live_with_waits_until_it_is_gone() -> None:
    for one in revisions():
        path = next(FOLDER.glob(f"{one.number}_*.py"))
        if one.number > FIRST_RELEASE and one.phase == PRE:
            found = {match[0] for match in TIGHTENING.finditer(path.read_text(encoding="utf-8"))}
            assert found <= LIVED_WITH.get(one.number, set()), f'{path.name}: PHASE = "post"'


def test_revisions_are_a_chain_without_gap() -> None:
    numbers = [one.number for one in revisions()]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_statements_name_the_columns_they_read() -> None:
    """Or a column that is added would break those that running processes have prepared."""
    source = Path(migrating.__file__).parents[1]
    for path in source.rglob("*.py"):
        assert STAR.search(path.read_text(encoding="utf-8")) is None, path


def test_pre_goes_up_to_the_first_outstanding_post() -> None:
    known = [Revision("0001", PRE), Revision("0002", PRE), Revision("0003", POST), Revision("0004", PRE)]
    assert last_before_post(known, None) == "0002"
    assert last_before_post(known, "0002") is None
    assert last_before_post(known, "0003") == "0004"
    assert last_before_post(known, "0004") is None


async def test_a_program_refuses_an_older_database_and_lives_with_a_newer_one(empty: Pool, url: str) -> None:
    with pytest.raises(SchemaTooOld, match="seikyu migrate --pre"):
        await check_schema(empty, needed())
    await migrate(url, Phase.PRE)
    await check_schema(empty, needed())
    await empty.execute("UPDATE alembic_version SET version_num = '9999'")
    await check_schema(empty, needed())


async def test_pre_adds_and_post_takes_away(
    empty: Pool, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_migrations(tmp_path, ("pre", "CREATE TABLE papers (x int, y int)"))
    use(tmp_path, monkeypatch)
    await migrate(url)
    write_migrations(
        tmp_path,
        ("pre", "CREATE TABLE papers (x int, y int)"),
        ("pre", "ALTER TABLE papers ADD COLUMN z int"),
        ("post", "ALTER TABLE papers DROP COLUMN x"),
    )
    assert await columns(empty) == {"x", "y"}
    await migrate(url, Phase.PRE)
    assert await columns(empty) == {"x", "y", "z"}
    await migrate(url, Phase.PRE)
    assert await columns(empty) == {"x", "y", "z"}
    await migrate(url, Phase.POST)
    assert await columns(empty) == {"y", "z"}


async def test_a_migration_gives_way_to_a_long_transaction_instead_of_making_everybody_wait(
    empty: Pool, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "PAUSE", 0.01)
    write_migrations(tmp_path, ("pre", "ALTER TABLE papers ADD COLUMN y int"))
    use(tmp_path, monkeypatch)
    await empty.execute("CREATE TABLE papers (x int)")
    async with empty.acquire() as reader, reader.transaction():
        await reader.execute("SELECT count(*) FROM papers")
        giving_way = asyncio.create_task(migrate(url, tries=1))
        await until(lambda: waits(empty))
        # Queues behind the migration, and is let through as soon as that gives way.
        assert await asyncio.wait_for(empty.fetchval("SELECT count(*) FROM papers"), 5) == 0
        with pytest.raises(TableBusy):
            await giving_way
    await migrate(url)
    assert await columns(empty) == {"x", "y"}


async def waits(pool: Pool) -> bool:
    """Whether somebody waits for a table."""
    query = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation')"
    return bool(await pool.fetchval(query))


async def columns(pool: Pool) -> set[str]:
    """Those of the one table."""
    rows = await pool.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'papers'")
    return {row["column_name"] for row in rows}


def write_migrations(folder: Path, *migrations: tuple[str, str]) -> None:
    """A program's migrations: phase and statement of each."""
    versions = folder / "versions"
    versions.mkdir(exist_ok=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    for number, (phase, statement) in enumerate(migrations, 1):
        before = None if number == 1 else f"{number - 1:04}"
        (versions / f"{number:04}_papers.py").write_text(
            f"from alembic import op\nrevision = '{number:04}'\ndown_revision = {before!r}\n"
            f'PHASE = "{phase}"\ndef upgrade() -> None:\n    op.execute("{statement}")\n',
            encoding="utf-8",
        )


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program have these migrations."""
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    monkeypatch.setattr(migrating, "revisions", lambda: revisions(folder / "versions"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server beside the tests' own."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-"))
    parent.chmod(0o711)
    server = start(parent / "database")
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(parent)


@pytest_asyncio.fixture
async def empty(url: str) -> AsyncIterator[Pool]:
    """A pool on its database, without a table."""
    pool = await open_pool(url, size=4)
    try:
        await pool.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield pool
    finally:
        await pool.close()
