"""The place where a mail house takes batches and leaves its reports: a folder for each company.

`PB000123.pdf` and `.csv` are whole when `PB000123.done` is there, which names both with their SHA-256.
Reports are laid as `status/PB000123.status.csv` and put away to `status/taken` once they are taken.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

STATUS, TAKEN = "status", "status/taken"
REPORT = ".status.csv"
MOST_BYTES = 8 * 1024 * 1024
"""A report is a line an envelope; what is larger is none."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file the mail house left."""

    name: str
    content: bytes


class MailHouse(Protocol):
    """Somebody who prints and posts."""

    async def lay(self, company_id: int, files: Mapping[str, bytes], done: tuple[str, bytes]) -> None:
        """Lay files, then the marker that says they are whole; nothing where that very marker lies already.

        Each file appears under its name only when all of it is there. Doing it again overwrites.
        """

    async def reports(self, company_id: int) -> list[ReportFile]:
        """The reports that lie there."""

    async def put_away(self, company_id: int, report: ReportFile) -> None:
        """Put a report that was taken where it is not found again; one that is gone is fine."""


def marker(files: Mapping[str, bytes]) -> bytes:
    """What the marker says: each file with its digest, as `sha256sum` writes it."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()


def taken_name(report: ReportFile) -> str:
    """The name a report is put away under: a second one of the same name keeps its own."""
    return f"{report.name.removesuffix(REPORT)}.{hashlib.sha256(report.content).hexdigest()[:12]}{REPORT}"
