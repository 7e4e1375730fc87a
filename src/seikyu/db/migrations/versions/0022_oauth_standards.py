"""Signing keys that follow each other, and devices that ask for a person's consent (contract §3)."""

from alembic import op

revision = "0022"
down_revision = "0021"

STATEMENTS = (
    # A key is published before it signs, so that nobody meets an id token whose key they cannot find.
    "ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now()",
    "UPDATE signing_keys SET signs_from = made_at",
    # Asked when a person's password changes. A family keeps its person, so a refresh does not touch it.
    "CREATE INDEX oauth_families_user ON oauth_families (user_id)",
    # Under no row-level security, like codes: whose it becomes is known only when somebody consents.
    """
    CREATE TABLE oauth_devices (
        device_hash bytea PRIMARY KEY,
        user_code_hash bytea NOT NULL UNIQUE,
        client_id text NOT NULL, scope text NOT NULL,
        asked_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
        pause_seconds integer NOT NULL, polled_at timestamptz,
        user_id bigint, signed_in_at timestamptz,
        allowed boolean, decided_at timestamptz,
        redeemed_at timestamptz
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
