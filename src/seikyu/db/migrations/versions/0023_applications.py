"""Applying for the API, client secrets that follow each other, and the log of calls."""

from alembic import op

revision = "0023"
down_revision = "0022"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
