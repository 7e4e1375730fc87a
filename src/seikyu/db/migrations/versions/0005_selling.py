"""What a seller sets for all its invoices, who may set it, and what an invoice knows of its making."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    # Whoever was let in before there was a difference keeps what they could do.
    "ALTER TABLE users ADD COLUMN administrator boolean NOT NULL DEFAULT true",
    """
    CREATE OR REPLACE VIEW active_users AS
    SELECT u.user_id, u.pfid, u.password_hash, u.name AS user_name, u.employee_code, u.email,
           c.company_id, c.name AS company_name, c.plan, c.options, c.registration_number, u.administrator
    FROM users u JOIN companies c USING (company_id)
    WHERE u.disabled_at IS NULL AND c.disabled_at IS NULL
    """,
    """
    CREATE TABLE selling_rules (
        company_id bigint PRIMARY KEY REFERENCES companies,
        rounding text NOT NULL CHECK (rounding IN ('down', 'half_up', 'up')),
        api_through_approval boolean NOT NULL,
        layout_id uuid,
        changed_at timestamptz NOT NULL
    )""",
    *fenced("selling_rules"),
    """
    ALTER TABLE customers
        ADD COLUMN rounding text CHECK (rounding IN ('down', 'half_up', 'up')),
        ADD COLUMN layout_id uuid
    """,
    # The layout asked for when it was registered, if any; and who made it, if a person did.
    "ALTER TABLE invoices ADD COLUMN layout_id uuid, ADD COLUMN maker_user_id bigint",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
