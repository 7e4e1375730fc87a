"""The first answers to requests with an `Idempotency-Key`, kept for a day (contract §4.2)."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """
    CREATE TABLE idempotency_keys (
        company_id bigint NOT NULL, client_id text NOT NULL, key text NOT NULL,
        request bytea NOT NULL,
        status smallint NOT NULL, content_type text NOT NULL, body bytea NOT NULL,
        kept_until timestamptz NOT NULL,
        PRIMARY KEY (company_id, client_id, key)
    )""",
    "CREATE INDEX idempotency_keys_kept_until ON idempotency_keys (company_id, kept_until)",
    "ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY own_rows ON idempotency_keys
    USING (company_id = nullif(current_setting('seikyu.company', true), '')::bigint)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
