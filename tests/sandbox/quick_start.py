"""The quick start as it is written: blocks for a shell, each with what it says will be seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAGES = (
    REPOSITORY / "docs" / "quick-start.md",
    REPOSITORY / "docs" / "quick-start.ja.md",
    REPOSITORY / "README.md",
)
MARK = "-- next block --\n"


@dataclass(frozen=True)
class Block:
    """Lines for a shell; `seen` is what is said to come of them, where something is said."""

    lines: str
    seen: str | None


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in order; of the README, those of its five minutes."""
    text = page.read_text(encoding="utf-8")
    if page.name == "README.md":
        text = text.partition("## Five minutes")[2].partition("\n## ")[0]
    found: list[Block] = []
    for kind, content in re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        if kind == "sh":
            found.append(Block(content, None))
        elif kind == "text":
            found[-1] = Block(found[-1].lines, content)
    return found


def script(told: Sequence[Block]) -> str:
    """All blocks one after the other, so that what each says can be told apart."""
    return "".join(f"printf '%s' '{MARK}'\n{block.lines}echo\n" for block in told)


def is_as_told(block: Block, said: str) -> bool:
    """Whether a shell said what the page says: `…` stands for anything in a line, alone for any lines."""
    if block.seen is None:
        return not said.strip()
    told = "".join("(.*\n)*" if line == "…" else _shape(line) + "\n" for line in block.seen.splitlines())
    return re.fullmatch(told, said.rstrip("\n") + "\n") is not None


def _shape(line: str) -> str:
    return ".+".join(re.escape(part) for part in line.split("…"))
