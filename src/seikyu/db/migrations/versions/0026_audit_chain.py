"""The audit log, each entry sealed by its hash to the one before."""

from alembic import op

revision = "0026"
down_revision = "0025"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
