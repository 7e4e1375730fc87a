"""Which of the chosen invoices were left as they are, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.invoices.deciding.sides import Decided, DecidingSide, Paper
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An invoice that was left, as it stands now."""

    href: str
    partner: str
    inv_no: str
    amount: str
    status: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftPage:
    """The whole page: how many are done, and which were not; `home` is the list, `here` what was done."""

    title: str
    which: str
    done: str
    rows: Sequence[LeftRow]
    home: tuple[str, str]
    here: str
    back: str
    back_word: str


def left_row(paper: Paper, why: str) -> LeftRow:
    """An invoice and the reason."""
    number = paper.inv_no or str(paper.number)
    return LeftRow(paper.href, paper.partner, number, paper.amount, paper.status, paper.kind, why)


def undecided(decided: Decided, side: DecidingSide, back: str, words: Words) -> LeftPage:
    """What is left of those chosen of what waits."""
    return LeftPage(
        title=words("invoices.deciding.left"),
        which=words("invoices.deciding.not_approved"),
        done=words("invoices.deciding.done", count=decided.done) if decided.done else "",
        rows=[
            left_row(paper, code.ja if words.language == "ja" else code.en) for paper, code in decided.left
        ],
        home=(side.waiting, words("invoices.waiting.title")),
        here=words(side.here),
        back=back,
        back_word=words("invoices.deciding.back"),
    )
