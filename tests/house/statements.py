"""Counting statements: those of requests, not those of the driver or of what a process looks after."""

OF_THE_DRIVER = ("typeinfo", "'jit'")
# Of whoever calls the guard remembers for seconds, which a slow machine outlasts in the midst of counting.
REMEMBERED = ("FROM oauth_access_tokens t",)
LOOKED_AFTER = ("maintenance_windows", "maintenance_rules", "maintenance_exceptions", "request_rates")


def note_query(seen: list[str], query: str) -> None:
    """Add a statement to those seen, unless a fresh connection asks for types, once, jit off meanwhile."""
    if not any(word in query for word in (*OF_THE_DRIVER, *REMEMBERED, *LOOKED_AFTER)):
        seen.append(query)
