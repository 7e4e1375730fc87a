"""Every SELECT on companies, users, login sessions and failed logins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from seikyu.accounts.model import Company, Plan, SignedIn, User
from seikyu.accounts.rules import Failures, normal_pfid
from seikyu.db.pool import Connection, Row

Pair: TypeAlias = tuple[str | None, str | None]
"""An employee code 社員コード and a name; whichever is given must match."""


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A login session that has not run out."""

    signed_in: SignedIn
    seen_at: datetime


async def company(connection: Connection, company_id: int) -> Company | None:
    """A company by its id, disabled or not."""
    return (await companies(connection, [company_id])).get(company_id)


async def companies(connection: Connection, company_ids: Collection[int]) -> dict[int, Company]:
    """Companies by their ids; unknown ones are left out."""
    rows = await connection.fetch(
        """
        SELECT company_id, name AS company_name, plan, options, registration_number
        FROM companies WHERE company_id = ANY($1::bigint[])
        """,
        list(company_ids),
    )
    return {row["company_id"]: company_of(row) for row in rows}


async def user(connection: Connection, user_id: int) -> User | None:
    """A user who may log in, by id."""
    row = await connection.fetchrow("SELECT * FROM active_users WHERE user_id = $1", user_id)
    return None if row is None else user_of(row)


async def user_by_pfid(connection: Connection, pfid: str) -> tuple[User, str] | None:
    """A user who may log in, by PFID, with the stored hash of the password."""
    row = await connection.fetchrow("SELECT * FROM active_users WHERE lower(pfid) = $1", normal_pfid(pfid))
    return None if row is None else (user_of(row), row["password_hash"])


async def users_of(connection: Connection, company_id: int) -> list[User]:
    """The users of a company who may log in, oldest first."""
    rows = await connection.fetch(
        "SELECT * FROM active_users WHERE company_id = $1 ORDER BY user_id", company_id
    )
    return [user_of(row) for row in rows]


async def person_in_charge(
    connection: Connection, company_id: int, pairs: Collection[Pair]
) -> dict[Pair, list[User]]:
    """The employees each pair of code and name points at, in one query; both given = both must match.

    A pair with neither points at nobody; a name shared by several points at all of them, oldest first.
    """
    found: dict[Pair, list[User]] = {pair: [] for pair in pairs}
    asked = [pair for pair in found if pair != (None, None)]
    if not asked:
        return found
    rows = await connection.fetch(
        """
        SELECT u.*, p.code AS asked_code, p.name AS asked_name
        FROM unnest($2::text[], $3::text[]) AS p (code, name)
        JOIN active_users u ON u.company_id = $1
         AND (p.code IS NULL OR u.employee_code = p.code)
         AND (p.name IS NULL OR u.user_name = p.name)
        ORDER BY u.user_id
        """,
        company_id,
        [code for code, _ in asked],
        [name for _, name in asked],
    )
    for row in rows:
        found[row["asked_code"], row["asked_name"]].append(user_of(row))
    return found


async def session(
    connection: Connection, token_hash: bytes, now: datetime, seen_after: datetime
) -> KnownSession | None:
    """The login session of a token, unless it has run out or was not seen since `seen_after`."""
    row = await connection.fetchrow(
        """
        SELECT u.*, s.signed_in_at, s.seen_at, s.session_id
        FROM login_sessions s JOIN active_users u USING (user_id)
        WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3
        """,
        token_hash,
        now,
        seen_after,
    )
    if row is None:
        return None
    return KnownSession(SignedIn(user_of(row), row["signed_in_at"], row["session_id"]), row["seen_at"])


async def failures(
    connection: Connection, subjects: Sequence[bytes], since: datetime
) -> dict[bytes, Failures]:
    """The failed logins of each subject whose last one came after `since`."""
    rows = await connection.fetch(
        "SELECT subject, failures, last_at FROM login_failures "
        "WHERE subject = ANY($1::bytea[]) AND last_at > $2",
        subjects,
        since,
    )
    return {row["subject"]: Failures(row["failures"], row["last_at"]) for row in rows}


def company_of(row: Row) -> Company:
    """The company in a row of `active_users` or like one."""
    return Company(
        row["company_id"],
        row["company_name"],
        Plan(row["plan"]),
        frozenset(row["options"]),
        row["registration_number"],
    )


def user_of(row: Row) -> User:
    """The user in a row of `active_users`."""
    return User(
        row["user_id"],
        company_of(row),
        row["pfid"],
        row["user_name"],
        row["employee_code"],
        row["email"],
        row["administrator"],
    )
