"""Login sessions, failed logins, and everything OAuth 2.0 keeps (contract §3).

None of these tables holds a company's papers: they are read before it is known for whom, so they are under
no row-level security. Whatever lets its holder in (session, code, token, secret) is kept as a hash.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

LOGIN = (
    "ALTER TABLE companies ADD COLUMN disabled_at timestamptz",
    # Who may log in or be acted for. Every door asks here, so that none forgets what shuts people out.
    """
    CREATE VIEW active_users AS
    SELECT u.user_id, u.pfid, u.password_hash, u.name AS user_name, u.employee_code, u.email,
           c.company_id, c.name AS company_name, c.plan, c.options, c.registration_number
    FROM users u JOIN companies c USING (company_id)
    WHERE u.disabled_at IS NULL AND c.disabled_at IS NULL
    """,
    """
    CREATE TABLE login_sessions (
        token_hash bytea PRIMARY KEY,
        session_id uuid NOT NULL,
        user_id bigint NOT NULL REFERENCES users,
        address text NOT NULL, agent text NOT NULL,
        signed_in_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX login_sessions_user ON login_sessions (user_id)",
    # People type passwords into the wrong box: what was tried is kept as a hash only.
    """
    CREATE TABLE login_failures (
        subject bytea PRIMARY KEY,
        failures integer NOT NULL, last_at timestamptz NOT NULL
    )""",
)

OAUTH = (
    """
    CREATE TABLE oauth_clients (
        client_id text PRIMARY KEY CHECK (client_id ~ '^[A-Za-z0-9_-]{6,32}$'),
        company_id bigint NOT NULL REFERENCES companies,
        name text NOT NULL,
        environment text NOT NULL CHECK (environment IN ('production', 'sandbox')),
        confidential boolean NOT NULL,
        redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) <= 5),
        allowed_addresses cidr[] NOT NULL,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz
    )""",
    "CREATE INDEX oauth_clients_company ON oauth_clients (company_id)",
    # More than one at a time, so that a secret can be changed with an overlap.
    """
    CREATE TABLE oauth_client_secrets (
        client_id text NOT NULL REFERENCES oauth_clients,
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL, expires_at timestamptz,
        PRIMARY KEY (client_id, secret_hash)
    )""",
    """
    CREATE TABLE oauth_codes (
        code_hash bytea PRIMARY KEY,
        client_id text NOT NULL, user_id bigint NOT NULL,
        redirect_uri text,
        scope text NOT NULL, nonce text, code_challenge text,
        signed_in_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        redeemed_at timestamptz, family_id uuid
    )""",
    # A family is all the tokens that descend from one login. It knows only its newest refresh token:
    # whoever shows another one that bears the family's handle shows a used one. Nothing but the two keys is
    # indexed, so that a refresh rewrites no index.
    """
    CREATE TABLE oauth_families (
        family_id uuid PRIMARY KEY,
        handle_hash bytea NOT NULL UNIQUE,
        client_id text NOT NULL, user_id bigint NOT NULL,
        scope text NOT NULL,
        signed_in_at timestamptz NOT NULL,
        begun_at timestamptz NOT NULL, refreshed_at timestamptz NOT NULL,
        refresh_hash bytea NOT NULL, refresh_expires_at timestamptz NOT NULL,
        ended_at timestamptz, end_reason text
    ) WITH (fillfactor = 80)""",
    # No foreign key: it would lock the family's row at every issue, and rows here live for minutes.
    """
    CREATE TABLE oauth_access_tokens (
        token_hash bytea PRIMARY KEY,
        family_id uuid NOT NULL,
        scope text NOT NULL,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX oauth_access_tokens_expires ON oauth_access_tokens (expires_at)",
    """
    CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        algorithm text NOT NULL,
        private_key text NOT NULL,
        made_at timestamptz NOT NULL, retired_at timestamptz
    )""",
)


def upgrade() -> None:
    for statement in (*LOGIN, *OAUTH):
        op.execute(statement)
