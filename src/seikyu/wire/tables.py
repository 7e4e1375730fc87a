"""Records as the rows of a published table, and as Markdown for the docs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seikyu.wire import codes
from seikyu.wire.fields import Array, Field, Mark, Object, Record
from seikyu.wire.kinds import Day, Loose
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.text_kinds import Choice, Pattern, Text, WideText

DATE_LENGTH = "10"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a field table: where the value stands and what it may be."""

    path: str
    label: str
    type: str
    length: str
    mark: Mark
    values: str
    note: str
    added: bool


def rows(record: Record, path: str = "") -> Iterator[Row]:
    """Every field of a record and of the records in it, in published order."""
    for field in record.fields:
        at = f"{path}{field.name}"
        match field.kind:
            case Object(record=inner):
                yield _row(at, field)
                yield from rows(inner, f"{at}.")
            case Array(record=inner):
                yield _row(f"{at}[]", field)
                yield from rows(inner, f"{at}[].")
            case _:
                yield _row(at, field)


def markdown(record: Record) -> str:
    """A field table for the docs."""
    lines = ["| name | 名前 | 型 | 長さ | 必須 | 値 | 備考 |", "|---|---|---|---|---|---|---|"]
    for row in rows(record):
        note = "[our] " + row.note if row.added else row.note
        cells = (f"`{row.path}`", row.label, row.type, row.length, row.mark, row.values, note.strip())
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _row(path: str, field: Field) -> Row:
    kind, length = _kind(field)
    values = ""
    if isinstance(field.kind, Choice | NumberChoice):
        values = _named(field.kind.choices)
    return Row(path, field.label, kind, length, field.mark, values, _note(field), field.added)


def _kind(field: Field) -> tuple[str, str]:  # noqa: PLR0911 -- one case a kind
    match field.kind:
        case Text(limit=limit) | WideText(limit=limit) | Pattern(limit=limit):
            return "文字列", str(limit)
        case Choice(choices=choices):
            return "文字列", str(max(map(len, choices)))
        case NumberChoice(digits=digits) | Whole(digits=digits) | Digits(limit=digits):
            return "数字", str(digits)
        case Exact(whole=whole, fraction=fraction):
            return "数字", f"{whole},{fraction}"
        case Day():
            return "文字列(DateTime)", DATE_LENGTH
        case Loose():
            return "", ""
        case Object():
            return "オブジェクト", "-"
        case Array():
            return "配列", "-"


def _note(field: Field) -> str:
    match field.kind:
        case Whole(low=int() as low, high=int() as high):
            shape = f"{low}〜{high}"
        case Whole(low=int() as low):
            shape = f"{low}以上"
        case Pattern(code=codes.NOT_AN_EMAIL):
            shape = "メールアドレス"
        case Pattern() if field.kind.limit == len("XXX-XXXX"):
            shape = "XXX-XXXX"
        case Pattern():
            shape = "XXXXX-XXXX-XXXX(各桁数以内)"
        case Digits(exact=True, limit=limit):
            shape = f"{limit}桁"
        case Day():
            shape = "yyyy-MM-dd"
        case Text(lines=True):
            shape = "改行可"
        case _:
            shape = ""
    return "。".join(part for part in (shape, field.note) if part)


def _named(choices: Mapping[str, str] | Mapping[int, str]) -> str:
    return " ".join(f"{value}:{meaning}" for value, meaning in choices.items())
