"""What a received invoice knows beside the document: how it came, whose it is inside, when it is paid."""

from alembic import op

revision = "0013"
down_revision = "0012"

STATEMENTS = (
    """
    ALTER TABLE received_invoices
        ALTER COLUMN seller_company_id DROP NOT NULL,
        ADD COLUMN origin text NOT NULL DEFAULT 'platform' CHECK (origin IN ('platform', 'own')),
        ADD COLUMN payee_id uuid,
        ADD COLUMN department_code text,
        ADD COLUMN own_due_date date,
        ADD COLUMN maker_user_id bigint,
        ADD CONSTRAINT platform_invoices_have_a_seller CHECK (origin = 'own' OR seller_company_id IS NOT NULL)
    """,
    "CREATE INDEX received_invoices_payee ON received_invoices (company_id, payee_id, invoice_mng_num)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
