"""What operators do at the command line: hold, export, close and reopen."""

import asyncio
import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.house.doors import environment_for
from tests.retention.aged import old_invoice
from tests.ui.house import House

SEIKYU = Path(sys.executable).with_name("seikyu")


async def test_an_operator_holds_exports_closes_and_reopens(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await old_invoice(house)
    company, target = str(house.seller.company_id), tmp_path / "all.zip"
    environ = {**os.environ, **environment_for(database_url, 8000)}

    async def seikyu(*arguments: str, ends: int = 0) -> str:
        done = await asyncio.to_thread(run, arguments, environ)
        assert done.returncode == ends, done.stderr
        return done.stdout + done.stderr

    held = await seikyu("retention", "hold", "--company", company, "--reason", "照会")
    hold_id = held.removeprefix("hold_id: ").strip()
    assert "time is over: 0" in await seikyu("retention", "list", "--company", company)
    await seikyu("retention", "end-hold", "--company", company, hold_id, "--reason", "終了")
    assert "time is over: 1" in await seikyu("retention", "list", "--company", company)
    assert "no such company" in await seikyu("retention", "list", "--company", "1", ends=1)

    await seikyu("company", "export", "--company", company, str(target))
    with zipfile.ZipFile(target) as archive:
        log = csv.DictReader(io.StringIO(archive.read("audit/log.csv").decode("utf-8-sig"), newline=""))
        assert {"legal_hold.set", "legal_hold.ended"} <= {row["操作"] for row in log}
    assert "exists already" in await seikyu("company", "export", "--company", company, str(target), ends=2)

    closed = await seikyu("company", "close", "--company", company, "--reason", "終了")
    assert closed == f"closed: {company}\n"
    assert "has left already" in await seikyu(
        "company", "close", "--company", company, "--reason", "x", ends=1
    )
    assert await seikyu("company", "reopen", "--company", company) == f"reopened: {company}\n"


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The command, and what it said."""
    return subprocess.run([SEIKYU, *arguments], env=environ, capture_output=True, text=True, check=False)
