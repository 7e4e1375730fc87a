"""Payees 支払先 and their payment terms."""

from alembic import op

revision = "0019"
down_revision = "0018"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
