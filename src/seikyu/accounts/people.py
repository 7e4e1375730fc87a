"""The people of a company as its administrators keep them: everybody, also who is shut out."""

from collections.abc import Collection
from dataclasses import dataclass

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.db.windows import Window

SORTS = ("name", "pfid", "employee_code", "email", "administrator", "created_at")
WAITING = "password_hash LIKE 'link$%'"


@dataclass(frozen=True, slots=True)
class Person:
    """One of them; `waits` until the person has set a password."""

    user_id: int
    pfid: str
    name: str
    employee_code: str | None
    email: str
    administrator: bool
    disabled: bool
    waits: bool


_COLUMNS = (
    "user_id, pfid, name, employee_code, email, administrator, disabled_at IS NOT NULL AS disabled, "
    f"{WAITING} AS waits"
)


async def count(connection: Connection, owner: int, part: str | None) -> int:
    """How many there are."""
    where = _conditions(owner, part)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM users WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return found


async def page(connection: Connection, owner: int, part: str | None, window: Window) -> list[Person]:
    """A part of the list."""
    if window.sort not in SORTS:
        raise ValueError(f"not a sort of this list: {window.sort}")
    where = _conditions(owner, part)
    text, direction = where.text, "DESC" if window.descending else "ASC"
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM users WHERE {text} "  # noqa: S608 -- names of our own
        f"ORDER BY {window.sort} {direction} NULLS LAST, user_id {direction} "
        f"LIMIT {where.parameter(window.count)} OFFSET {where.parameter(window.start)}",
        *where.values,
    )
    return [_person(row) for row in rows]


async def one(connection: Connection, owner: int, user_id: int) -> Person | None:
    """One person of the company."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM users WHERE company_id = $1 AND user_id = $2",  # noqa: S608 -- names of our own
        owner,
        user_id,
    )
    return None if row is None else _person(row)


async def lock_administrators(connection: Connection, owner: int) -> Collection[int]:
    """Who can administer the company now; held, so that two do not give it up at once."""
    rows = await connection.fetch(
        f"SELECT user_id FROM users WHERE company_id = $1 AND administrator AND NOT {WAITING} "  # noqa: S608 -- text of our own
        "AND disabled_at IS NULL ORDER BY user_id FOR NO KEY UPDATE",
        owner,
    )
    return {row["user_id"] for row in rows}


async def has_employee_code(connection: Connection, owner: int, code: str, but: int | None) -> bool:
    """Whether anybody else of the company has this employee code."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM users WHERE company_id = $1 AND employee_code = $2 "
        "AND user_id IS DISTINCT FROM $3)",
        owner,
        code,
        but,
    )
    return found


async def is_taken(connection: Connection, pfid: str) -> bool:
    """Whether anybody logs in by this PFID, of whichever company."""
    found: bool = await connection.fetchval("SELECT EXISTS (SELECT FROM users WHERE lower(pfid) = $1)", pfid)
    return found


async def change(connection: Connection, person: Person) -> None:
    """Store name, employee code, mail address and whether the person is an administrator."""
    await connection.execute(
        "UPDATE users SET name = $2, employee_code = $3, email = $4, administrator = $5 WHERE user_id = $1",
        person.user_id,
        person.name,
        person.employee_code,
        person.email,
        person.administrator,
    )


async def enable(connection: Connection, user_id: int) -> None:
    """Let a person in again."""
    await connection.execute("UPDATE users SET disabled_at = NULL WHERE user_id = $1", user_id)


async def stored_link(connection: Connection, user_id: int) -> str | None:
    """What is stored in the place of the password of somebody who may log in."""
    found: str | None = await connection.fetchval(
        "SELECT password_hash FROM active_users WHERE user_id = $1", user_id
    )
    return found


async def replace_link(connection: Connection, user_id: int, link: str, password_hash: str) -> bool:
    """Put a password in the place of a link, unless it was used meanwhile."""
    done = await connection.execute(
        "UPDATE users SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2",
        user_id,
        link,
        password_hash,
    )
    return done == "UPDATE 1"


def _conditions(owner: int, part: str | None) -> Conditions:
    where = Conditions([owner], ["company_id = $1"])
    where.add("(name ILIKE {} OR pfid ILIKE {} OR employee_code ILIKE {} OR email ILIKE {})", like(part))
    return where


def _person(row: Row) -> Person:
    return Person(**dict(row))
