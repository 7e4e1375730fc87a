"""Counting statements: those of the program, not those by which the driver learns a connection's types."""

OF_THE_DRIVER = ("typeinfo", "'jit'")


def note_query(seen: list[str], query: str) -> None:
    """Add a statement to those seen, unless a fresh connection asks for types, once, jit off meanwhile."""
    if not any(word in query for word in OF_THE_DRIVER):
        seen.append(query)
