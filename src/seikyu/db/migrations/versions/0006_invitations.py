"""Invitations, and the protected pages of customers that are not linked yet.

What stands in links and letters is kept as hashes only, in tables that are read before it is known whose
they are; all else is behind the fence of the company that invites or sells.
"""

from alembic import op

from seikyu.db.fences import fenced, partitioned

revision = "0006"
down_revision = "0005"

STATEMENTS: tuple[str, ...] = (
    # `partner` is the customer of a seller; the buyer's payees will be invited in the same way.
    """
    CREATE TABLE invitations (
        company_id bigint NOT NULL, invitation_id uuid NOT NULL,
        partner text NOT NULL CHECK (partner IN ('customer', 'payee')), partner_id uuid NOT NULL,
        partner_name text NOT NULL,
        method text NOT NULL CHECK (method IN ('email', 'letter')), recipient text NOT NULL,
        state text NOT NULL CHECK (state IN ('sent', 'accepted', 'declined', 'withdrawn')),
        sent_count integer NOT NULL, sent_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
        sent_by text NOT NULL, letter bytea,
        answered_at timestamptz, answered_by text, reason text, answering_company_id bigint,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, invitation_id)
    )""",
    # One open invitation of a partner at a time, however many invite it at once.
    "CREATE UNIQUE INDEX invitations_open ON invitations (company_id, partner_id) WHERE state = 'sent'",
    "CREATE INDEX invitations_partner ON invitations (company_id, partner_id, sent_at)",
    "CREATE INDEX invitations_sent ON invitations (company_id, sent_at)",
    *fenced("invitations"),
    # Keys of one sending are good together; the next sending makes them void.
    """
    CREATE TABLE invitation_keys (
        key_hash bytea PRIMARY KEY,
        company_id bigint NOT NULL, invitation_id uuid NOT NULL, sending integer NOT NULL,
        made_at timestamptz NOT NULL
    )""",
    (
        "CREATE TABLE document_keys (key_hash bytea PRIMARY KEY, company_id bigint NOT NULL, "
        "invoice_mng_num bigint NOT NULL, version integer NOT NULL, made_at timestamptz NOT NULL)"
    ),
    # An invoice that went to a mail address, and the code that whoever reads there has to show.
    """
    CREATE TABLE mailed_invoices (
        company_id bigint NOT NULL, invoice_mng_num bigint NOT NULL, version integer NOT NULL,
        key_hash bytea NOT NULL, recipient text NOT NULL, customer_name text,
        mailed_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
        code_hash bytea, code_expires_at timestamptz, code_failures integer NOT NULL DEFAULT 0,
        codes_sent integer NOT NULL DEFAULT 0, codes_since timestamptz,
        PRIMARY KEY (company_id, invoice_mng_num, version)
    ) PARTITION BY HASH (company_id)""",
    *partitioned("mailed_invoices"),
    """
    CREATE TABLE document_visits (
        company_id bigint NOT NULL, visit_hash bytea NOT NULL,
        invoice_mng_num bigint NOT NULL, version integer NOT NULL, expires_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, visit_hash)
    )""",
    *fenced("document_visits"),
    # A link or code is worth as much as a password: once such a mail has gone out, its text is forgotten.
    "ALTER TABLE mails ADD COLUMN confidential boolean NOT NULL DEFAULT false",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
