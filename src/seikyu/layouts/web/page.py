"""What the form of a layout shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.invoices.layout import FRONT, INK
from seikyu.layouts.model import PALETTE, KeptLayout, VersionLine
from seikyu.layouts.web.typed import HIDDEN, OWN, PLACES, TICKS, Typed, placed, places_of
from seikyu.layouts.wire import CHOICES, CODE_LENGTH, KEYS, TITLE_LENGTH
from seikyu.ui import sheets
from seikyu.ui.format import When, moment
from seikyu.ui.sheets import Asked, Group, Problems
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault

PATH = "/settings/layouts"
LABELS = "layouts.field."

GROUPS: dict[str, tuple[Asked, ...]] = {
    "names": (
        Asked("code", required=True, limit=CODE_LENGTH, hint="layouts.hint.code"),
        Asked("name", required=True, limit=40),
    ),
    "words": (
        Asked("language", kind="choice"),
        Asked("title", limit=12, hint="layouts.hint.title"),
        Asked("amount_title", limit=10, hint="layouts.hint.amount_title"),
        Asked("greeting", limit=60, wide=True, hint="layouts.hint.greeting"),
        Asked("greeted", kind="tick", wide=True),
    ),
    "places": (
        Asked("registration", kind="choice"),
        Asked("banks", kind="choice", hint="layouts.hint.banks"),
        Asked("custom", kind="tick", wide=True),
    ),
}
NAMES = [asked.name for fields in GROUPS.values() for asked in fields]
ELSEWHERE = ("accent", "remarks", "remarks_use", "logo_file", "seal_file", "columns")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing a line can say."""

    key: str
    label: str
    place: str
    places: Sequence[tuple[str, str]]
    order: str
    title: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour to choose."""

    name: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A logo or seal: whether there is one."""

    name: str
    label: str
    hint: str
    digest: str
    problem: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list of them."""

    number: int
    label: str
    at: When | None
    by: str
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """The whole page; what follows `groups` stands in fields of their own kind."""

    title: str
    action: str
    known: bool
    seen: int
    may_change: bool
    usual: bool
    older: str
    groups: Sequence[Group]
    problems: Sequence[tuple[str, str]]
    wrong: Problems
    typed: Typed
    rows: Sequence[Row]
    row_limit: int
    fronts: Sequence[tuple[str, str, str]]
    swatches: Sequence[Swatch]
    own_colour: str
    choices: dict[str, Sequence[tuple[str, str]]]
    images: Sequence[Image]
    pictures: Sequence[tuple[str, str]]
    invoices: Sequence[tuple[str, str]]
    versions: Sequence[VersionRow]
    copy: str


@dataclass(frozen=True, slots=True)
class Around:
    """What lies beside the form."""

    kept: KeptLayout | None
    versions: Sequence[VersionLine]
    invoices: Sequence[tuple[int, str]]
    usual: bool
    may_change: bool
    shown: int | None = None


def page_of(
    typed: Typed,
    around: Around,
    pictures: Sequence[str],
    words: Words,
    faults: Sequence[Fault] = (),
) -> LayoutPage:
    """The page with what is typed in it."""
    kept = around.kept
    known = [*NAMES, *ELSEWHERE, *(f"{part}_{key}" for part in ("title", "place") for key in KEYS)]
    wrong = sheets.problems(faults, LABELS, words, known) if faults else sheets.NO_PROBLEMS
    path = f"{PATH}/new" if kept is None else f"{PATH}/{kept.layout_id}"
    older = kept is not None and around.shown not in {None, kept.version}
    return LayoutPage(
        title=words("layouts.new") if kept is None else kept.name,
        action=path,
        known=kept is not None,
        seen=0 if kept is None else kept.version,
        may_change=around.may_change,
        usual=around.usual,
        older=words("layouts.version.older", number=around.shown) if older else "",
        groups=[
            sheets.group(name, [_with(one, words) for one in fields], LABELS, words, typed, wrong)
            for name, fields in GROUPS.items()
        ],
        problems=wrong.found,
        wrong=wrong,
        typed={**dict.fromkeys((*TICKS, "remarks", "remarks_use", "logo_place", "of"), ""), **typed},
        rows=_rows(typed, words),
        row_limit=TITLE_LENGTH,
        fronts=[(name, words(f"layouts.front.{name}"), typed.get(f"title_{name}", "")) for name in FRONT],
        swatches=[
            Swatch(name, words(f"layouts.colour.{name}"), typed.get("accent", "ink") == name)
            for name in (*PALETTE, OWN)
        ],
        own_colour=typed.get("accent_own") or INK,
        choices={name: _choices(name, words) for name in CHOICES},
        images=[
            Image(
                name,
                words(f"layouts.image.{name}"),
                words(f"layouts.image.{name}_hint"),
                typed.get(name, ""),
                wrong.by_field.get(f"{name}_file", ""),
            )
            for name in ("logo", "seal")
        ],
        pictures=[
            (href, words("layouts.preview.page", page=page)) for page, href in enumerate(pictures, start=1)
        ],
        invoices=[("", words("layouts.preview.sample"))]
        + [(str(number), name) for number, name in around.invoices],
        versions=[_version(path, line, kept, around.shown, words) for line in around.versions],
        copy="" if kept is None else f"{PATH}/new?from={kept.layout_id}",
    )


def _rows(typed: Typed, words: Words) -> list[Row]:
    found = placed(typed)
    keys = {place: [one.key for one in found if one.place == place] for place in PLACES}
    return [
        Row(
            key=one.key,
            label=words(f"layouts.key.{one.key}"),
            place=one.place,
            places=[(place, words(f"layouts.place.{place}")) for place in places_of(one.key)],
            order=str(keys[one.place].index(one.key) + 1),
            title=typed.get(f"title_{one.key}", ""),
            first=one.place == HIDDEN or one.key == keys[one.place][0],
            last=one.place == HIDDEN or one.key == keys[one.place][-1],
        )
        for one in found
    ]


def _with(asked: Asked, words: Words) -> Asked:
    if asked.name not in CHOICES:
        return asked
    return Asked(asked.name, kind="choice", choices=tuple(_choices(asked.name, words)), hint=asked.hint)


def _choices(name: str, words: Words) -> Sequence[tuple[str, str]]:
    return [(key, words(f"layouts.{name}.{key}")) for key in CHOICES[name]]


def _version(
    path: str, line: VersionLine, kept: KeptLayout | None, shown: int | None, words: Words
) -> VersionRow:
    newest = kept is not None and line.version == kept.version
    return VersionRow(
        line.version,
        words("layouts.version.number", number=line.version),
        moment(line.made_at),
        line.made_by,
        path if newest else f"{path}?version={line.version}",
        line.version == shown or (shown is None and newest),
    )
