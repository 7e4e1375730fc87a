"""The audit log, each entry sealed by its hash to the one before (decision 0015)."""

from alembic import op

from seikyu.db.fences import append_only, fenced, partitioned

revision = "0026"
down_revision = "0025"

STATEMENTS: tuple[str, ...] = (
    # Links stand beside the entries, which nobody may change, and outlive those that retention removes.
    """
    CREATE TABLE audit_links (
        company_id bigint NOT NULL, chain_no bigint NOT NULL,
        event_id uuid NOT NULL, entry_sha256 bytea NOT NULL, hash bytea NOT NULL,
        PRIMARY KEY (company_id, chain_no),
        UNIQUE (company_id, event_id)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("audit_links"),
    *append_only("audit_links"),
    """
    CREATE TABLE audit_heads (
        company_id bigint PRIMARY KEY,
        last_no bigint NOT NULL, last_hash bytea NOT NULL
    )""",
    *fenced("audit_heads"),
    # Which entries wait to be linked: numbers alone, under no row-level security, as whoever links them asks
    # first which companies have any. Without `event_ids`: all that have no link, in order, after `swept_to`.
    """
    CREATE TABLE audit_unsealed (
        company_id bigint NOT NULL, batch bigint NOT NULL DEFAULT nextval('audit_event_seq'),
        event_ids uuid[], swept_to uuid,
        PRIMARY KEY (company_id, batch)
    )""",
    # By trigger, so that a program of the release before, still running while this one starts, is heard too.
    """
    CREATE FUNCTION note_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_unsealed (company_id, event_ids)
        SELECT company_id, array_agg(event_id) FROM written GROUP BY company_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER note_unsealed AFTER INSERT ON audit_events REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION note_unsealed()
    """,
    "INSERT INTO audit_unsealed (company_id) SELECT company_id FROM companies",
    """
    CREATE TABLE audit_verifications (
        company_id bigint NOT NULL, verification_id uuid NOT NULL,
        asked_at timestamptz NOT NULL, asked_by text NOT NULL, done_at timestamptz,
        entries bigint, removed bigint, last_no bigint, last_hash bytea,
        broken text, broken_no bigint, broken_event uuid,
        PRIMARY KEY (company_id, verification_id)
    )""",
    *fenced("audit_verifications"),
    # A signing key as `seikyu.seals` sealed it; keys from before are sealed when next they are read.
    "ALTER TABLE signing_keys ADD COLUMN sealed_key bytea",
    "ALTER TABLE signing_keys ALTER COLUMN private_key DROP NOT NULL",
    "ALTER TABLE signing_keys ADD CHECK (private_key IS NOT NULL OR sealed_key IS NOT NULL)",
    # By what a process finds out at its start whether its key is the one that secrets here were sealed with.
    """
    CREATE TABLE secret_key_proof (
        proof_id smallint PRIMARY KEY CHECK (proof_id = 1),
        sealed bytea NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
