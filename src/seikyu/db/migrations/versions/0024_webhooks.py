"""Webhooks: who wants to be told of what, what was told and what came back."""

from alembic import op

revision = "0024"
down_revision = "0023"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
