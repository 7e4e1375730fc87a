"""The statements that put a new table behind its owner's fence (decision 0005)."""

OWN_ROWS = "company_id = nullif(current_setting('seikyu.company', true), '')::bigint"
PARTITIONS = 16


def fenced(table: str) -> tuple[str, ...]:
    """Row-level security on a table whose key begins with `company_id`: its owner's rows and no others."""
    return (*_secured(table), f"CREATE POLICY own_rows ON {table} USING ({OWN_ROWS})")


def partitioned(table: str) -> tuple[str, ...]:
    """The partitions of a table made `PARTITION BY HASH (company_id)`, and the fence around all of them."""
    parts = [
        statement
        for n in range(PARTITIONS)
        for statement in (
            _partition(table, n),
            # Reached past their parent, partitions show nothing: security is on and no policy lets through.
            *_secured(f"{table}_{n:02}"),
        )
    ]
    return (*parts, *fenced(table))


def append_only(table: str) -> tuple[str, ...]:
    """Triggers that refuse changing or deleting rows of a table, for the program too."""
    row, statement = (f"FOR EACH {each} EXECUTE FUNCTION refuse_change()" for each in ("ROW", "STATEMENT"))
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} {row}",
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} {statement}",
    )


def _partition(table: str, n: int) -> str:
    values = f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n})"
    return f"CREATE TABLE {table}_{n:02} PARTITION OF {table} {values}"


def _secured(table: str) -> tuple[str, ...]:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    )
