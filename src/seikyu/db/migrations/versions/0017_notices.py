"""Payment notices 支払通知書 and the accounts of the file server."""

from alembic import op

from seikyu.db.fences import append_only, fenced, partitioned

revision = "0017"
down_revision = "0016"

STATEMENTS = (
    "CREATE SEQUENCE payment_notice_num_seq START 1000001 MAXVALUE 9999999999",
    # The buyer's record; `sending` is between registering and the moment the supplier has it.
    """
    CREATE TABLE payment_notices (
        company_id bigint NOT NULL, payment_notice_num bigint NOT NULL,
        version integer NOT NULL,
        state text NOT NULL CHECK (
            state IN ('draft', 'sending', 'sent', 'confirmed', 'deemed', 'objected', 'cancelled')),
        notice_no text, notice_name text,
        supplier_company_id bigint, payee_code text, payee_name text NOT NULL,
        pay_date date NOT NULL, pay_amount bigint NOT NULL,
        answer_days integer NOT NULL, deemed_on date,
        objection text, made_by text NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, sent_at timestamptz,
        PRIMARY KEY (company_id, payment_notice_num)
    ) PARTITION BY HASH (company_id)""",
    (
        "CREATE UNIQUE INDEX payment_notices_no ON payment_notices (company_id, notice_no) "
        "WHERE state <> 'cancelled'"
    ),
    (
        "CREATE INDEX payment_notices_waiting ON payment_notices (company_id, supplier_company_id) "
        "WHERE state = 'sending'"
    ),
    "CREATE INDEX payment_notices_deemed ON payment_notices (company_id, deemed_on) WHERE state = 'sent'",
    *partitioned("payment_notices"),
    # The supplier's record.
    """
    CREATE TABLE received_payment_notices (
        company_id bigint NOT NULL, payment_notice_num bigint NOT NULL,
        version integer NOT NULL,
        state text NOT NULL CHECK (state IN ('sent', 'confirmed', 'deemed', 'objected', 'cancelled')),
        notice_no text, notice_name text,
        buyer_company_id bigint NOT NULL, buyer_name text NOT NULL,
        pay_date date NOT NULL, pay_amount bigint NOT NULL,
        answer_days integer NOT NULL, deemed_on date NOT NULL,
        objection text,
        received_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, payment_notice_num)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("received_payment_notices"),
    # What was said, by each version; either party keeps its own copy.
    """
    CREATE TABLE payment_notice_versions (
        company_id bigint NOT NULL, payment_notice_num bigint NOT NULL, version integer NOT NULL,
        document bytea NOT NULL, sha256 bytea NOT NULL, made_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, payment_notice_num, version)
    ) PARTITION BY HASH (company_id)""",
    "ALTER TABLE payment_notice_versions ALTER COLUMN document SET STORAGE EXTERNAL",
    *partitioned("payment_notice_versions"),
    *append_only("payment_notice_versions"),
    # Which invoices a notice that counts speaks of.
    """
    CREATE TABLE payment_notice_invoices (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, payment_notice_num bigint NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, payment_notice_num)
    )""",
    "CREATE INDEX payment_notice_invoices_of ON payment_notice_invoices (company_id, payment_notice_num)",
    *fenced("payment_notice_invoices"),
    """
    CREATE TABLE notice_settings (
        company_id bigint PRIMARY KEY, answer_days integer NOT NULL, changed_at timestamptz NOT NULL
    )""",
    *fenced("notice_settings"),
    # A file is known by its name and what is in it: sent again, it is the same one.
    """
    CREATE TABLE notice_files (
        company_id bigint NOT NULL, file_id uuid NOT NULL,
        name text NOT NULL, sha256 bytea NOT NULL, size bigint NOT NULL,
        door text NOT NULL CHECK (door IN ('sftp', 'ftps', 'screen')), sender text NOT NULL,
        state text NOT NULL CHECK (state IN ('received', 'done', 'failed')),
        taken integer NOT NULL DEFAULT 0, good integer NOT NULL DEFAULT 0, bad integer NOT NULL DEFAULT 0,
        result_sha256 bytea, result_size bigint,
        received_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, file_id)
    )""",
    "CREATE UNIQUE INDEX notice_files_same ON notice_files (company_id, name, sha256)",
    *fenced("notice_files"),
    """
    CREATE TABLE notice_file_results (
        company_id bigint NOT NULL, file_id uuid NOT NULL, place integer NOT NULL,
        lines bytea NOT NULL,
        PRIMARY KEY (company_id, file_id, place)
    )""",
    *fenced("notice_file_results"),
    # Looked up by name before it is known whose it is; holds hashes only.
    """
    CREATE TABLE file_accounts (
        account text PRIMARY KEY, company_id bigint NOT NULL,
        password_hash text, key_hashes bytea[] NOT NULL DEFAULT '{}', key_names text[] NOT NULL DEFAULT '{}',
        made_by text NOT NULL, made_at timestamptz NOT NULL, used_at timestamptz
    )""",
    "CREATE INDEX file_accounts_company ON file_accounts (company_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
