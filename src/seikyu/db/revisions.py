"""The migrations this program knows, and whether a database has had those it cannot run without.

Read from the files as text: a process that only starts has no need of Alembic.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from asyncpg import UndefinedTableError

from seikyu.db.pool import Pool

FOLDER = Path(__file__).parent / "migrations" / "versions"
PRE, POST = "pre", "post"

_NAME = re.compile(r"(\d{4})_\w+\.py")
_PHASE = re.compile(r'^PHASE = "(pre|post)"$', re.MULTILINE)


class SchemaTooOld(Exception):  # noqa: N818 -- named for what is the case
    """The database has not had a migration that this program needs."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A migration. One that is `pre` the program before lives with as well; a `post` one wants it gone."""

    number: str
    phase: str


def revisions(folder: Path = FOLDER) -> list[Revision]:
    """All migrations, oldest first; without a word of its own one is `pre`."""
    found = []
    for path in sorted(folder.glob("*.py")):
        if named := _NAME.fullmatch(path.name):
            phase = _PHASE.search(path.read_text(encoding="utf-8"))
            found.append(Revision(named[1], phase[1] if phase else PRE))
    return found


def last_before_post(known: list[Revision], current: str | None) -> str | None:
    """How far `migrate --pre` goes: up to the first outstanding `post`; None where there is nothing to do."""
    ahead = [one for one in known if current is None or one.number > current]
    target = None
    for one in ahead:
        if one.phase == POST:
            break
        target = one.number
    return target


def needed() -> str:
    """The newest migration the program cannot run without."""
    return max(one.number for one in revisions() if one.phase == PRE)


async def check_schema(pool: Pool, wanted: str) -> None:
    """Raise SchemaTooOld unless the database has had migration `wanted`; it may have had newer ones."""
    try:
        current: str | None = await pool.fetchval("SELECT version_num FROM alembic_version")
    except UndefinedTableError:
        current = None
    if current is None or current < wanted:
        raise SchemaTooOld(
            f"The database is at revision {current or 'none'}, this program needs {wanted}: "
            "run `seikyu migrate --pre` (or `seikyu migrate`) first."
        )
