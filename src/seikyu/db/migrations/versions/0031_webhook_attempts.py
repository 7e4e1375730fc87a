"""Every attempt to send a delivery of a webhook, not only the last."""

from alembic import op

from seikyu.db.fences import partitioned

revision = "0031"
down_revision = "0030"
PHASE = "pre"

STATEMENTS: tuple[str, ...] = (
    # Goes with its delivery.
    """
    CREATE TABLE webhook_attempts (
        company_id bigint NOT NULL, webhook_id uuid NOT NULL, event_id uuid NOT NULL,
        attempt_id uuid NOT NULL, attempted_at timestamptz NOT NULL,
        status smallint, problem text, answer text NOT NULL, took_ms integer NOT NULL,
        PRIMARY KEY (company_id, webhook_id, event_id, attempt_id),
        FOREIGN KEY (company_id, webhook_id, event_id) REFERENCES webhook_deliveries ON DELETE CASCADE
    ) PARTITION BY HASH (company_id)""",
    *partitioned("webhook_attempts"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
