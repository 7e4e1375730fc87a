"""Applying for the API, client secrets that follow each other, and the log of calls."""

from alembic import op

from seikyu.db.fences import fenced, partitioned

revision = "0023"
down_revision = "0022"

STATEMENTS = (
    # Whether bodies of calls are kept, told by the query that finds whom a token speaks for.
    "ALTER TABLE oauth_clients ADD COLUMN bodies_until timestamptz",
    # Only open families are asked for by their client. A refresh changes neither column, so no index either.
    "CREATE INDEX oauth_families_client ON oauth_families (client_id) WHERE ended_at IS NULL",
    # An operator looks for who waits; what they wrote is behind the company's fence.
    "ALTER TABLE companies ADD COLUMN access_requested_at timestamptz",
    "CREATE INDEX companies_asking ON companies (access_requested_at) WHERE access_requested_at IS NOT NULL",
    """
    CREATE TABLE access_requests (
        company_id bigint NOT NULL, request_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('api', 'sandbox')),
        purpose text NOT NULL, contact text NOT NULL,
        status text NOT NULL CHECK (status IN ('applied', 'granted', 'refused', 'withdrawn')),
        applied_at timestamptz NOT NULL, user_id bigint NOT NULL, applicant text NOT NULL,
        decided_at timestamptz, answer text,
        PRIMARY KEY (company_id, request_id)
    )""",
    "CREATE UNIQUE INDEX access_requests_open ON access_requests (company_id, kind) WHERE status = 'applied'",
    *fenced("access_requests"),
    # The id holds the time: newest first, a span of days and clearing out all go by the key.
    """
    CREATE TABLE api_calls (
        company_id bigint NOT NULL, client_id text NOT NULL, call_id uuid NOT NULL,
        at timestamptz NOT NULL,
        method text NOT NULL, path text NOT NULL,
        status smallint NOT NULL, ms integer NOT NULL,
        request_id text NOT NULL, error_codes text[] NOT NULL, address text NOT NULL,
        PRIMARY KEY (company_id, client_id, call_id)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("api_calls"),
    # Beside the calls, because they are kept for a shorter time.
    """
    CREATE TABLE api_call_bodies (
        company_id bigint NOT NULL, client_id text NOT NULL, call_id uuid NOT NULL,
        request text, answer text,
        PRIMARY KEY (company_id, client_id, call_id)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("api_call_bodies"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
