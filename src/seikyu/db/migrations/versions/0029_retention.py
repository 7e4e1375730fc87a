"""How long papers are kept, legal holds and leaving.

What is kept can be deleted by nobody before its time: the triggers below compute it from the rows
themselves, by the clock of the database, and ask for a release whose waiting time is over (decision 0018).
"""

from alembic import op

from seikyu.db.fences import fenced

revision = "0029"
down_revision = "0028"

# Table → what paper a row belongs to, and the column that names it.
GUARDED: dict[str, tuple[str, str]] = {
    "invoices": ("invoice", "invoice_mng_num"),
    "received_invoices": ("invoice", "invoice_mng_num"),
    "invoice_versions": ("invoice", "invoice_mng_num"),
    "invoice_prints": ("invoice", "invoice_mng_num"),
    "version_attachments": ("invoice", "invoice_mng_num"),
    "messages": ("invoice", "invoice_mng_num"),
    "journal_slips": ("invoice", "invoice_mng_num"),
    "journal_confirmed": ("invoice", "invoice_mng_num"),
    "own_entries": ("invoice", "invoice_mng_num"),
    "attachments": ("attachment", "attachment_id"),
    "attachment_removals": ("attachment", "attachment_id"),
    "payment_notices": ("notice", "payment_notice_num"),
    "received_payment_notices": ("notice", "payment_notice_num"),
    "payment_notice_versions": ("notice", "payment_notice_num"),
    "payment_runs": ("payment_run", "run_id"),
    "payment_items": ("payment_run", "run_id"),
    "ledger_exports": ("ledger_export", "export_id"),
    "ledger_export_items": ("ledger_export", "export_id"),
    "uploads": ("upload", "upload_id"),
    "own_uploads": ("own_upload", "upload_id"),
    "notice_files": ("notice_file", "file_id"),
    "print_batches": ("print_batch", "batch_no"),
    "print_batch_letters": ("print_batch", "batch_no"),
    "print_batch_files": ("print_batch", "batch_no"),
}
APPEND_ONLY = (
    *("invoice_versions", "invoice_prints", "version_attachments", "messages", "journal_confirmed"),
    *("own_entries", "attachments", "attachment_removals", "payment_notice_versions"),
    *("print_batches", "print_batch_letters", "print_batch_files"),
)

SETTINGS = (
    # Seven years or ten, from the day two months (and what the tax office has granted) after the year's end.
    """
    CREATE TABLE retention_settings (
        company_id bigint PRIMARY KEY REFERENCES companies,
        years smallint NOT NULL CHECK (years IN (7, 10)),
        fiscal_month smallint NOT NULL CHECK (fiscal_month BETWEEN 1 AND 12),
        extension smallint NOT NULL CHECK (extension BETWEEN 0 AND 4),
        changed_at timestamptz NOT NULL
    )""",
    *fenced("retention_settings"),
    # An empty list of numbers means all; a name is looked for in that of the counterparty on the paper.
    """
    CREATE TABLE legal_holds (
        company_id bigint NOT NULL, hold_id uuid NOT NULL,
        name text NOT NULL, reason text NOT NULL,
        from_day date, to_day date, partner text, numbers bigint[] NOT NULL,
        set_by text NOT NULL, set_at timestamptz NOT NULL,
        ended_by text, ended_at timestamptz, end_reason text,
        PRIMARY KEY (company_id, hold_id)
    )""",
    *fenced("legal_holds"),
    """
    CREATE TABLE removal_releases (
        company_id bigint NOT NULL, release_id uuid NOT NULL,
        released_by text NOT NULL, released_at timestamptz NOT NULL, papers integer NOT NULL,
        called_off_by text, called_off_at timestamptz,
        done_at timestamptz, removed integer, spared integer,
        PRIMARY KEY (company_id, release_id)
    )""",
    (
        "CREATE UNIQUE INDEX removal_releases_open ON removal_releases (company_id) "
        "WHERE called_off_at IS NULL AND done_at IS NULL"
    ),
    *fenced("removal_releases"),
    """
    CREATE TABLE removal_papers (
        company_id bigint NOT NULL, release_id uuid NOT NULL, kind text NOT NULL, key text NOT NULL,
        kept_until date NOT NULL, removed_at timestamptz, spared boolean NOT NULL DEFAULT false,
        PRIMARY KEY (company_id, release_id, kind, key)
    )""",
    "CREATE INDEX removal_papers_key ON removal_papers (company_id, kind, key)",
    *fenced("removal_papers"),
    # Contents that papers which are gone have named; they go when nothing else names them.
    """
    CREATE TABLE removal_objects (
        company_id bigint NOT NULL, sha256 bytea NOT NULL,
        PRIMARY KEY (company_id, sha256)
    )""",
    *fenced("removal_objects"),
    # Which administrators were told that a time is about to be over.
    """
    CREATE TABLE retention_tellings (
        company_id bigint NOT NULL, kept_until date NOT NULL, papers integer NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, kept_until)
    )""",
    *fenced("retention_tellings"),
    """
    CREATE TABLE company_exports (
        company_id bigint NOT NULL, export_id uuid NOT NULL,
        asked_by text NOT NULL, asked_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'expired')),
        turn uuid, files bigint, size bigint, sha256 bytea, done_at timestamptz,
        PRIMARY KEY (company_id, export_id)
    )""",
    *fenced("company_exports"),
    # The file in pieces, each an object: it may be larger than any value of a row.
    """
    CREATE TABLE company_export_parts (
        company_id bigint NOT NULL, export_id uuid NOT NULL, turn uuid NOT NULL, part integer NOT NULL,
        sha256 bytea NOT NULL, size integer NOT NULL,
        PRIMARY KEY (company_id, export_id, turn, part)
    )""",
    *fenced("company_export_parts"),
)

_DAY = "({} AT TIME ZONE 'Asia/Tokyo')::date"
_NUMBER_OF = "company_id = {0}.company_id AND invoice_mng_num = {0}.invoice_mng_num"


def _last(outer: str) -> str:
    """The days on which something was made of an invoice, whatever side it is on."""
    of = _NUMBER_OF.format(outer)
    return f"""
        (SELECT max({_DAY.format("made_at")}) FROM invoice_versions WHERE {of}),
        (SELECT max(send_date) FROM invoice_prints WHERE {of}),
        (SELECT max(greatest(close_date, send_date)) FROM received_invoices WHERE {of}),
        (SELECT slip_date FROM journal_slips WHERE {of}),
        (SELECT max(slip_date) FROM journal_confirmed WHERE {of}),
        (SELECT max(run.pay_day) FROM payment_items AS paid
         JOIN payment_runs AS run USING (company_id, run_id)
         WHERE paid.company_id = {outer}.company_id AND paid.invoice_mng_num = {outer}.invoice_mng_num
            AND paid.counts)
    """  # noqa: S608 -- names of our own


def _bundle(kind: str, table: str, column: str, day: str, title: str, amount: str = "NULL::bigint") -> str:
    """A file that holds papers of many partners."""
    key = f"{column}, NULL::uuid" if column == "batch_no" else f"NULL::bigint, {column}"
    return (
        f"SELECT company_id, '{kind}', {key}, {column}::text, '', {title}, NULL::text, {amount}, "  # noqa: S608 -- names of our own
        f"{day}, {day}, true FROM {table}"
    )


PAPERS = f"""
    CREATE VIEW papers WITH (security_invoker = true) AS
    SELECT i.company_id, 'invoice' AS kind, i.invoice_mng_num AS number, NULL::uuid AS id,
        i.invoice_mng_num::text AS key, 'seller' AS side, i.inv_no AS title, i.customer_name AS partner,
        i.inv_show_amount AS amount, least(i.close_date, i.send_date, {_DAY.format("i.created_at")}) AS since,
        greatest(i.close_date, i.send_date, {_DAY.format("i.created_at")}, {
    _last("i")
}) AS day, false AS bundle
    FROM invoices AS i
    UNION ALL
    SELECT r.company_id, 'invoice', r.invoice_mng_num, NULL, r.invoice_mng_num::text, 'buyer', r.inv_no,
        r.seller_name, r.inv_show_amount,
        least(r.close_date, r.send_date, {_DAY.format("r.received_at")}),
        greatest(r.close_date, r.send_date, {_DAY.format("r.received_at")}, {_last("r")}), false
    FROM received_invoices AS r
    WHERE NOT EXISTS (SELECT FROM invoices WHERE {_NUMBER_OF.format("r")})
    UNION ALL
    SELECT n.company_id, 'notice', n.payment_notice_num, NULL, n.payment_notice_num::text, 'buyer',
        n.notice_no, n.payee_name, n.pay_amount, least(n.pay_date, {_DAY.format("n.created_at")}),
        greatest(n.pay_date, {_DAY.format("n.created_at")}, (
            SELECT max({_DAY.format("made_at")}) FROM payment_notice_versions
            WHERE company_id = n.company_id AND payment_notice_num = n.payment_notice_num)), false
    FROM payment_notices AS n
    UNION ALL
    SELECT n.company_id, 'notice', n.payment_notice_num, NULL, n.payment_notice_num::text, 'seller',
        n.notice_no, n.buyer_name, n.pay_amount, least(n.pay_date, {_DAY.format("n.received_at")}),
        greatest(n.pay_date, {_DAY.format("n.received_at")}, (
            SELECT max({_DAY.format("made_at")}) FROM payment_notice_versions
            WHERE company_id = n.company_id AND payment_notice_num = n.payment_notice_num)), false
    FROM received_payment_notices AS n
    WHERE NOT EXISTS (
        SELECT FROM payment_notices
        WHERE company_id = n.company_id AND payment_notice_num = n.payment_notice_num)
    UNION ALL {
    _bundle(
        "payment_run",
        "payment_runs",
        "run_id",
        f"greatest(pay_day, {_DAY.format('made_at')})",
        "account_name",
        "total",
    )
}
    UNION ALL {_bundle("ledger_export", "ledger_exports", "export_id", _DAY.format("made_at"), "format")}
    UNION ALL {_bundle("upload", "uploads", "upload_id", _DAY.format("updated_at"), "file_name")}
    UNION ALL {_bundle("own_upload", "own_uploads", "upload_id", _DAY.format("updated_at"), "file_name")}
    UNION ALL {_bundle("notice_file", "notice_files", "file_id", _DAY.format("received_at"), "name")}
    UNION ALL {
    _bundle("print_batch", "print_batches", "batch_no", _DAY.format("closed_at"), "batch_no::text")
}
"""  # noqa: S608 -- names of our own

NAMED_OBJECTS = "CREATE VIEW named_objects WITH (security_invoker = true) AS " + " UNION ALL ".join(  # noqa: S608 -- names of our own
    f"SELECT company_id, {column} AS sha256 FROM {table}"  # noqa: S608 -- names of our own
    for table, column in (
        ("invoice_prints", "pdf_sha256"),
        ("attachments", "sha256"),
        ("payment_runs", "file_sha256"),
        ("ledger_exports", "packed_sha256"),
        ("uploads", "sha256"),
        ("own_uploads", "sha256"),
        ("notice_files", "sha256"),
        ("notice_files", "result_sha256"),
        ("print_batch_files", "pdf_sha256"),
        ("print_batch_files", "manifest_sha256"),
        ("company_export_parts", "sha256"),
    )
)

FUNCTIONS = (
    # The last day on which a paper of this day is kept; `rules.kept_until` is the same.
    """
    CREATE FUNCTION kept_until(day date, years integer, fiscal_month integer, extension integer)
    RETURNS date LANGUAGE sql IMMUTABLE AS $$
        SELECT (make_date(
            extract(year FROM day)::integer + (extract(month FROM day) > fiscal_month)::integer,
            fiscal_month, 1
        ) + make_interval(years => years, months => 3 + extension))::date - 1
    $$""",
    # A company that has set nothing: seven years, and a year that ends in March.
    """
    CREATE FUNCTION kept_by(owner bigint, day date) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT kept_until(day, coalesce(s.years, 7), coalesce(s.fiscal_month, 3), coalesce(s.extension, 0))
        FROM (SELECT) AS one LEFT JOIN retention_settings AS s ON s.company_id = owner
    $$""",
    """
    CREATE FUNCTION is_held(
        owner bigint, since date, day date, partner text, number bigint, bundle boolean
    ) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT FROM legal_holds AS h
            WHERE h.company_id = $1 AND h.ended_at IS NULL
                AND (h.from_day IS NULL OR $3 >= h.from_day) AND (h.to_day IS NULL OR $2 <= h.to_day)
                AND ($6 OR (
                    (h.partner IS NULL OR $4 IS NULL OR strpos($4, h.partner) > 0)
                    AND (cardinality(h.numbers) = 0 OR $5 = ANY(h.numbers))
                ))
        )
    $$""",
    # Why a paper cannot be removed now, if it cannot. The clock is the database's own.
    """
    CREATE FUNCTION why_kept(owner bigint, what text, num bigint, uid uuid) RETURNS text
    LANGUAGE plpgsql STABLE AS $$
    DECLARE paper papers%ROWTYPE;
    BEGIN
        IF num IS NOT NULL THEN
            SELECT p.* INTO paper FROM papers AS p
            WHERE p.company_id = owner AND p.kind = what AND p.number = num;
        ELSE
            SELECT p.* INTO paper FROM papers AS p
            WHERE p.company_id = owner AND p.kind = what AND p.id = uid;
        END IF;
        IF paper.day IS NULL THEN
            RETURN 'unknown';
        ELSIF kept_by(owner, paper.day) >= (now() AT TIME ZONE 'Asia/Tokyo')::date THEN
            RETURN 'young';
        ELSIF is_held(owner, paper.since, paper.day, paper.partner, paper.number, paper.bundle) THEN
            RETURN 'held';
        ELSIF NOT EXISTS (
            SELECT FROM removal_papers AS p JOIN removal_releases AS r USING (company_id, release_id)
            WHERE p.company_id = owner AND p.kind = what AND p.key = paper.key
                AND r.called_off_at IS NULL AND r.released_at <= now() - interval '30 days'
        ) THEN
            RETURN 'unreleased';
        END IF;
        RETURN NULL;
    END $$""",
    # A file of a draft belongs to the invoice that came of it.
    """
    CREATE FUNCTION refuse_early_removal() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        what text := TG_ARGV[0];
        num bigint;
        uid uuid;
        why text;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF what = 'attachment' THEN
            what := 'invoice';
            SELECT CASE a.subject_kind
                WHEN 'draft' THEN (
                    SELECT d.issued_as FROM drafts AS d
                    WHERE d.company_id = a.company_id AND d.draft_id = a.subject_id::uuid)
                ELSE a.subject_id::bigint END
            INTO num FROM attachments AS a
            WHERE a.company_id = OLD.company_id AND a.attachment_id = OLD.attachment_id;
        ELSIF what IN ('invoice', 'notice', 'print_batch') THEN
            EXECUTE format('SELECT ($1).%I', TG_ARGV[1]) INTO num USING OLD;
        ELSE
            EXECUTE format('SELECT ($1).%I', TG_ARGV[1]) INTO uid USING OLD;
        END IF;
        why := why_kept(OLD.company_id, what, num, uid);
        IF why IS NOT NULL THEN
            RAISE EXCEPTION '% is append-only until its time is over', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege', DETAIL = why;
        END IF;
        RETURN OLD;
    END $$""",
    # Contents that a paper names outlive every mistake of the program, too.
    """
    CREATE FUNCTION refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM gone JOIN named_objects USING (company_id, sha256)) THEN
            RAISE EXCEPTION 'a stored object is named by a paper' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$""",
)

STATEMENTS: tuple[str, ...] = (
    *SETTINGS,
    PAPERS,
    NAMED_OBJECTS,
    *FUNCTIONS,
    *(f"DROP TRIGGER append_only ON {table}" for table in APPEND_ONLY),
    *(
        f"CREATE TRIGGER append_only BEFORE {'UPDATE OR DELETE' if table in APPEND_ONLY else 'DELETE'} "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_early_removal('{kind}', '{column}')"
        for table, (kind, column) in GUARDED.items()
    ),
    *(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in GUARDED
        if table not in APPEND_ONLY
    ),
    (
        "CREATE TRIGGER names_left AFTER DELETE ON stored_objects REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_forgetting()"
    ),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
