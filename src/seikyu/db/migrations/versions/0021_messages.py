"""Questions and answers about an invoice between its two parties."""

from alembic import op

from seikyu.db.fences import append_only, partitioned

revision = "0021"
down_revision = "0020"

STATEMENTS = (
    # Both parties hold a copy of each message; `place` is its number in the thread, the same on both sides.
    """
    CREATE TABLE messages (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, place integer NOT NULL CHECK (place > 0),
        side text NOT NULL CHECK (side IN ('buyer', 'seller')),
        company_name text NOT NULL, user_name text NOT NULL, user_id bigint,
        version integer NOT NULL,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
        written_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invoice_mng_num, place)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("messages"),
    *append_only("messages"),
    # How far a company's people have read, and the newest that the other side wrote.
    """
    CREATE TABLE message_marks (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL,
        newest_of_other integer NOT NULL DEFAULT 0,
        read_up_to integer NOT NULL DEFAULT 0,
        PRIMARY KEY (company_id, invoice_mng_num)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("message_marks"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
