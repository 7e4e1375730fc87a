"""How long papers are kept, legal holds and leaving."""

from alembic import op

revision = "0029"
down_revision = "0028"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
