"""Whether an invoice is posted or printed by the company itself, and whether a letter can be addressed."""

import re
from collections.abc import Iterator

from seikyu.accounts.model import Option
from seikyu.kit.width import byte_length
from seikyu.posting.model import Recipient, Way

AS_SET, NOT_POSTED, POSTED = "0", "1", "2"
"""`inv_coop_post_use_type` (published)."""
OWN_PRINT = "1"
"""`private_print_flg` (published)."""

ADDRESS_LINE, NAME_LINE = 46, 40
"""Half-width characters a line of the window holds at the type sizes of the sheet."""
MOST_LINES = 7
"""Lines below the postal code that the window shows."""

HONORIFICS = ("御中", "様", "殿", "先生", "各位")

_ZIP = re.compile(r"\d{3}-\d{4}")
_NO_ZIP = "000-0000"
_PREFECTURE = re.compile("北海道|東京都|京都府|大阪府|神奈川県|和歌山県|鹿児島県|..県")
_HONORIFIC = "　御中"


def ways(
    options: frozenset[str], post_use: str | None, print_flag: str | None, *, default: bool, own: bool | None
) -> frozenset[Way]:
    """How an issued invoice goes on paper (contract §4.1).

    Only with its option each. `post_use` 2 posts and 1 does not; 0 or nothing follows the customer's own
    setting, and the company's default where the customer has none; but an invoice marked for own printing is
    then left to the company, so that no letter is sent twice.
    """
    printed = Option.BULK_PRINT in options and print_flag == OWN_PRINT
    as_set = (default if own is None else own) and not printed
    posted = Option.POSTAL_PROXY in options and (
        post_use == POSTED or (post_use in (None, AS_SET) and as_set)
    )
    return frozenset(way for way, go in ((Way.MAIL_HOUSE, posted), (Way.OWN_PRINT, printed)) if go)


def address_problem(recipient: Recipient, place: str | None) -> str | None:
    """Why a letter cannot be posted, or nothing; `place` is where its postal code is, if that is known.

    `zip`, `address`, `name`: missing; `zip_impossible`: no postal code; `elsewhere`: the postal code is one
    of another prefecture; `too_long`: more than the window shows.
    """
    written = recipient.address1 or recipient.address2
    if not recipient.zip:
        return "zip"
    if not _ZIP.fullmatch(recipient.zip) or recipient.zip == _NO_ZIP:
        return "zip_impossible"
    if not written:
        return "address"
    if not recipient.name1:
        return "name"
    there, here = _PREFECTURE.match(place or ""), _PREFECTURE.match(written)
    if there and here and there.group() != here.group():
        return "elsewhere"
    return "too_long" if len(window_lines(recipient)) > MOST_LINES else None


def window_lines(recipient: Recipient) -> tuple[str, ...]:
    """What stands in the window below the postal code, broken into lines: address, then name."""
    return (*address_lines(recipient), *name_lines(recipient))


def address_lines(recipient: Recipient) -> tuple[str, ...]:
    """The address in lines."""
    parts = (recipient.address1, recipient.address2)
    return tuple(line for part in parts if part for line in _broken(part, ADDRESS_LINE))


def name_lines(recipient: Recipient) -> tuple[str, ...]:
    """The name in lines; 御中 after the last, unless the name brings its own title."""
    names = [name for name in (recipient.name1, recipient.name2) if name]
    lines = [line for name in names for line in _broken(name, NAME_LINE)]
    if names and not names[-1].endswith(HONORIFICS):
        if byte_length(lines[-1] + _HONORIFIC) <= NAME_LINE:
            lines[-1] += _HONORIFIC
        else:
            lines.append(_HONORIFIC.strip())
    return tuple(lines)


def _broken(text: str, room: int) -> Iterator[str]:
    line = ""
    for character in text:
        if byte_length(line + character) > room:
            yield line.rstrip()
            line = ""
        line += character
    if line.strip():
        yield line.rstrip()
