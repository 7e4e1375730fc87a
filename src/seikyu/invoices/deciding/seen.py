"""The version and the step in which somebody saw what is decided about, as forms and boxes send them."""

import re
from collections.abc import Sequence

from seikyu.approvals.actions.decide import Seen
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,2})")
CHOSEN = re.compile(r"([0-9]{1,10})-([0-9]{1,9})-([0-9]{1,2})")
"""An invoice in the version and at the step in which it was seen."""


def seen_of(version: int, step: int) -> str:
    """A version at a step, as forms send it back."""
    return f"{version}-{step}"


def seen_in(given: str) -> Seen:
    """The version and step that a form holds; 400 when nobody was given such a form."""
    match = SEEN.fullmatch(given)
    if match is None:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return Seen(int(match[1]), int(match[2]))


def chosen_in(given: Sequence[str]) -> dict[int, Seen]:
    """The version and step in which each invoice was seen, by its number; 400 as before."""
    found = [CHOSEN.fullmatch(value) for value in given]
    if not all(found):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return {int(match[1]): Seen(int(match[2]), int(match[3])) for match in found if match}
