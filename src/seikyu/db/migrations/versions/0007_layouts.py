"""Layouts 書式設定 and their versions, and which of them printed a version of an invoice."""

from alembic import op

from seikyu.db.fences import append_only, fenced

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    CREATE TABLE layouts (
        company_id bigint NOT NULL, layout_id uuid NOT NULL,
        code text NOT NULL, name text NOT NULL, version integer NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, layout_id)
    )""",
    "CREATE UNIQUE INDEX layouts_code ON layouts (company_id, code) WHERE deleted_at IS NULL",
    *fenced("layouts"),
    """
    CREATE TABLE layout_versions (
        company_id bigint NOT NULL, layout_id uuid NOT NULL, version integer NOT NULL,
        settings bytea NOT NULL, sha256 bytea NOT NULL,
        made_at timestamptz NOT NULL, made_by text NOT NULL,
        PRIMARY KEY (company_id, layout_id, version)
    )""",
    *fenced("layout_versions"),
    *append_only("layout_versions"),
    # Nothing where the ordinary layout printed it, and in the buyer's copy: layouts are the seller's.
    "ALTER TABLE invoice_prints ADD COLUMN layout_id uuid, ADD COLUMN layout_version integer",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
