"""Maintenance windows, emergency stops and how often who called."""

from alembic import op

from seikyu.db.fences import append_only

revision = "0025"
down_revision = "0024"

# What an operator plans concerns every company: these tables hold nobody's papers and are behind no fence.
STATEMENTS: tuple[str, ...] = (
    "CREATE SEQUENCE maintenance_number_seq START 1",
    """
    CREATE TABLE maintenance_windows (
        number bigint PRIMARY KEY,
        urgent boolean NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz, ended_at timestamptz,
        targets text[] NOT NULL CHECK (cardinality(targets) > 0),
        notice_ja text NOT NULL, notice_en text NOT NULL,
        retry_after integer NOT NULL CHECK (retry_after > 0),
        made_at timestamptz NOT NULL,
        CHECK (ends_at > starts_at)
    )""",
    """
    CREATE TABLE maintenance_rules (
        number bigint PRIMARY KEY,
        week smallint NOT NULL CHECK (week BETWEEN -1 AND 4 AND week <> 0),
        weekday smallint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
        from_time time NOT NULL, to_time time NOT NULL,
        targets text[] NOT NULL CHECK (cardinality(targets) > 0),
        notice_ja text NOT NULL, notice_en text NOT NULL,
        made_at timestamptz NOT NULL, ended_at timestamptz
    )""",
    # A window that a rule would make, ended before its time or before it began.
    """
    CREATE TABLE maintenance_exceptions (
        number bigint NOT NULL REFERENCES maintenance_rules, day date NOT NULL,
        ended_at timestamptz NOT NULL,
        PRIMARY KEY (number, day)
    )""",
    """
    CREATE TABLE maintenance_events (
        event_id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        who text NOT NULL,
        action text NOT NULL,
        subject text NOT NULL,
        told text NOT NULL,
        reason text
    )""",
    *append_only("maintenance_events"),
    # How much each caller has used of its rate: of worth for a minute, and lost with a crash without harm.
    """
    CREATE UNLOGGED TABLE request_rates (
        subject bytea PRIMARY KEY,
        debt double precision NOT NULL,
        as_of timestamptz NOT NULL
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
