"""What goes out as tables: every table of a company but those that hold secrets, or nothing of its own."""

from collections.abc import Mapping, Sequence

from seikyu.db.pool import Connection

LEFT_OUT = frozenset(
    {
        # Secrets, and what lets somebody in.
        *("totp_secrets", "recovery_codes", "passkeys", "known_devices", "document_visits"),
        # Kept for hours or days: answers to repeat, what is still to be told, steps of work under way.
        *("idempotency_keys", "audit_followers", "audit_followed", "upload_blocks", "notice_file_results"),
        *("api_call_bodies", "removal_objects", "company_export_parts"),
        *("webhook_deliveries", "webhook_attempts"),
        # In files of their own: contents, and the log with its chain.
        *("stored_objects", "audit_events", "audit_links", "audit_heads"),
    }
)
"""Tables of a company that are not exported as tables."""

BESIDES = ("companies", "users", "oauth_clients", "file_accounts")
"""Tables behind no fence that hold rows of a company."""

HIDDEN = frozenset(
    {
        ("users", "password_hash"),
        ("file_accounts", "password_hash"),
        ("file_accounts", "key_hashes"),
        ("webhooks", "secret"),
        ("webhooks", "old_secret"),
        ("invitations", "letter"),
        ("mailed_invoices", "key_hash"),
        ("mailed_invoices", "code_hash"),
        # In files of their own.
        ("invoice_versions", "document"),
        ("payment_notice_versions", "document"),
    }
)
"""Columns that are not exported."""

TOLD: Mapping[tuple[str, str], str] = {
    ("mails", "body"): "CASE WHEN confidential THEN NULL ELSE body END",
    ("layout_versions", "settings"): "convert_from(settings, 'UTF8')",
    ("drafts", "content"): "convert_from(content, 'UTF8')",
}
"""Columns that are exported in another form than they lie in."""


async def tables(connection: Connection) -> list[str]:
    """Every table that is exported."""
    rows = await connection.fetch(
        "SELECT c.relname FROM pg_class AS c JOIN pg_policy AS p ON p.polrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND p.polname = 'own_rows' ORDER BY 1"
    )
    return sorted({*(row["relname"] for row in rows), *BESIDES} - LEFT_OUT)


async def select_of(connection: Connection, table: str) -> tuple[Sequence[str], str]:
    """The columns of a table that are exported, and the query of a company's rows, all as text."""
    rows = await connection.fetch(
        "SELECT attname, atttypid = 'bytea'::regtype AS bytes FROM pg_attribute "
        "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        table,
    )
    shown = {
        row["attname"]: _told(table, row["attname"], bytes_=row["bytes"])
        for row in rows
        if (table, row["attname"]) not in HIDDEN
    }
    columns = ", ".join(shown.values())
    return [*shown], f"SELECT {columns} FROM {table} WHERE company_id = $1"  # noqa: S608 -- names of our own


def _told(table: str, column: str, *, bytes_: bool) -> str:
    plain = f"encode({column}, 'hex')" if bytes_ else f"{column}::text"
    return TOLD.get((table, column), plain)
