"""Letters: what waits to be printed and posted, batches for the mail house, handing over, what came back."""

from alembic import op

from seikyu.db.fences import append_only, fenced

revision = "0012"
down_revision = "0011"

STATEMENTS: tuple[str, ...] = (
    # What a company posts unless an invoice or a customer says otherwise, and how its batches are made.
    """
    CREATE TABLE posting_rules (
        company_id bigint PRIMARY KEY REFERENCES companies,
        post_by_default boolean NOT NULL DEFAULT false,
        manifest_encoding text NOT NULL DEFAULT 'utf-8'
            CHECK (manifest_encoding IN ('utf-8', 'cp932')),
        daily_at time,
        -- The last turn of each repeating job that was asked for; a job of an earlier turn does nothing.
        close_turn bigint NOT NULL DEFAULT 0,
        poll_turn bigint NOT NULL DEFAULT 0,
        polling boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL
    )""",
    *fenced("posting_rules"),
    """
    CREATE TABLE posting_customers (
        company_id bigint NOT NULL, customer_id uuid NOT NULL,
        post boolean NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, customer_id)
    )""",
    *fenced("posting_customers"),
    "CREATE SEQUENCE print_batch_no_seq",
    """
    CREATE TABLE letters (
        company_id bigint NOT NULL, letter_id uuid NOT NULL,
        way text NOT NULL CHECK (way IN ('mail_house', 'own_print')),
        state text NOT NULL,
        invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        zip text, address1 text, address2 text, name1 text, name2 text,
        problem text,
        batch_no bigint, sequence integer,
        told_on date, note text,
        waiting_since timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, letter_id),
        UNIQUE (company_id, batch_no, sequence)
    )""",
    "CREATE INDEX letters_state ON letters (company_id, way, state, letter_id)",
    "CREATE INDEX letters_invoice ON letters (company_id, invoice_mng_num, letter_id)",
    *fenced("letters"),
    # A batch is fixed when it is closed, its files when they are printed; neither changes after that.
    """
    CREATE TABLE print_batches (
        company_id bigint NOT NULL, batch_no bigint NOT NULL,
        letters integer NOT NULL, manifest_encoding text NOT NULL,
        closed_by text NOT NULL, closed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, batch_no)
    )""",
    *fenced("print_batches"),
    *append_only("print_batches"),
    """
    CREATE TABLE print_batch_letters (
        company_id bigint NOT NULL, batch_no bigint NOT NULL, sequence integer NOT NULL,
        letter_id uuid NOT NULL,
        invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        zip text NOT NULL, address1 text, address2 text, name1 text NOT NULL, name2 text,
        PRIMARY KEY (company_id, batch_no, sequence)
    )""",
    *fenced("print_batch_letters"),
    *append_only("print_batch_letters"),
    """
    CREATE TABLE print_batch_files (
        company_id bigint NOT NULL, batch_no bigint NOT NULL,
        pages integer NOT NULL, pdf_sha256 bytea NOT NULL, manifest_sha256 bytea NOT NULL,
        printed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, batch_no)
    )""",
    *fenced("print_batch_files"),
    *append_only("print_batch_files"),
    """
    CREATE TABLE batch_handovers (
        company_id bigint NOT NULL, batch_no bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('printing', 'ready', 'queued', 'handed_over', 'failed')),
        failure text,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, batch_no)
    )""",
    *fenced("batch_handovers"),
    # Files the mail house sent back, each taken once, with what was wrong in them.
    """
    CREATE TABLE mail_house_reports (
        company_id bigint NOT NULL, sha256 bytea NOT NULL,
        name text NOT NULL, taken integer NOT NULL,
        problem_lines integer[] NOT NULL, problem_codes text[] NOT NULL, problem_values text[] NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, sha256)
    )""",
    *fenced("mail_house_reports"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
