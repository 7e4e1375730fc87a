"""Masters that a company keeps by code: whatever has a code and a name."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0014"
down_revision = "0013"

STATEMENTS = (
    """
    CREATE TABLE coded_masters (
        company_id bigint NOT NULL, kind text NOT NULL, master_id uuid NOT NULL,
        key text NOT NULL, title text NOT NULL,
        fields jsonb NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, kind, master_id)
    )""",
    "CREATE UNIQUE INDEX coded_masters_key ON coded_masters (company_id, kind, key) WHERE deleted_at IS NULL",
    "CREATE INDEX coded_masters_updated ON coded_masters (company_id, kind, updated_at, master_id)",
    *fenced("coded_masters"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
