"""Journal masters and entries of the buyer."""

from alembic import op

from seikyu.db.fences import append_only, fenced

revision = "0018"
down_revision = "0017"

STATEMENTS = (
    # One slip an invoice; its entries are read and written whole.
    """
    CREATE TABLE journal_slips (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL,
        version integer NOT NULL,
        slip_date date NOT NULL,
        confirmed_at timestamptz, confirmed_by bigint,
        revision integer NOT NULL,
        entries jsonb NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num)
    )""",
    *fenced("journal_slips"),
    # Every slip as it was confirmed, for ever: what was entered into the books, by whom, for which version.
    """
    CREATE TABLE journal_confirmed (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, revision integer NOT NULL,
        version integer NOT NULL,
        slip_date date NOT NULL,
        confirmed_at timestamptz NOT NULL, confirmed_by bigint,
        entries jsonb NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, revision)
    )""",
    *fenced("journal_confirmed"),
    *append_only("journal_confirmed"),
    # What was confirmed last for a partner and an item, a list of rows: the next proposal.
    """
    CREATE TABLE journal_learned (
        company_id bigint NOT NULL, partner text NOT NULL, item text NOT NULL,
        entry jsonb NOT NULL, learned_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, partner, item)
    )""",
    *fenced("journal_learned"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
