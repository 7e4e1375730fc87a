"""Uploads of CSV and Excel files and the mappings of their columns."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0011"
down_revision = "0010"

STATEMENTS: tuple[str, ...] = (
    # The file itself lies among the stored objects, under `sha256`. `next_row` and `next_position` say where
    # registering goes on: they move in the transaction that registers what lies before them.
    """
    CREATE TABLE uploads (
        company_id bigint NOT NULL, upload_id uuid NOT NULL,
        file_name text NOT NULL, kind text NOT NULL CHECK (kind IN ('csv', 'xlsx')), encoding text,
        sha256 bytea NOT NULL, header jsonb NOT NULL, rows integer NOT NULL,
        mapping jsonb, mapping_name text,
        state text NOT NULL CHECK (state IN
            ('uploaded', 'checking', 'checked', 'registering', 'done', 'cancelled', 'failed')),
        invoices integer NOT NULL DEFAULT 0, faulty integer NOT NULL DEFAULT 0,
        errors integer NOT NULL DEFAULT 0, warnings integer NOT NULL DEFAULT 0,
        amount numeric(20) NOT NULL DEFAULT 0,
        next_row integer NOT NULL DEFAULT 0, next_position integer NOT NULL DEFAULT 0,
        registered integer NOT NULL DEFAULT 0,
        user_id bigint NOT NULL, user_name text NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, upload_id)
    )""",
    "CREATE INDEX uploads_file ON uploads (company_id, sha256)",
    *fenced("uploads"),
    # The rows as they were read, packed, so that a page of them or a chunk needs no reading of the file.
    """
    CREATE TABLE upload_blocks (
        company_id bigint NOT NULL, upload_id uuid NOT NULL, block integer NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (company_id, upload_id, block)
    )""",
    "ALTER TABLE upload_blocks ALTER COLUMN content SET STORAGE EXTERNAL",
    *fenced("upload_blocks"),
    # `row` is an index into the rows, `col` one into the header: null where the whole row is meant.
    """
    CREATE TABLE upload_errors (
        company_id bigint NOT NULL, upload_id uuid NOT NULL, number integer NOT NULL,
        position integer NOT NULL, row integer NOT NULL, col integer,
        code text NOT NULL, ja text NOT NULL, en text NOT NULL, warning boolean NOT NULL,
        PRIMARY KEY (company_id, upload_id, number)
    )""",
    "CREATE INDEX upload_errors_row ON upload_errors (company_id, upload_id, row)",
    *fenced("upload_errors"),
    # Which rows belong to an invoice that cannot be registered.
    """
    CREATE TABLE upload_faulty_rows (
        company_id bigint NOT NULL, upload_id uuid NOT NULL, row integer NOT NULL,
        position integer NOT NULL,
        PRIMARY KEY (company_id, upload_id, row)
    )""",
    "CREATE INDEX upload_faulty_position ON upload_faulty_rows (company_id, upload_id, position)",
    *fenced("upload_faulty_rows"),
    """
    CREATE TABLE upload_invoices (
        company_id bigint NOT NULL, upload_id uuid NOT NULL, position integer NOT NULL,
        invoice_mng_num bigint NOT NULL,
        PRIMARY KEY (company_id, upload_id, position)
    )""",
    *fenced("upload_invoices"),
    """
    CREATE TABLE upload_mappings (
        company_id bigint NOT NULL, mapping_id uuid NOT NULL,
        name text NOT NULL, signature bytea NOT NULL, heads jsonb NOT NULL, mapping jsonb NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, mapping_id),
        UNIQUE (company_id, name)
    )""",
    "CREATE INDEX upload_mappings_signature ON upload_mappings (company_id, signature)",
    *fenced("upload_mappings"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
