"""What a column may be mapped to: every field of a registration, taken from its declaration. Pure.

A target is named by the path of its field. Arrays of which each row of the file is an element go without an
index (`details.item_name`); the others have one per element (`banks[0].account_num`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from seikyu.issuing.register_wire import REGISTER_INVOICE
from seikyu.wire.fields import Array, Field, Object
from seikyu.wire.kinds import Scalar

BY_ROW = frozenset({"details", "custom_details"})
"""Arrays of an invoice that get an element from each of its rows."""
BANKS = 3
"""So many bank accounts can be mapped; the wire takes more."""
LEFT_OUT = frozenset({"delete_flg", "field_seq"})
"""Masters are not deleted by an upload; the numbers of custom columns follow from their places."""
HEAD, LINE = "head", "line"


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column or a constant can fill: where it is, what it is called, and of what kind.

    `group` and `label` are Japanese, as published; `place` is the index within the group, from 1.
    """

    path: str
    group: str
    label: str
    kind: Scalar
    by_row: bool

    @property
    def name(self) -> str:
        """The wire name, which is what English speakers know it by."""
        return self.path.rpartition(".")[2]

    @property
    def full_label(self) -> str:
        """The label with its group, for where the group is not to be seen."""
        return self.label if self.group == "請求書" else f"{self.group}: {self.label}"


def _walk(fields: tuple[Field, ...], path: str, group: str, *, by_row: bool) -> Iterator[Target]:
    for field in fields:
        if field.name in LEFT_OUT:
            continue
        here = f"{path}.{field.name}" if path else field.name
        match field.kind:
            case Object(record=record):
                yield from _walk(record.fields, here, field.label, by_row=by_row)
            case Array(record=record, limit=limit):
                if field.name in BY_ROW:
                    yield from _walk(record.fields, here, field.label, by_row=True)
                    continue
                for place in range(BANKS if field.name == "banks" else limit or 1):
                    label = f"{field.label}{place + 1}"
                    yield from _walk(record.fields, f"{here}[{place}]", label, by_row=by_row)
            case _:
                yield Target(here, group, field.label, field.kind, by_row)


TARGETS: dict[str, Target] = {
    target.path: target for target in _walk(REGISTER_INVOICE.fields, "", REGISTER_INVOICE.label, by_row=False)
}
"""Every target by its path, in published order."""
