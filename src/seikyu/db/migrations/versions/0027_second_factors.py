"""Login sessions that can be ended, one-time codes and passkeys."""

from alembic import op

from seikyu.db.fences import fenced

revision = "0027"
down_revision = "0026"

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE companies ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false",
    # Programs that know only PFID and password may go on where an administrator lets them (decision 0016).
    """
    ALTER TABLE users
        ADD COLUMN password_flow boolean NOT NULL DEFAULT false,
        ADD COLUMN tell_new_device boolean NOT NULL DEFAULT true
    """,
    # The secret must be read again, so it is sealed.
    """
    CREATE TABLE totp_secrets (
        company_id bigint NOT NULL REFERENCES companies,
        user_id bigint NOT NULL REFERENCES users,
        sealed bytea NOT NULL, confirmed_at timestamptz NOT NULL, last_step bigint NOT NULL,
        PRIMARY KEY (company_id, user_id)
    )""",
    *fenced("totp_secrets"),
    """
    CREATE TABLE recovery_codes (
        company_id bigint NOT NULL REFERENCES companies,
        user_id bigint NOT NULL REFERENCES users,
        code_hash bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (company_id, user_id, code_hash)
    )""",
    *fenced("recovery_codes"),
    """
    CREATE TABLE passkeys (
        company_id bigint NOT NULL REFERENCES companies,
        user_id bigint NOT NULL REFERENCES users,
        passkey_id uuid NOT NULL,
        credential_id bytea NOT NULL, public_key bytea NOT NULL, sign_count bigint NOT NULL,
        name text NOT NULL, added_at timestamptz NOT NULL, used_at timestamptz,
        PRIMARY KEY (company_id, user_id, passkey_id),
        UNIQUE (company_id, user_id, credential_id)
    )""",
    *fenced("passkeys"),
    """
    CREATE TABLE known_devices (
        company_id bigint NOT NULL REFERENCES companies,
        user_id bigint NOT NULL REFERENCES users,
        device_hash bytea NOT NULL,
        first_at timestamptz NOT NULL, seen_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, user_id, device_hash)
    )""",
    *fenced("known_devices"),
    # On the way between password and second factor nobody is logged in yet, so the owner is not known either.
    # A secret about to be set up is seen only by whoever holds its step: one shown to somebody else before
    # must never become a person's own.
    """
    CREATE TABLE login_steps (
        step_hash bytea PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('second', 'enrol', 'passkey', 'register')),
        user_id bigint REFERENCES users,
        target text NOT NULL,
        challenge bytea, challenge_until timestamptz, sealed bytea,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX login_steps_expiry ON login_steps (expires_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
