"""What of an invoice its file cannot hold: told all at once, never cut or replaced."""

from collections.abc import Iterator, Sequence

from seikyu.kit.csv_text import unwritable
from seikyu.kit.width import byte_length
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Fault


def troubles(layout: FileLayout, paper: Paper, rows: Sequence[Row]) -> list[Fault]:
    """Every trouble of an invoice; what stands on each of its rows is told once."""
    found: list[Fault] = []
    if objection := layout.objection(paper):
        found.append(_fault(paper, objection))
    for row in rows:
        found += [fault for fault in _of_row(layout, paper, row) if fault not in found]
    return found


def _of_row(layout: FileLayout, paper: Paper, row: Row) -> Iterator[Fault]:
    for problem in unwritable(row, layout.encoding):
        yield _fault(
            paper,
            codes.LEDGER_CHARACTER,
            column=layout.columns[problem.column - 1],
            character=problem.character,
            point=f"U+{ord(problem.character):04X}",
        )
    for place, limit in layout.limits.items():
        if byte_length(row[place]) > limit:
            column, value = layout.columns[place], row[place]
            yield _fault(paper, codes.LEDGER_TOO_WIDE, column=column, value=value, limit=limit)


def _fault(paper: Paper, code: Code, **values: object) -> Fault:
    number = str(paper.number)
    return Fault(f"invoices[{number}]", code, {"number": number, **values}, invoice_mng_num=number)
