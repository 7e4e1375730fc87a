"""The editor of a mapping: each column of the file with examples of its values, and the field it fills."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from seikyu.http.forms import Fields, first
from seikyu.ui.words import Words
from seikyu.uploads.layout import STANDARD
from seikyu.uploads.mapping import Mapping, mapping_faults
from seikyu.uploads.reading import MAX_COLUMNS
from seikyu.uploads.targets import TARGETS
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.text_kinds import Text
from seikyu.wire.unfit import BLANKS, Unfit

CONSTANTS = 5
"""So many values that hold for all invoices can be given."""
FIELDS = MAX_COLUMNS + 2 * CONSTANTS + 10
EXAMPLES = 3
NAME = Text(50)


@dataclass(frozen=True, slots=True)
class Choices:
    """The fields of one group."""

    label: str
    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file."""

    name: str
    head: str
    letter: str
    examples: Sequence[str]
    chosen: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value for all, and the field it fills."""

    number: int
    chosen: str
    value: str


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form shows."""

    columns: Sequence[Column]
    constants: Sequence[Constant]
    choices: Sequence[Choices]
    grouping: str
    name: str
    problems: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form brought."""

    mapping: Mapping
    name: str | None
    faults: Sequence[Fault]


def editor(
    header: Sequence[str],
    examples: Sequence[Sequence[str]],
    mapping: Mapping,
    name: str,
    faults: Sequence[Fault],
    words: Words,
) -> Editor:
    """The form for a mapping of these columns."""
    given = list(mapping.constants.items())[:CONSTANTS]
    given += [("", "")] * (CONSTANTS - len(given))
    return Editor(
        columns=[
            Column(
                f"c{index}",
                head,
                letters(index),
                [row[index] for row in examples if index < len(row) and row[index]][:EXAMPLES],
                mapping.columns[index] or "",
            )
            for index, head in enumerate(header)
        ],
        constants=[Constant(number, path, value) for number, (path, value) in enumerate(given)],
        choices=choices(words),
        grouping=mapping.grouping,
        name=name,
        problems=[(fault.path, fault.detail(words.language)) for fault in faults],
    )


def choices(words: Words) -> list[Choices]:
    """All fields by their groups; in English by their wire names."""
    english = words.language == "en"
    grouped = sorted(TARGETS.values(), key=lambda target: _ORDER[target.group])
    return [
        Choices(group, [(target.path, target.name if english else target.label) for target in targets])
        for group, targets in groupby(grouped, key=lambda target: target.group)
    ]


def read_editor(fields: Fields, columns: int) -> Sent:
    """The mapping that was sent, as far as it can be read, and what is wrong with it."""
    paths = [first(fields, f"c{index}") for index in range(columns)]
    constants = {}
    faults: list[Fault] = []
    for number in range(CONSTANTS):
        path, value = first(fields, f"t{number}"), first(fields, f"v{number}").strip(BLANKS)
        if path in TARGETS and value:
            if path in constants:
                values = {"target": TARGETS[path].full_label}
                faults.append(Fault("columns", codes.MAPPING_REPEATED, values))
            constants[path] = value
    mapping = Mapping(
        tuple(path if path in TARGETS else None for path in paths),
        constants,
        "row" if first(fields, "grouping") == "row" else "number",
    )
    name, name_faults = read_name(first(fields, "name"))
    return Sent(mapping, name, [*mapping_faults(mapping), *faults, *name_faults])


def read_name(given: str) -> tuple[str | None, list[Fault]]:
    """The name of a mapping, if it is given one."""
    try:
        name = NAME.reader()(given.strip(BLANKS))
    except Unfit as unfit:
        return None, [Fault("name", code, {"label": "名前", **values}) for _, code, values in unfit.findings]
    return name if isinstance(name, str) else None, []


def letters(index: int) -> str:
    """The letters of a column as spreadsheets name it: A, B … Z, AA."""
    found = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def targets_of(mapping: Mapping | None, english: bool) -> MappingOf[int, str]:  # noqa: FBT001 -- a language
    """What each column fills, for the heads of a table."""
    if mapping is None:
        return {}
    return {
        index: TARGETS[path].name if english else TARGETS[path].full_label
        for index, path in enumerate(mapping.columns)
        if path is not None
    }


_FIRST = dict.fromkeys([*(TARGETS[path].group for _, path in STANDARD), *(t.group for t in TARGETS.values())])
_ORDER = {group: place for place, group in enumerate(_FIRST)}
