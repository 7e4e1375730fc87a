"""Exports to accounting: the files that were made, and what stands in each."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0020"
down_revision = "0019"

STATEMENTS = (
    """
    CREATE TABLE ledger_exports (
        company_id bigint NOT NULL, export_id uuid NOT NULL,
        format text NOT NULL,
        asked text NOT NULL,
        invoices integer NOT NULL, rows integer NOT NULL, left_out integer NOT NULL,
        file_sha256 bytea NOT NULL, size bigint NOT NULL,
        packed_sha256 bytea NOT NULL,
        made_by text NOT NULL, made_at timestamptz NOT NULL,
        cancelled_by text, cancelled_at timestamptz,
        PRIMARY KEY (company_id, export_id)
    )""",
    *fenced("ledger_exports"),
    # An invoice may stand in many files; those of a cancelled export no longer count.
    """
    CREATE TABLE ledger_export_items (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, export_id uuid NOT NULL,
        format text NOT NULL, version integer NOT NULL,
        revision integer,
        counts boolean NOT NULL DEFAULT true,
        PRIMARY KEY (company_id, invoice_mng_num, export_id)
    )""",
    "CREATE INDEX ledger_export_items_export ON ledger_export_items (company_id, export_id)",
    *fenced("ledger_export_items"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
