"""${message}"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
# "pre": the version before lives with it. "post": it has to be gone first (docs/runbooks/updating.md).
PHASE = "pre"


def upgrade() -> None:
    op.execute("""
    """)
