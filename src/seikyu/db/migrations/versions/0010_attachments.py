"""Files attached to invoices; what a seller takes back from a buyer; when it reminded one."""

from alembic import op

from seikyu.db.fences import append_only, fenced, partitioned

revision = "0010"
down_revision = "0009"

STATEMENTS = (
    # A file of an invoice or of a draft. A row is never changed: whoever takes a file off adds a removal.
    """
    CREATE TABLE attachments (
        company_id bigint NOT NULL, attachment_id uuid NOT NULL,
        subject_kind text NOT NULL CHECK (subject_kind IN ('invoice', 'received_invoice', 'draft')),
        subject_id text NOT NULL,
        name text NOT NULL, media_type text NOT NULL, size integer NOT NULL CHECK (size > 0),
        sha256 bytea NOT NULL,
        added_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, attachment_id)
    ) PARTITION BY HASH (company_id)""",
    "CREATE INDEX attachments_subject ON attachments (company_id, subject_kind, subject_id, attachment_id)",
    *partitioned("attachments"),
    *append_only("attachments"),
    """
    CREATE TABLE attachment_removals (
        company_id bigint NOT NULL, attachment_id uuid NOT NULL, removed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, attachment_id)
    )""",
    *fenced("attachment_removals"),
    *append_only("attachment_removals"),
    # Which files went out with a version: fixed when it was issued. Each party holds its own rows.
    """
    CREATE TABLE version_attachments (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        attachment_id uuid NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, version, attachment_id)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("version_attachments"),
    *append_only("version_attachments"),
    # Went back to the seller because the seller took it back (22 → 23), not because the buyer sent it back.
    "ALTER TABLE received_invoices ADD COLUMN withdrawn boolean NOT NULL DEFAULT false",
    # The last day (JST) on which the buyer was reminded of it.
    "ALTER TABLE invoices ADD COLUMN reminded_on date",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
