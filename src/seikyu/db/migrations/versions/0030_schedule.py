"""When what is done again and again is due next."""

from alembic import op

revision = "0030"
down_revision = "0029"

# Of the installation, not of a company: there is nothing in it but names of tasks and times.
STATEMENTS: tuple[str, ...] = ("CREATE TABLE schedule (task text PRIMARY KEY, next_at timestamptz NOT NULL)",)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
