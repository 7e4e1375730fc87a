"""The figures as a table for the terminal, and as a section of a Markdown file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.measure import WAIT, Comparison, Line

HEADINGS = ("", "a second", "each", "× floor", "p50", "p99", "longest", "processor time each", "notes")
WIDTHS = (34, 9, 8, 8, 8, 8, 8, 44)
BEGIN, END = "<!-- bench: from here -->", "<!-- bench: to here -->"
MANY = 10


def show(comparison: Comparison, console: Console) -> None:
    """Print one comparison."""
    table = Table(*HEADINGS[:-1], title_justify="left", box=None, pad_edge=False)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.min_width = width
    for column in table.columns[1:7]:
        column.justify = "right"
    for row in _rows(comparison):
        table.add_row(*row[:-1])
    console.print(table)
    console.print("; ".join(comparison.notes), style="dim")
    console.print()


def write(
    path: Path, facts: Mapping[str, str], comparisons: Sequence[Comparison], command: str, day: str
) -> None:
    """Put the section in place of the one an earlier run left, or at the end of the file."""
    known = path.read_text(encoding="utf-8") if path.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    if BEGIN not in known:
        known = f"{known.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, _, rest = known.partition(BEGIN)
    _, _, after = rest.partition(END)
    section = "\n".join(_markdown(facts, comparisons, command, day))
    path.write_text(f"{before}{BEGIN}\n{section}\n{END}{after}", encoding="utf-8")


def _markdown(
    facts: Mapping[str, str], comparisons: Sequence[Comparison], command: str, day: str
) -> Iterator[str]:
    yield f"`{command}`, {day}."
    yield ""
    yield "| machine | |\n|---|---|"
    for name, fact in facts.items():
        yield f"| {name} | {fact} |"
    yield ""
    yield "| " + " | ".join(HEADINGS) + " |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|---|"
    for comparison in comparisons:
        for number, row in enumerate(_rows(comparison)):
            name = row[0].strip()
            yield "| " + " | ".join((f"**{name}**" if number == 0 else f"· {name}", *row[1:])) + " |"


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for line in comparison.lines:
        subject = line.ratio is None
        yield (
            line.name if subject else f"  {line.name}",
            "" if comparison.item == WAIT else _rate(1 / line.each),
            duration(line.each),
            "" if line.ratio is None else f"{line.ratio:.2f}",
            _latency(line, 0.5),
            _latency(line, 0.99),
            _latency(line, 1.0),
            _costs(line),
            "; ".join(comparison.notes) if subject else "",
        )


def duration(seconds: float) -> str:
    """A time with three digits that count."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= MANY else f"{rate:.1f}"


def _latency(line: Line, share: float) -> str:
    latency = line.percentile(share)
    return "" if latency is None else duration(latency)


def _costs(line: Line) -> str:
    names = sorted({name for sample in line.samples for name in sample.cpu})
    costs = ((name, line.cpu(name)) for name in names)
    return ", ".join(f"{name} {duration(cost)}" for name, cost in costs if cost)
