"""The 250 columns in their order, and the rows of an invoice."""

from collections.abc import Iterator, Sequence

from seikyu.journals.model import Entry
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.ledgers.sheet.delivery import DELIVERY, slip_sums
from seikyu.ledgers.sheet.front import FRONT, FRONT_AT_THE_END, OVERALL, OVERALL_AT_THE_END
from seikyu.ledgers.sheet.journal import JOURNAL
from seikyu.ledgers.sheet.lines import LINE, LINE_NUMBER, TAX_INSIDE
from seikyu.ledgers.sheet.row import Column, SheetRow, written
from seikyu.wire.values import Node, node, nodes, text, whole

SECTIONS: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("全体情報", OVERALL),
    ("おもて情報", FRONT),
    ("明細情報", LINE),
    ("仕訳情報", JOURNAL),
    ("伝票情報", DELIVERY),
    ("全体情報", OVERALL_AT_THE_END),
    ("明細情報", LINE_NUMBER),
    ("おもて情報", FRONT_AT_THE_END),
    ("明細情報", TAX_INSIDE),
)
HEADS = tuple(f"【{section}】{name}" for section, columns in SECTIONS for name, _ in columns)
CELLS = tuple(cell for _, columns in SECTIONS for _, cell in columns)


def rows(paper: Paper) -> list[Row]:
    """A row per line; an invoice without lines has one."""
    return [[cell(row) for cell in CELLS] for row in _rows(paper)]


def _rows(paper: Paper) -> Iterator[SheetRow]:
    lines, custom = nodes(paper.document, "details"), nodes(paper.document, "custom_details")
    sums = slip_sums(lines)
    for number, line in enumerate(lines, start=1):
        slip_sum = sums.get(text(line, "item_slip_no") or "")
        yield SheetRow(paper, number, line, entries=_entries(paper, number), slip_sum=slip_sum)
    titles = _titles(paper.document)
    for number, line in enumerate(custom, start=len(lines) + 1):
        values = _custom_values(line, titles)
        yield SheetRow(paper, number, custom=values, entries=_entries(paper, number))
    if not lines and not custom:
        # What is entered of an invoice without lines belongs to the invoice itself.
        yield SheetRow(paper, entries=[] if paper.slip is None else paper.slip.entries)


def _entries(paper: Paper, number: int) -> Sequence[Entry]:
    return [] if paper.slip is None else [entry for entry in paper.slip.entries if entry.line == number]


def _titles(document: Node) -> dict[int, str]:
    heads = nodes(node(document, "custom_header") or {}, "custom_detail_headers")
    return {whole(head, "field_seq") or 0: text(head, "field_name") or "" for head in heads}


def _custom_values(line: Node, titles: dict[int, str]) -> list[tuple[str, str]]:
    given = {
        whole(one, "field_seq") or 0: written(one.get("field_value"))
        for one in nodes(line, "custom_detail_values")
    }
    return [(title, given.get(place, "")) for place, title in sorted(titles.items())]


SHEET = FileLayout(HEADS, rows, "cp932", quote_all=True, needs_slip=False)
