"""A mapping: which column fills which of our fields, what holds for all, which rows make an invoice."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from seikyu.uploads.layout import STANDARD, guess, is_standard
from seikyu.uploads.targets import TARGETS
from seikyu.wire import codes
from seikyu.wire.faults import Fault

Grouping = Literal["number", "row"]
"""Rows of one number and customer that stand together are one invoice; or each row is one of its own."""

IDENTITIES = (
    "customer.private_cust_cd",
    "customer.corp_genuine_id",
    "customer.company_name_org",
    "payee_code",
)
NUMBER = "inv_no"


@dataclass(frozen=True, slots=True)
class Mapping:
    """The target of each column (None: not read), the values that hold for all, and what makes an invoice."""

    columns: tuple[str | None, ...]
    constants: MappingOf[str, str] = field(default_factory=dict)
    grouping: Grouping = "number"

    @property
    def column_of(self) -> dict[str, int]:
        """The column of each target."""
        return {path: column for column, path in enumerate(self.columns) if path is not None}

    @property
    def key(self) -> tuple[int, ...]:
        """The columns that agree on rows that belong together: the number, and what tells the customer."""
        columns = self.column_of
        identity = next((path for path in IDENTITIES if path in columns), None)
        return tuple(columns[path] for path in (NUMBER, identity) if path in columns)


STANDARD_MAPPING = Mapping(tuple(path for _, path in STANDARD))


def proposal(header: Sequence[str]) -> Mapping:
    """What the heads of the columns suggest."""
    return STANDARD_MAPPING if is_standard(header) else Mapping(tuple(guess(header)))


def mapping_faults(mapping: Mapping) -> list[Fault]:
    """What keeps a mapping from being used."""
    faults = []
    given = [path for path in (*mapping.columns, *mapping.constants) if path is not None]
    if not any(mapping.columns):
        faults.append(Fault("columns", codes.MAPPING_EMPTY))
    for path in dict.fromkeys(given):
        if given.count(path) > 1:
            values = {"target": TARGETS[path].full_label}
            faults.append(Fault("columns", codes.MAPPING_REPEATED, values))
    return faults


def write_mapping(mapping: Mapping) -> str:
    """As it is kept."""
    return msgspec.json.encode(mapping).decode()


def read_mapping(kept: str) -> Mapping:
    """As it was kept; fields that are no longer there are not filled any more."""
    read = msgspec.json.decode(kept, type=Mapping)
    columns = tuple(path if path in TARGETS else None for path in read.columns)
    constants = {path: value for path, value in read.constants.items() if path in TARGETS}
    return Mapping(columns, constants, read.grouping)
