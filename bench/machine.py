"""The facts of the machine that figures come from, and what its processes have cost so far."""

import os
import platform
import subprocess
from collections.abc import Iterable
from pathlib import Path


def facts(postgres: str) -> dict[str, str]:
    """What somebody needs to know to compare the figures with their own."""
    return {
        "Cores": str(os.cpu_count()),
        "CPU": _processor(),
        "Memory": f"{_memory() / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "PostgreSQL": postgres,
        "Commit": _commit(),
    }


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor seconds that processes and their ended children have used; 0.0 where nobody tells."""
    ticks = 0
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            continue
        fields = stat.rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def family(parent: int) -> list[int]:
    """A process and its children."""
    pids = [parent]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            pids.append(int(entry.parent.name))
    return pids


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "unknown"
