"""Webhooks: who wants to be told of what, what was told and what came back."""

from alembic import op

from seikyu.db.fences import fenced, partitioned

revision = "0024"
down_revision = "0023"

STATEMENTS: tuple[str, ...] = (
    # What of its log a company wants to be followed, and which entries wait to be.
    """
    CREATE TABLE audit_followers (
        company_id bigint NOT NULL, subject_kind text NOT NULL, action text NOT NULL,
        PRIMARY KEY (company_id, subject_kind, action)
    )""",
    *fenced("audit_followers"),
    """
    CREATE TABLE audit_followed (
        company_id bigint NOT NULL, event_id uuid NOT NULL,
        PRIMARY KEY (company_id, event_id)
    )""",
    *fenced("audit_followed"),
    # `holder` sends until `busy_until`; a job comes at `alarm_at`, so none before it is needed.
    """
    CREATE TABLE webhooks (
        company_id bigint NOT NULL, webhook_id uuid NOT NULL,
        client_id text NOT NULL REFERENCES oauth_clients,
        url text NOT NULL, events text[] NOT NULL,
        enabled boolean NOT NULL, stopped text,
        secret bytea CHECK (secret IS NOT NULL OR deleted_at IS NOT NULL),
        old_secret bytea, old_until timestamptz,
        failing_since timestamptz, told_at timestamptz,
        holder uuid, busy_until timestamptz, alarm_at timestamptz,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, webhook_id)
    )""",
    *fenced("webhooks"),
    """
    CREATE TABLE webhook_deliveries (
        company_id bigint NOT NULL, webhook_id uuid NOT NULL, event_id uuid NOT NULL,
        event text NOT NULL, occurred_at timestamptz NOT NULL, body bytea NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0, next_at timestamptz,
        attempted_at timestamptz, status smallint, problem text, answer text, took_ms integer,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, webhook_id, event_id)
    ) PARTITION BY HASH (company_id)""",
    """
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (company_id, webhook_id, next_at)
        WHERE state = 'waiting'
    """,
    "CREATE INDEX webhook_deliveries_age ON webhook_deliveries (company_id, created_at)",
    *partitioned("webhook_deliveries"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
