"""Objects that lie in a folder or an S3-compatible store."""

from alembic import op

revision = "0028"
down_revision = "0027"

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
