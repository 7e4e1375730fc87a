"""Approval routes, their steps and approvers, substitutes, and the runs under way."""

from alembic import op

from seikyu.db.fences import fenced, partitioned

revision = "0008"
down_revision = "0007"

SETUP = (
    """
    CREATE TABLE approval_settings (
        company_id bigint PRIMARY KEY REFERENCES companies,
        remind_after_days smallint NOT NULL CHECK (remind_after_days >= 0),
        changed_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE approval_groups (
        company_id bigint NOT NULL, group_id uuid NOT NULL,
        name text NOT NULL, member_ids bigint[] NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, group_id)
    )""",
    """
    CREATE TABLE approval_routes (
        company_id bigint NOT NULL, route_id uuid NOT NULL,
        side text NOT NULL CHECK (side IN ('seller', 'buyer')),
        name text NOT NULL, position integer NOT NULL, active boolean NOT NULL,
        amount_from bigint, amount_to bigint, partner_ids text[] NOT NULL, department text,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, route_id)
    )""",
    """
    CREATE TABLE approval_route_steps (
        company_id bigint NOT NULL, route_id uuid NOT NULL, position smallint NOT NULL,
        stage smallint NOT NULL, name text NOT NULL, user_ids bigint[] NOT NULL, group_id uuid,
        PRIMARY KEY (company_id, route_id, position)
    )""",
    """
    CREATE TABLE approval_absences (
        company_id bigint NOT NULL, absence_id uuid NOT NULL,
        user_id bigint NOT NULL, substitute_id bigint NOT NULL,
        from_day date NOT NULL, to_day date NOT NULL CHECK (to_day >= from_day),
        noted_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, absence_id)
    )""",
    "CREATE INDEX approval_absences_substitute ON approval_absences (company_id, substitute_id)",
)

# A run is the route as it was when its subject was submitted: steps and approvers are copied. The first of
# its makers is who submitted it. Its batch is all that came to wait together, and is told of in one mail.
RUNS = (
    """
    CREATE TABLE approval_runs (
        company_id bigint NOT NULL, run_id uuid NOT NULL,
        side text NOT NULL CHECK (side IN ('seller', 'buyer')),
        kind text NOT NULL, number bigint NOT NULL, version integer NOT NULL, title text NOT NULL,
        route_id uuid NOT NULL, route_name text NOT NULL,
        maker_ids bigint[] NOT NULL, maker_name text NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'approved', 'sent_back', 'withdrawn')),
        position smallint NOT NULL,
        batch_id uuid NOT NULL, asked smallint NOT NULL, reported boolean NOT NULL,
        begun_at timestamptz NOT NULL, opened_at timestamptz NOT NULL, ended_at timestamptz,
        PRIMARY KEY (company_id, run_id)
    ) PARTITION BY HASH (company_id)""",
    "CREATE UNIQUE INDEX approval_runs_open ON approval_runs (company_id, kind, number) WHERE state = 'open'",
    "CREATE INDEX approval_runs_subject ON approval_runs (company_id, kind, number, run_id)",
    "CREATE INDEX approval_runs_batch ON approval_runs (company_id, batch_id)",
    """
    CREATE TABLE approval_run_steps (
        company_id bigint NOT NULL, run_id uuid NOT NULL, position smallint NOT NULL,
        stage smallint NOT NULL, name text NOT NULL, approver_ids bigint[] NOT NULL,
        decision text CHECK (decision IN ('approved', 'sent_back')),
        decided_by text, decided_for text, comment text, decided_at timestamptz,
        PRIMARY KEY (company_id, run_id, position)
    ) PARTITION BY HASH (company_id)""",
)

STATEMENTS = (
    *SETUP,
    *fenced("approval_settings"),
    *fenced("approval_groups"),
    *fenced("approval_routes"),
    *fenced("approval_route_steps"),
    *fenced("approval_absences"),
    *RUNS,
    *partitioned("approval_runs"),
    *partitioned("approval_run_steps"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
