"""Payees 支払先: which company of the platform each is, and the public list of registered issuers."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0019"
down_revision = "0018"

STATEMENTS = (
    # A company of the platform is one payee of a buyer; a payee may be several companies.
    """
    CREATE TABLE payee_links (
        company_id bigint NOT NULL, seller_company_id bigint NOT NULL, payee_id uuid NOT NULL,
        linked_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, seller_company_id)
    )""",
    "CREATE INDEX payee_links_payee ON payee_links (company_id, payee_id)",
    *fenced("payee_links"),
    # The tax agency's list (law 2.10): public, nobody's papers. A number that was cancelled and given again
    # has a row for each time it was registered.
    """
    CREATE TABLE public_registrations (
        registration_number text NOT NULL, registered_on date NOT NULL,
        cancelled_on date, expired_on date, updated_on date NOT NULL,
        name text NOT NULL, address text, corporation boolean NOT NULL,
        PRIMARY KEY (registration_number, registered_on)
    )""",
    """
    CREATE TABLE public_registration_files (
        file_sha256 bytea PRIMARY KEY, rows bigint NOT NULL, as_of date NOT NULL,
        taken_in_at timestamptz NOT NULL
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
