"""The letter of an invitation: one sheet with the address in the window of the envelope, and the code."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from seikyu.invitations.queries import Customer
from seikyu.kit.jst import JST
from seikyu.pdf.breaks import Text, breakable
from seikyu.pdf.press import Press, open_press

TEMPLATE = Path(__file__).parent / "printing" / "letter.typ"
WINDOW = 24.0
"""The width of the window in characters of its type size."""
LINE = 44.0


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says, formatted."""

    title: str
    postal: tuple[Text, ...]
    name: Text
    inviter: Text
    inviter_plain: str
    code: str
    page: str
    made: str
    until: str


async def print_letter(
    customer: Customer, inviter: str, code: str, base_url: str, now: datetime, until: datetime
) -> bytes:
    """The PDF; made beside the event loop."""
    return await asyncio.to_thread(_print, customer, inviter, code, f"{base_url}/invitations", now, until)


def _print(customer: Customer, inviter: str, code: str, page: str, now: datetime, until: datetime) -> bytes:
    press = _press()

    def fit(text: str, room: float) -> Text:
        return breakable(press.text.printable(text), room, press.text.width)

    postal = (f"〒{customer.zip_code}", customer.address1, customer.address2)
    letter = Letter(
        title="請求書の電子受取へのご招待",
        postal=tuple(fit(line, WINDOW) for line in postal if line),
        name=fit(f"{customer.name} 御中", WINDOW - 4),
        inviter=fit(inviter, LINE),
        inviter_plain=press.text.printable(inviter),
        code=code,
        page=page,
        made=_day(now),
        until=_day(until),
    )
    return press.print(msgspec.json.encode(letter), made=now.replace(microsecond=0))


@cache
def _press() -> Press:
    """Opened when the first letter is printed: most processes print none."""
    return open_press(TEMPLATE)


def _day(moment: datetime) -> str:
    local = moment.astimezone(JST)
    return f"{local.year}年{local.month}月{local.day}日"
