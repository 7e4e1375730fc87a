"""The wheel: everything the program reads is in it, and it runs without the checkout."""

import asyncio
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx

from tests.house.doors import Doors, answers, environment_for, free_port, until

ROOT = Path(__file__).parents[1]
PROGRAM = "import sys; from seikyu.cli import main; sys.argv[0] = 'seikyu'; main()"


async def test_the_wheel_holds_every_file_of_the_program_and_serves_from_it(
    doors: Doors, database_url: str, tmp_path: Path
) -> None:
    unpacked = await asyncio.to_thread(unpack, tmp_path)
    source = ROOT / "src" / "seikyu"
    wanted = {
        path.relative_to(source.parent) for path in source.rglob("*.*") if "__pycache__" not in path.parts
    }
    assert {path for path in wanted if not (unpacked / path).is_file()} == set()
    assert list(unpacked.glob("seikyu-*.dist-info/licenses/LICENSE"))
    await serves(unpacked, doors, database_url)


def unpack(folder: Path) -> Path:
    """Build the wheel and unpack it, as an installer would."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


async def serves(unpacked: Path, doors: Doors, database_url: str) -> None:
    """Run it, with nothing of the checkout in its way; the tests' own server has migrated the database."""
    assert await doors.pool.fetchval("SELECT 1")
    port = free_port()
    environment = {**os.environ, **environment_for(database_url, port), "PYTHONPATH": str(unpacked)}
    found = f"import seikyu; assert seikyu.__file__.startswith({str(unpacked)!r}); "
    process = subprocess.Popen(  # noqa: ASYNC220 -- returns at once
        [sys.executable, "-c", found + PROGRAM, "web"], env=environment, cwd=unpacked
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            await until(lambda: answers(http), 60)
            for path in ("/login", "/docs/ja/quick-start", "/openapi.json"):
                assert (await http.get(path, follow_redirects=True)).status_code == 200, path
    finally:
        process.terminate()
        assert await asyncio.to_thread(process.wait, 30) == 0
