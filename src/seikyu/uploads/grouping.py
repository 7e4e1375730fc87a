"""Which rows make an invoice: those of one number and customer that stand together. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from seikyu.uploads.mapping import NUMBER, Mapping

Row = tuple[int, Sequence[str]]
"""A row with its index in the file."""


@dataclass(slots=True)
class Group:
    """The rows of one invoice, and its place among the invoices of the file.

    `apart_from` is the row of an earlier group that this one should stand with.
    """

    position: int
    key: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    apart_from: int | None = None


def groups(rows: Iterable[Row], mapping: Mapping, first: int = 0) -> Iterator[Group]:
    """The invoices of the rows, the first of which has the place `first`; blank rows are nobody's."""
    columns, together = mapping.key, mapping.grouping == "number"
    numbered = together and NUMBER in mapping.column_of
    seen: dict[tuple[str, ...], int] = {}
    group: Group | None = None
    for index, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        key = tuple(cells[column].strip() for column in columns)
        if group is None or not (together and columns and _continues(key, group.key)):
            if group is not None:
                yield group
            position = first if group is None else group.position + 1
            group = Group(position, key)
            if numbered and key[0]:
                group.apart_from = seen.get(key)
                seen.setdefault(key, index)
        group.rows.append((index, cells))
    if group is not None:
        yield group


def _continues(key: Sequence[str], of: Sequence[str]) -> bool:
    # The values of the head may stand on the first row only.
    return all(not part or part == first for part, first in zip(key, of, strict=True))
