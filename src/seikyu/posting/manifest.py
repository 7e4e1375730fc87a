"""What lies in a batch, as a CSV the mail house's machines read: one row an envelope."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.kit import csv_text
from seikyu.pdf.glyphs import GETA
from seikyu.posting.model import Encoding, Recipient, batch_name

COLUMNS = (
    "batch_no",
    "sequence",
    "invoice_mng_num",
    "zip",
    "address1",
    "address2",
    "name1",
    "name2",
    "pages",
    "first_page",
    "sha256",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One envelope; `sha256` is that of the invoice's PDF, which follows the window sheet."""

    sequence: int
    invoice_mng_num: int
    recipient: Recipient
    pages: int
    first_page: int
    sha256: str


def write_manifest(batch_no: int, rows: Sequence[Row], encoding: Encoding) -> bytes:
    """The manifest of a batch; a character that CP932 lacks becomes 〓, but is right in the window."""
    lines = [COLUMNS, *(_line(batch_no, row) for row in rows)]
    if encoding is Encoding.CP932:
        lines = [tuple(_within_cp932(value) for value in line) for line in lines]
    return csv_text.write(lines, encoding.value)


def _line(batch_no: int, row: Row) -> tuple[str, ...]:
    to = row.recipient
    return (
        batch_name(batch_no),
        str(row.sequence),
        str(row.invoice_mng_num),
        to.zip or "",
        to.address1 or "",
        to.address2 or "",
        to.name1 or "",
        to.name2 or "",
        str(row.pages),
        str(row.first_page),
        row.sha256,
    )


def _within_cp932(value: str) -> str:
    try:
        value.encode("cp932")
    except UnicodeEncodeError:
        return "".join(one if one.encode("cp932", "ignore") else GETA for one in value)
    return value
