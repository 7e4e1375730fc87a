"""The received invoices that were chosen in the list, as its boxes send them."""

import re
from collections.abc import Sequence

from starlette.requests import Request

from seikyu.approvals.actions.decide import Seen
from seikyu.http.forms import read_form
from seikyu.ui.lists import PAGE_SIZE
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

SEEN = re.compile(r"([0-9]{1,10})-([0-9]{1,9})")
"""An invoice in the version in which it was seen."""
STEP = re.compile(r"([0-9]{1,9})-([0-9]{1,2})")
"""A version and the step at which it was seen."""
AT_STEP = re.compile(r"([0-9]{1,10})-([0-9]{1,9})-([0-9]{1,2})")
"""An invoice in the version and at the step in which it was seen."""
WAITING, OTHERS = "invoice", "paper"
"""The boxes of those that wait to be marked as done, and of those that do not."""


async def chosen_numbers(request: Request) -> list[int]:
    """The numbers of all that were chosen, whatever can be done with them."""
    fields = await read_form(request, PAGE_SIZE)
    return list(seen_in([*fields.get(WAITING, []), *fields.get(OTHERS, [])]))


def seen_in(given: Sequence[str]) -> dict[int, int]:
    """The version in which each invoice was seen, by its number."""
    found = [SEEN.fullmatch(value) for value in given]
    if not all(found):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return {int(match[1]): int(match[2]) for match in found if match}


def step_seen(given: str) -> Seen:
    """The version and step that a form holds; 400 when nobody was given such a form."""
    match = STEP.fullmatch(given)
    if match is None:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return Seen(int(match[1]), int(match[2]))


def seen_at_steps(given: Sequence[str]) -> dict[int, Seen]:
    """The version and step in which each invoice was seen, by its number."""
    found = [AT_STEP.fullmatch(value) for value in given]
    if not all(found):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return {int(match[1]): Seen(int(match[2]), int(match[3])) for match in found if match}
