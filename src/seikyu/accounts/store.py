"""Writing companies, users, login sessions and failed logins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, SESSION_IDLE, normal_pfid
from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company about to become a member."""

    name: str
    plan: Plan
    options: frozenset[Option] = frozenset()
    corporate_number: str | None = None
    registration_number: str | None = None
    zip_code: str | None = None
    address1: str | None = None
    address2: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person about to be let in; `email` is the PFID unless it is another address."""

    pfid: str
    password_hash: str
    name: str
    employee_code: str | None = None
    email: str | None = None
    administrator: bool = True


@dataclass(frozen=True, slots=True)
class NewSession:
    """A login session about to begin."""

    token_hash: bytes
    session_id: UUID
    user_id: int
    address: str
    agent: str
    signed_in_at: datetime
    expires_at: datetime


async def add_company(connection: Connection, new: NewCompany, now: datetime) -> int:
    """Make a company a member; return its id."""
    company_id: int = await connection.fetchval(
        """
        INSERT INTO companies (company_id, name, plan, options, corporate_number, registration_number,
                               zip, address1, address2, phone, created_at)
        VALUES (nextval('company_id_seq'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING company_id
        """,
        new.name,
        new.plan,
        sorted(new.options),
        new.corporate_number,
        new.registration_number,
        new.zip_code,
        new.address1,
        new.address2,
        new.phone,
        now,
    )
    return company_id


async def change_membership(
    connection: Connection, company_id: int, plan: Plan, options: Collection[Option]
) -> None:
    """Give a company another plan and other options; its tokens follow within seconds."""
    await connection.execute(
        "UPDATE companies SET plan = $2, options = $3 WHERE company_id = $1",
        company_id,
        plan,
        sorted(options),
    )


async def open_option(connection: Connection, company_id: int, option: Option) -> None:
    """Open one more option to a company; its tokens follow within seconds."""
    await connection.execute(
        "UPDATE companies SET options = array_append(options, $2) "
        "WHERE company_id = $1 AND NOT $2 = ANY(options)",
        company_id,
        option,
    )


async def disable_company(connection: Connection, company_id: int, now: datetime) -> None:
    """Shut a company out: logins at once, tokens within seconds."""
    await connection.execute("UPDATE companies SET disabled_at = $2 WHERE company_id = $1", company_id, now)


async def add_user(connection: Connection, company_id: int, new: NewUser, now: datetime) -> int:
    """Let a person in; return the new id. A PFID that is taken raises the driver's unique violation."""
    pfid = normal_pfid(new.pfid)
    user_id: int = await connection.fetchval(
        """
        INSERT INTO users (user_id, company_id, pfid, password_hash, name, employee_code, email,
                           administrator, created_at)
        VALUES (nextval('user_id_seq'), $1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING user_id
        """,
        company_id,
        pfid,
        new.password_hash,
        new.name,
        new.employee_code,
        new.email or pfid,
        new.administrator,
        now,
    )
    return user_id


async def disable_user(connection: Connection, user_id: int, now: datetime) -> None:
    """Shut a person out: logins at once, tokens within seconds."""
    await connection.execute("UPDATE users SET disabled_at = $2 WHERE user_id = $1", user_id, now)
    await end_sessions_of(connection, user_id)


async def change_password(connection: Connection, user_id: int, password_hash: str) -> None:
    """Set another password and end the person's login sessions; whoever changed it begins a new one."""
    await connection.execute("UPDATE users SET password_hash = $2 WHERE user_id = $1", user_id, password_hash)
    await end_sessions_of(connection, user_id)


async def rehash_password(connection: Connection, user_id: int, old: str, new: str) -> None:
    """Keep the same password under today's parameters, unless it was changed meanwhile."""
    await connection.execute(
        "UPDATE users SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2", user_id, old, new
    )


async def begin_session(connection: Connection, new: NewSession, now: datetime) -> None:
    """Remember a login session."""
    await connection.execute(
        """
        INSERT INTO login_sessions
            (token_hash, session_id, user_id, address, agent, signed_in_at, seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        new.token_hash,
        new.session_id,
        new.user_id,
        new.address,
        new.agent,
        new.signed_in_at,
        now,
        new.expires_at,
    )


async def see_session(connection: Connection, token_hash: bytes, now: datetime) -> None:
    """Note that the session is in use."""
    await connection.execute("UPDATE login_sessions SET seen_at = $2 WHERE token_hash = $1", token_hash, now)


async def end_session(connection: Connection, token_hash: bytes) -> int | None:
    """End a login session; return whose it was."""
    user_id: int | None = await connection.fetchval(
        "DELETE FROM login_sessions WHERE token_hash = $1 RETURNING user_id", token_hash
    )
    return user_id


async def end_sessions_of(connection: Connection, user_id: int) -> None:
    """End all login sessions of a person, and what somebody has begun on the way to one."""
    await connection.execute("DELETE FROM login_sessions WHERE user_id = $1", user_id)
    await connection.execute("DELETE FROM login_steps WHERE user_id = $1", user_id)


async def count_failure(connection: Connection, subjects: Sequence[bytes], now: datetime) -> None:
    """Count one more failed login against each subject; old failures are forgotten."""
    await connection.execute(
        """
        INSERT INTO login_failures AS f (subject, failures, last_at)
        SELECT subject, 1, $2 FROM unnest($1::bytea[]) AS s (subject) ORDER BY subject
        ON CONFLICT (subject) DO UPDATE
        SET failures = CASE WHEN f.last_at > $3 THEN f.failures + 1 ELSE 1 END, last_at = $2
        """,
        subjects,
        now,
        now - FORGET_FAILURES_AFTER,
    )


async def forget_failures(connection: Connection, subjects: Sequence[bytes]) -> None:
    """Begin counting anew for these subjects."""
    await connection.execute("DELETE FROM login_failures WHERE subject = ANY($1::bytea[])", subjects)


async def purge(connection: Connection, now: datetime) -> None:
    """Delete login sessions that have run out and failures that no longer count."""
    await connection.execute(
        "DELETE FROM login_sessions WHERE expires_at < $1 OR seen_at < $2", now, now - SESSION_IDLE
    )
    await connection.execute(
        "DELETE FROM login_failures WHERE last_at < $1", now - FORGET_FAILURES_AFTER - timedelta(minutes=1)
    )
