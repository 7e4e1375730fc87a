"""Objects that lie in a folder or an S3-compatible store."""

from alembic import op

revision = "0028"
down_revision = "0027"

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE stored_objects ALTER COLUMN content DROP NOT NULL",
    # `place` tells people where the content was laid; what is read is the place of the settings.
    # `lent_by` is the company under whose key it lies until it has been copied.
    """
    ALTER TABLE stored_objects
        ADD COLUMN place text, ADD COLUMN moved_at timestamptz, ADD COLUMN lent_by bigint,
        ADD COLUMN stays boolean NOT NULL DEFAULT false""",
    """
    ALTER TABLE stored_objects ADD CONSTRAINT here_or_there CHECK (
        (content IS NULL) = (moved_at IS NOT NULL) AND (content IS NULL) = (place IS NOT NULL)
    ) NOT VALID""",
    # What printing needs stays, so that issuing never waits for a place elsewhere.
    """
    CREATE FUNCTION pg_temp.keep_pictures() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE company bigint;
    BEGIN
        FOR company IN SELECT company_id FROM companies LOOP
            PERFORM set_config('seikyu.company', company::text, true);
            UPDATE stored_objects SET stays = true
            WHERE company_id = company AND media_type IN ('image/png', 'image/jpeg')
                AND octet_length(content) <= 204800;
        END LOOP;
        PERFORM set_config('seikyu.company', '0', true);
    END $$""",
    "SELECT pg_temp.keep_pictures()",
    """
    CREATE INDEX stored_objects_to_move ON stored_objects (company_id, sha256)
        WHERE (content IS NOT NULL OR lent_by IS NOT NULL) AND NOT stays""",
    # Row security shows one company at a time; the loop runs inside the server, so a look at ten thousand
    # companies is one statement.
    """
    CREATE FUNCTION companies_with_objects_to_move() RETURNS SETOF bigint LANGUAGE plpgsql AS $$
    DECLARE company bigint;
    BEGIN
        FOR company IN SELECT company_id FROM companies LOOP
            PERFORM set_config('seikyu.company', company::text, true);
            IF EXISTS (
                SELECT FROM stored_objects
                WHERE company_id = company AND (content IS NOT NULL OR lent_by IS NOT NULL) AND NOT stays
            ) THEN
                RETURN NEXT company;
            END IF;
        END LOOP;
        PERFORM set_config('seikyu.company', '0', true);
    END $$""",
    """
    CREATE FUNCTION is_object_lent(lender bigint, digest bytea) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE company bigint;
    BEGIN
        FOR company IN SELECT company_id FROM companies LOOP
            PERFORM set_config('seikyu.company', company::text, true);
            IF EXISTS (
                SELECT FROM stored_objects
                WHERE company_id = company AND sha256 = digest AND lent_by = lender
            ) THEN
                RETURN true;
            END IF;
        END LOOP;
        RETURN false;
    END $$""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
