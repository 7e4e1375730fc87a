"""Payment runs: what was paid with which file, and who made it."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0016"
down_revision = "0015"

STATEMENTS = (
    """
    CREATE TABLE payment_runs (
        company_id bigint NOT NULL, run_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('made', 'sent', 'cancelled')),
        account_code text NOT NULL, account_name text NOT NULL,
        pay_day date NOT NULL,
        transfers integer NOT NULL, total bigint NOT NULL, fees bigint NOT NULL,
        file_sha256 bytea NOT NULL,
        made_by text NOT NULL, made_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, run_id)
    )""",
    *fenced("payment_runs"),
    # An invoice is in one run that counts at a time; that of a cancelled one no longer counts.
    """
    CREATE TABLE payment_items (
        company_id bigint NOT NULL, run_id uuid NOT NULL, invoice_mng_num bigint NOT NULL,
        transfer integer NOT NULL, payee_code text NOT NULL, payee_name text NOT NULL,
        amount bigint NOT NULL, counts boolean NOT NULL DEFAULT true,
        PRIMARY KEY (company_id, run_id, invoice_mng_num)
    )""",
    "CREATE UNIQUE INDEX payment_items_once ON payment_items (company_id, invoice_mng_num) WHERE counts",
    *fenced("payment_items"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
