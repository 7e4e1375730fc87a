"""The received invoices that were chosen in the list, as its boxes send them."""

import re
from collections.abc import Sequence

from starlette.requests import Request

from seikyu.http.forms import read_form
from seikyu.ui.lists import PAGE_SIZE
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

SEEN = re.compile(r"([0-9]{1,10})-([0-9]{1,9})")
"""An invoice in the version in which it was seen."""
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
