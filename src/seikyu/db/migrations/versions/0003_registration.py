"""What registering asks for: a customer's invoices, and customers that have nothing but a name."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "CREATE INDEX invoices_customer ON invoices (company_id, customer_id, status)",
    (
        "CREATE INDEX customers_name ON customers (company_id, company_name_org) "
        "WHERE deleted_at IS NULL AND private_cust_cd IS NULL AND corp_genuine_id IS NULL"
    ),
    "CREATE INDEX customers_updated ON customers (company_id, updated_at, customer_id)",
    "CREATE INDEX publishers_updated ON publishers (company_id, updated_at, publisher_id)",
    "CREATE INDEX bank_accounts_updated ON bank_accounts (company_id, updated_at, bank_account_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
