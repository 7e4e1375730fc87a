"""Forms of several fields: what was typed, what is wrong with it, and how each field is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from seikyu.ui.words import Words
from seikyu.wire.faults import Fault


@dataclass(frozen=True, slots=True)
class Asked:
    """How a field is asked for; `choices` are pairs of value and word, `fill` names a button beside it."""

    name: str
    required: bool = False
    limit: int | None = None
    kind: str = "text"
    wide: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    fill: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is shown; `problem` says why it was not taken."""

    asked: Asked
    label: str
    value: str
    problem: str
    hint: str
    fill: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under a heading."""

    name: str
    title: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a form: by field, and in the order in which it was found."""

    by_field: Mapping[str, str]
    found: Sequence[tuple[str, str]]


NO_PROBLEMS = Problems({}, ())


def problems(faults: Iterable[Fault], labels: str, words: Words, known: Iterable[str]) -> Problems:
    """Faults as a form tells them; a field's label is the sentence `<labels><name>`."""
    names = frozenset(known)
    found = [(_name(fault.path, names), _told(fault, labels, words)) for fault in faults]
    by_field: dict[str, str] = {}
    for name, sentence in found:
        by_field.setdefault(name, sentence)
    return Problems(by_field, found)


def group(
    name: str,
    asked: Sequence[Asked],
    labels: str,
    words: Words,
    values: Mapping[str, str],
    wrong: Problems = NO_PROBLEMS,
) -> Group:
    """The fields of a form with what stands in them; the heading is `<labels>group.<name>`."""
    fields = [
        Field(
            one,
            words(f"{labels}{one.name}"),
            values.get(one.name, ""),
            wrong.by_field.get(one.name, ""),
            words(one.hint) if one.hint else "",
            words(one.fill) if one.fill else "",
        )
        for one in asked
    ]
    return Group(name, words(f"{labels}group.{name}"), fields)


def _name(path: str, known: frozenset[str]) -> str:
    name = path.rpartition(".")[2]
    return name if name in known else ""


def _told(fault: Fault, labels: str, words: Words) -> str:
    # A fault names the wire's field; people know it by the word of the form.
    path = f"{labels}{fault.path.rpartition('.')[2]}"
    if path not in words:
        return fault.detail(words.language)
    label = words(path)
    named = replace(
        fault, path=label.replace(".", "").replace("[", ""), values={**fault.values, "label": label}
    )
    return named.detail(words.language)
