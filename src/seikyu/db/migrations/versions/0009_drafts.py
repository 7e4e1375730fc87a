"""Drafts of invoices and templates for those that come every month."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0009"
down_revision = "0008"

STATEMENTS: tuple[str, ...] = (
    # What is being entered on screen: anything, faults and all. A row that was issued stays, empty, so that
    # the same form sent twice finds what became of it.
    """
    CREATE TABLE drafts (
        company_id bigint NOT NULL, draft_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('draft', 'template')),
        content bytea NOT NULL,
        customer_id uuid, publisher_id uuid, bank_ids uuid[] NOT NULL,
        customer_name text, inv_name text, inv_no text, inv_show_amount bigint,
        basis text NOT NULL CHECK (basis IN ('nothing', 'copy', 'correction', 'template')),
        basis_number bigint, basis_template uuid, month date,
        maker_user_id bigint, maker_name text NOT NULL, editor_name text NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        closed_at timestamptz, issued_as bigint,
        PRIMARY KEY (company_id, draft_id)
    )""",
    "ALTER TABLE drafts ALTER COLUMN content SET STORAGE EXTERNAL",
    "CREATE INDEX drafts_open ON drafts (company_id, kind, updated_at) WHERE closed_at IS NULL",
    (
        "CREATE UNIQUE INDEX drafts_correction ON drafts (company_id, basis_number) "
        "WHERE basis = 'correction' AND closed_at IS NULL"
    ),
    *fenced("drafts"),
    # A template's content is a draft of that kind; here is when and how it becomes the month's draft.
    """
    CREATE TABLE invoice_templates (
        company_id bigint NOT NULL, template_id uuid NOT NULL,
        name text NOT NULL,
        close_rule text, due_rule text,
        make_on_day smallint CHECK (make_on_day BETWEEN 1 AND 31), next_on date,
        PRIMARY KEY (company_id, template_id),
        FOREIGN KEY (company_id, template_id) REFERENCES drafts ON DELETE CASCADE
    )""",
    *fenced("invoice_templates"),
    """
    CREATE TABLE template_runs (
        company_id bigint NOT NULL, template_id uuid NOT NULL, month date NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, template_id, month),
        FOREIGN KEY (company_id, template_id) REFERENCES drafts ON DELETE CASCADE
    )""",
    *fenced("template_runs"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
