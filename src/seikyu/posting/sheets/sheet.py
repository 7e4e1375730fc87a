"""What each window sheet says, and printing those of a whole batch at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from seikyu.pdf.press import Press, open_press
from seikyu.posting.model import Recipient, letter_name
from seikyu.posting.rules import address_lines, name_lines
from seikyu.wire.values import Node, node, text

TEMPLATE = Path(__file__).parent / "sheet.typ"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of one sheet."""

    zip: str
    address: tuple[str, ...]
    name: tuple[str, ...]
    sender: tuple[str, ...]
    mark: str


def sheet_press() -> Press:
    """The press `print_sheets` uses."""
    return open_press(TEMPLATE)


def sheet_of(
    recipient: Recipient, sender: tuple[str, ...], letter: tuple[int, int], pages: int, press: Press
) -> Sheet:
    """The sheet of a letter, known by batch and sequence; `pages` counts it too."""
    shown = press.text.printable
    return Sheet(
        zip=f"〒{recipient.zip}",
        address=tuple(map(shown, address_lines(recipient))),
        name=tuple(map(shown, name_lines(recipient))),
        sender=tuple(map(shown, sender)),
        mark=f"{letter_name(*letter)} 1/{pages}",
    )


def sender_of(document: Node, membership: tuple[str, ...]) -> tuple[str, ...]:
    """Who sends the letter: the publisher on the invoice, or the company at the address of its membership."""
    publisher = node(document, "publisher") or {}
    company = text(node(document, "issuer") or {}, "company_name")
    zip_code = text(publisher, "publisher_zip")
    postal = [
        f"〒{zip_code}" if zip_code else None,
        text(publisher, "publisher_address1"),
        text(publisher, "publisher_address2"),
    ]
    offices = [text(publisher, "publisher_company_name"), text(publisher, "publisher_section")]
    lines = [*(postal if any(postal[1:]) else membership), company, *offices]
    return tuple(line for line in lines if line)


def print_sheets(sheets: Sequence[Sheet], press: Press, *, made: datetime) -> bytes:
    """One PDF with a page a sheet."""
    return press.print(msgspec.json.encode(list(sheets)), made=made.replace(microsecond=0))
