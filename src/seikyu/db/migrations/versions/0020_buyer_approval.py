"""Approval of received invoices."""

from alembic import op

revision = "0020"
down_revision = "0019"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
