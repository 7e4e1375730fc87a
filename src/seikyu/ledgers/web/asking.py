"""What the form of an export asks for: the inbox's filter, and what only an export has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request

from seikyu.ledgers.model import Format, Span
from seikyu.ledgers.web.paths import NEW
from seikyu.ledgers.wish import Wish
from seikyu.receiving.web.listing import read_list
from seikyu.ui import lists
from seikyu.ui.inputs import Inputs
from seikyu.ui.words import Words

OWN = ("format", "slip_date_from", "slip_date_to", "close_date_from", "close_date_to", "seller_name")
"""What the form shows; the rest of the inbox's filter goes along with it unseen."""
NOT_ASKED = (*OWN, "only_new", "sort", "page", "language")


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was filled in, and the wish as soon as a format is chosen and all can be read."""

    given: Mapping[str, str]
    only_new: bool
    hidden: Mapping[str, str]
    wish: Wish | None
    problems: Sequence[str]
    query: str

    @property
    def again(self) -> str:
        """The way back to the form as it was filled in."""
        return f"{NEW}{self.query}"


def read_asked(request: Request, today: date, words: Words) -> Asked:
    """Read the address of a new export."""
    listed = read_list(request, today, words)
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    span = Span(
        inputs.day("slip_date_from", "ledgers.new.slip_date"),
        inputs.day("slip_date_to", "ledgers.new.slip_date"),
    )
    problems = [*listed.problems, *inputs.problems]
    format_ = address.given.get("format", "")
    # Who comes without having chosen anything is offered what is new.
    only_new = address.given.get("only_new") == "1" or not format_
    known = format_ in {one.value for one in Format}
    wish = Wish(Format(format_), listed.filter, span, only_new) if known and not problems else None
    query = urlencode(dict(address.given))
    return Asked(
        {name: address.given.get(name, "") for name in OWN},
        only_new,
        {name: value for name, value in address.given.items() if name not in NOT_ASKED},
        wish,
        problems,
        f"?{query}" if query else "",
    )
