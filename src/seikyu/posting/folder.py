"""A mail house that takes batches from a folder of this machine."""

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from seikyu.posting.mail_house import MOST_BYTES, REPORT, STATUS, TAKEN, ReportFile, taken_name


class Folder:
    """Below `root`, a folder a company, named by its id."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def lay(self, company_id: int, files: Mapping[str, bytes], done: tuple[str, bytes]) -> None:
        """Lay files; see `MailHouse`."""
        await asyncio.to_thread(self._lay, company_id, files, done)

    async def reports(self, company_id: int) -> list[ReportFile]:
        """The reports that lie there."""
        return await asyncio.to_thread(self._reports, company_id)

    async def put_away(self, company_id: int, report: ReportFile) -> None:
        """Put a report away."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self._put_away, company_id, report)

    def _lay(self, company_id: int, files: Mapping[str, bytes], done: tuple[str, bytes]) -> None:
        folder = self._root / str(company_id)
        (folder / STATUS).mkdir(parents=True, exist_ok=True)
        name, content = done
        if (folder / name).is_file() and (folder / name).read_bytes() == content:
            return
        for file, whole in (*files.items(), (name, content)):
            _write(folder / file, whole)

    def _reports(self, company_id: int) -> list[ReportFile]:
        folder = self._root / str(company_id) / STATUS
        found = sorted(folder.glob(f"*{REPORT}")) if folder.is_dir() else []
        return [
            ReportFile(file.name, file.read_bytes())
            for file in found
            if file.is_file() and file.stat().st_size <= MOST_BYTES
        ]

    def _put_away(self, company_id: int, report: ReportFile) -> None:
        folder = self._root / str(company_id)
        (folder / TAKEN).mkdir(parents=True, exist_ok=True)
        (folder / STATUS / report.name).replace(folder / TAKEN / taken_name(report))


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
