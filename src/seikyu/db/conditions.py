"""A WHERE clause from the filters that were given, values always apart from the text."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Conditions:
    """Conditions joined by AND and their values; `$1` is always the owner company."""

    values: list[object]
    clauses: list[str] = field(default_factory=list)

    def add(self, clause: str, value: object) -> None:
        """Add a clause whose `{}` stands for the value; None means that filter was not given."""
        if value is not None:
            self.values.append(value)
            self.clauses.append(clause.replace("{}", f"${len(self.values)}"))

    def flag(self, clause: str, value: bool | None) -> None:  # noqa: FBT001 -- a filter's own value
        """Add a clause without a value, or its opposite, unless the filter was not given."""
        if value is not None:
            self.clauses.append(clause if value else f"NOT ({clause})")

    def parameter(self, value: object) -> str:
        """The placeholder of one more value."""
        self.values.append(value)
        return f"${len(self.values)}"

    @property
    def text(self) -> str:
        """All clauses."""
        return " AND ".join(self.clauses)


def like(fragment: str | None) -> str | None:
    """A pattern that finds the fragment anywhere, its own `%` and `_` taken as they are."""
    if not fragment:
        return None
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
