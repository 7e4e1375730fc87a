"""The form of a layout: what stands in it, and the draft that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from seikyu.http.forms import Fields, first
from seikyu.invoices.layout import FRONT, INK, Layout
from seikyu.layouts.model import PALETTE, Draft
from seikyu.layouts.rules import NEEDED, faults_of
from seikyu.layouts.wire import CHOICES, KEYS, SETTINGS
from seikyu.wire.faults import Fault

Typed = Mapping[str, str]
"""What stands in each field; a tick is `1` or nothing."""

COLUMN, NOTE, HIDDEN = PLACES = ("column", "note", "hidden")
TEXTS = ("title", "amount_title", "greeting", "remarks")
TICKS = ("greeted", "seal_frame", "custom")
IMAGES = ("logo", "seal")
OWN = "own"
LAST = 999
MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Placed:
    """Something a line can say: where it stands, and its turn there."""

    key: str
    place: str


def typed_from(draft: Draft) -> Typed:
    """A form that shows a draft."""
    layout = draft.layout
    colour = next((name for name, value in PALETTE.items() if value == layout.accent), OWN)
    turns = {key: turn for keys in (layout.columns, layout.notes) for turn, key in enumerate(keys, start=1)}
    return {
        "code": draft.code,
        "name": draft.name,
        **{name: getattr(layout, name) for name in (*TEXTS, *CHOICES, *IMAGES)},
        **{name: "1" if getattr(layout, name) else "" for name in TICKS},
        "accent": colour,
        "accent_own": layout.accent,
        **{f"title_{key}": layout.titles.get(key, "") for key in (*KEYS, *FRONT)},
        **{f"place_{key}": _place(layout, key) for key in KEYS},
        **{f"order_{key}": str(turns.get(key, LAST)) for key in KEYS},
        **{f"was_{key}": f"{_place(layout, key)}:{turns.get(key, LAST)}" for key in KEYS},
    }


def typed_of(form: Fields) -> Typed:
    """A form as it was sent; line breaks count as one character."""
    return {name: first(form, name).replace("\r\n", "\n") for name in form}


def placed(typed: Typed) -> list[Placed]:
    """Everything a line can say: columns, then notes, then what is hidden, each in its turn.

    What was given the number of another comes before that one, or after it when it comes from before it; what
    is put into another place comes last there unless it was given a number.
    """

    def turn(key: str) -> tuple[int, int, int, int]:
        place, number = _typed_place(typed, key), _number(typed.get(f"order_{key}", ""))
        stood, _, turn_there = typed.get(f"was_{key}", f"{place}:").partition(":")
        was = _number(turn_there)
        if place != stood and number == was:
            number = LAST
        return PLACES.index(place), number, (number > was) - (number < was), KEYS.index(key)

    return [Placed(key, _typed_place(typed, key)) for key in sorted(KEYS, key=turn)]


def moved(typed: Typed, asked: str) -> Typed:
    """The form after something went up or down one place (`up:price`), numbered anew."""
    way, _, key = asked.partition(":")
    keys = {place: [one.key for one in placed(typed) if one.place == place] for place in PLACES}
    within = next((found for found in keys.values() if key in found), [])
    if key in within and way in MOVES:
        at = within.index(key)
        to = min(max(at + MOVES[way], 0), len(within) - 1)
        within[at], within[to] = within[to], within[at]
    turns = [(place, *turn) for place, found in keys.items() for turn in enumerate(found, start=1)]
    return {
        **typed,
        **{f"order_{name}": str(turn) for _, turn, name in turns},
        **{f"was_{name}": f"{place}:{turn}" for place, turn, name in turns},
    }


def draft_of(typed: Typed) -> tuple[Draft, list[Fault]]:
    """The draft that a form makes, and everything that is wrong with it; images are looked at elsewhere."""
    node, found = SETTINGS.read({field.name: typed.get(field.name) or None for field in SETTINGS.fields})
    given: dict[str, Any] = {name: value for name, value in node.items() if isinstance(value, str)}
    order = placed(typed)
    settings: dict[str, Any] = {
        **{name: given[name] for name in (*TEXTS, *CHOICES) if name in given},
        **{name: typed.get(name) == "1" for name in TICKS},
        **{name: typed.get(name, "") for name in IMAGES},
        "accent": PALETTE.get(typed.get("accent", ""), typed.get("accent_own", INK).lower()),
        "columns": [one.key for one in order if one.place == COLUMN],
        "notes": [one.key for one in order if one.place == NOTE],
        "titles": {key: given[f"title_{key}"] for key in (*KEYS, *FRONT) if f"title_{key}" in given},
    }
    layout = msgspec.convert(settings, Layout)
    return Draft(given.get("code", ""), given.get("name", ""), layout), [*found, *faults_of(layout)]


def places_of(key: str) -> Sequence[str]:
    """Where something may stand: what the law wants is a column, a line's number is no note."""
    if key in NEEDED:
        return (COLUMN,)
    return (COLUMN, HIDDEN) if key == "no" else PLACES


def _number(written: str) -> int:
    written = written.strip()
    return (
        int(written) if written.isascii() and written.isdigit() and len(written) <= len(str(LAST)) else LAST
    )


def _typed_place(typed: Typed, key: str) -> str:
    place = typed.get(f"place_{key}", COLUMN)
    return place if place in places_of(key) else places_of(key)[0]


def _place(layout: Layout, key: str) -> str:
    if key in layout.columns:
        return COLUMN
    return NOTE if key in layout.notes else HIDDEN
