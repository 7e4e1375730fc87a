"""Companies and users; masters; the invoices of both parties; audit, objects, mail.

Every table that holds a company's papers begins its key with that company, is hash-partitioned by it where
it grows without bound, and is under row-level security. The key that shards it later is the same.
"""

from alembic import op

revision = "0001"
down_revision = None

PARTITIONS = 16

ACCOUNTS = (
    "CREATE SEQUENCE company_id_seq START 100001",
    "CREATE SEQUENCE user_id_seq START 500001",
    """
    CREATE TABLE companies (
        company_id bigint PRIMARY KEY,
        name text NOT NULL,
        plan text NOT NULL CHECK (plan IN ('free', 'paid')),
        options text[] NOT NULL DEFAULT '{}',
        corporate_number text,
        registration_number text,
        zip text, address1 text, address2 text, phone text,
        created_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE users (
        user_id bigint PRIMARY KEY,
        company_id bigint NOT NULL REFERENCES companies,
        pfid text NOT NULL,
        password_hash text NOT NULL,
        name text NOT NULL,
        employee_code text,
        email text NOT NULL,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz
    )""",
    "CREATE UNIQUE INDEX users_pfid ON users (lower(pfid))",
    "CREATE INDEX users_company ON users (company_id)",
)

PARTNERS = (
    """
    CREATE TABLE publishers (
        company_id bigint NOT NULL, publisher_id uuid NOT NULL,
        publisher_mng_num text, publisher_company_name text, publisher_section text, publisher_zip text,
        publisher_address1 text, publisher_address2 text, publisher_phone text,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, publisher_id)
    )""",
    "CREATE INDEX publishers_code ON publishers (company_id, publisher_mng_num) WHERE deleted_at IS NULL",
    """
    CREATE TABLE customers (
        company_id bigint NOT NULL, customer_id uuid NOT NULL,
        private_cust_cd text, corp_genuine_id text,
        company_name_org text, company_name_kana_org text, base_name text, base_name_kana text,
        zip text, address1 text, address2 text, phone text, fax text,
        private_user_employee_no text, private_user_name text, user_email text,
        buyer_company_id bigint REFERENCES companies,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, customer_id)
    )""",
    "CREATE INDEX customers_code ON customers (company_id, private_cust_cd) WHERE deleted_at IS NULL",
    (
        "CREATE INDEX customers_corporate_number ON customers (company_id, corp_genuine_id) "
        "WHERE deleted_at IS NULL"
    ),
    """
    CREATE TABLE bank_accounts (
        company_id bigint NOT NULL, bank_account_id uuid NOT NULL,
        transfer_code text,
        fncl_inst_code text NOT NULL, fncl_inst_name text NOT NULL, fncl_inst_kana text NOT NULL,
        branch_code text NOT NULL, branch_name text NOT NULL, branch_kana text NOT NULL,
        deposit_sec text NOT NULL, account_num text NOT NULL,
        depositor_name text NOT NULL, depositor_kana text NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz,
        PRIMARY KEY (company_id, bank_account_id)
    )""",
    "CREATE INDEX bank_accounts_code ON bank_accounts (company_id, transfer_code) WHERE deleted_at IS NULL",
    (
        "CREATE INDEX bank_accounts_key "
        "ON bank_accounts (company_id, fncl_inst_code, branch_code, account_num) WHERE deleted_at IS NULL"
    ),
)

# What both sides extract from a document so that it can be searched, sorted and summed.
EXTRACTED = """
        inv_no text, inv_name text,
        close_date date, pay_due_date date,
        inv_show_amount bigint, inv_amount bigint, inv_tax bigint,
        invoice_type smallint NOT NULL,
"""

INVOICES = (
    "CREATE SEQUENCE invoice_mng_num_seq START 1000001 MAXVALUE 9999999999",
    f"""
    CREATE TABLE invoices (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL,
        status smallint NOT NULL,
        version integer NOT NULL,
        customer_id uuid, customer_name text, customer_code text,
        buyer_company_id bigint,
        first_to_customer boolean NOT NULL,
        send_date date,
        opened_at timestamptz,
        return_reason text, returned_at timestamptz,
        issue_error text,
        {EXTRACTED}
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num)
    ) PARTITION BY HASH (company_id)""",
    "CREATE INDEX invoices_status ON invoices (company_id, status, invoice_mng_num)",
    "CREATE INDEX invoices_send_date ON invoices (company_id, send_date, invoice_mng_num)",
    "CREATE INDEX invoices_updated ON invoices (company_id, updated_at, invoice_mng_num)",
    f"""
    CREATE TABLE received_invoices (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL,
        status smallint NOT NULL,
        version integer NOT NULL,
        seller_company_id bigint NOT NULL, seller_name text NOT NULL,
        send_date date NOT NULL,
        received_at timestamptz NOT NULL,
        opened_at timestamptz,
        sent_back_at timestamptz, return_reason text,
        {EXTRACTED}
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num)
    ) PARTITION BY HASH (company_id)""",
    "CREATE INDEX received_invoices_received ON received_invoices (company_id, received_at, invoice_mng_num)",
    "CREATE INDEX received_invoices_updated ON received_invoices (company_id, updated_at, invoice_mng_num)",
    # An immutable version of the document; each party that may read it holds its own row.
    """
    CREATE TABLE invoice_versions (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        document bytea NOT NULL, sha256 bytea NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, version)
    ) PARTITION BY HASH (company_id)""",
    "ALTER TABLE invoice_versions ALTER COLUMN document SET STORAGE EXTERNAL",
    # The printed form of a version, made once when it is issued.
    """
    CREATE TABLE invoice_prints (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        send_date date NOT NULL, pdf_sha256 bytea NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, version)
    ) PARTITION BY HASH (company_id)""",
)

APPEND_ONLY = ("audit_events", "invoice_versions", "invoice_prints")

RECORDS = (
    "CREATE SEQUENCE audit_event_seq",
    # Told in the order in which they were written, under the lock of what they changed: clocks may disagree.
    """
    CREATE TABLE audit_events (
        company_id bigint NOT NULL, event_id uuid NOT NULL,
        at timestamptz NOT NULL, position bigint NOT NULL DEFAULT nextval('audit_event_seq'),
        actor_company_id bigint, actor_company_name text, actor_user_id bigint, actor_name text NOT NULL,
        client_id text, via text NOT NULL, request_id text,
        action text NOT NULL,
        subject_kind text NOT NULL, subject_id text NOT NULL,
        from_status smallint, to_status smallint, version integer, comment text,
        PRIMARY KEY (company_id, event_id)
    ) PARTITION BY HASH (company_id)""",
    "CREATE INDEX audit_events_subject ON audit_events (company_id, subject_kind, subject_id, event_id)",
    # Append only, for the program too.
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$
    """,
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    """
    CREATE TABLE stored_objects (
        company_id bigint NOT NULL, sha256 bytea NOT NULL,
        media_type text NOT NULL, content bytea NOT NULL, stored_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, sha256)
    ) PARTITION BY HASH (company_id)""",
    "ALTER TABLE stored_objects ALTER COLUMN content SET STORAGE EXTERNAL",
    """
    CREATE TABLE mails (
        company_id bigint NOT NULL, mail_id uuid NOT NULL,
        recipient text NOT NULL, subject text NOT NULL, body text NOT NULL,
        written_at timestamptz NOT NULL, sent_at timestamptz,
        PRIMARY KEY (company_id, mail_id)
    )""",
)

PARTITIONED = (
    "invoices",
    "received_invoices",
    "invoice_versions",
    "invoice_prints",
    "audit_events",
    "stored_objects",
)
OWNED = (*PARTITIONED, "publishers", "customers", "bank_accounts", "mails")


def upgrade() -> None:
    for statement in (*ACCOUNTS, *PARTNERS, *INVOICES, *RECORDS):
        op.execute(statement)
    for table in PARTITIONED:
        for n in range(PARTITIONS):
            op.execute(
                f"CREATE TABLE {table}_{n:02} PARTITION OF {table} "
                f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n})"
            )
            # Reached past their parent, partitions show nothing: security is on and no policy lets through.
            _secure(f"{table}_{n:02}")
    for table in OWNED:
        _secure(table)
        op.execute(
            f"CREATE POLICY own_rows ON {table} "
            "USING (company_id = nullif(current_setting('seikyu.company', true), '')::bigint)"
        )


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
