"""Invoices that came on other ways."""

from alembic import op

from seikyu.db.fences import append_only, fenced

revision = "0015"
down_revision = "0014"

STATEMENTS: tuple[str, ...] = (
    # What a form has become, so that sending it twice makes one invoice.
    """
    CREATE TABLE own_entries (
        company_id bigint NOT NULL, entry_id uuid NOT NULL, invoice_mng_num bigint NOT NULL,
        PRIMARY KEY (company_id, entry_id)
    )""",
    *fenced("own_entries"),
    *append_only("own_entries"),
    # The same paper entered twice is looked for by these.
    """
    CREATE INDEX received_invoices_alike ON received_invoices (company_id, payee_id, inv_no, inv_show_amount)
    WHERE inv_no IS NOT NULL""",
    # A file of many; its content lies among the stored objects. `findings` tell of its cells.
    """
    CREATE TABLE own_uploads (
        company_id bigint NOT NULL, upload_id uuid NOT NULL,
        file_name text NOT NULL, sha256 bytea NOT NULL, header jsonb NOT NULL, rows integer NOT NULL,
        state text NOT NULL CHECK (state IN ('checking', 'checked', 'registering', 'done', 'failed')),
        invoices integer NOT NULL DEFAULT 0, amount numeric(20) NOT NULL DEFAULT 0,
        errors integer NOT NULL DEFAULT 0, findings jsonb NOT NULL DEFAULT '[]',
        user_id bigint NOT NULL, user_name text NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, upload_id)
    )""",
    *fenced("own_uploads"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
