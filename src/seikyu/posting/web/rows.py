"""Letters as lists show them."""

from dataclasses import dataclass

from seikyu.posting.model import Letter, LetterState, Recipient, letter_name
from seikyu.posting.queries import Waiting
from seikyu.ui.format import When, day, moment
from seikyu.ui.words import Words

KINDS = {
    LetterState.WAITING: "waiting",
    LetterState.CLOSED: "waiting",
    LetterState.PRINTED: "waiting",
    LetterState.POSTED: "done",
    LetterState.RETURNED: "attention",
    LetterState.SETTLED: "quiet",
    LetterState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One letter."""

    letter_id: str
    number: int
    invoice: str
    href: str
    state: str
    kind: str
    name: str
    address: str
    title: str
    mark: str
    since: When | None
    told_on: When | None
    note: str
    problem: str
    choose: str


def row_of(letter: Letter, words: Words, waiting: Waiting | None = None) -> Row:
    """A letter, and what its invoice is called where that is known."""
    problem = "" if letter.problem is None else words(f"posting.problem.{letter.problem}")
    title = "" if waiting is None else " ".join(filter(None, (waiting.inv_no, waiting.inv_name)))
    name = named(letter.recipient)
    return Row(
        letter_id=str(letter.letter_id),
        number=letter.invoice_mng_num,
        invoice=f"/seller/invoices/{letter.invoice_mng_num}",
        href=f"/seller/posting/letters/{letter.letter_id}",
        state=words(f"posting.state.{letter.state}"),
        kind="attention" if problem else KINDS[letter.state],
        name=name or (waiting and waiting.customer_name) or words("posting.no_name"),
        address=written(letter.recipient),
        title=title,
        mark=mark_of(letter),
        since=moment(letter.waiting_since),
        told_on=day(letter.told_on),
        note=letter.note or "",
        problem=problem,
        choose=words("posting.own.choose", name=name, number=letter.invoice_mng_num),
    )


def mark_of(letter: Letter) -> str:
    """The letter's name, once it is in a batch."""
    if letter.batch_no is None or letter.sequence is None:
        return ""
    return letter_name(letter.batch_no, letter.sequence)


def named(recipient: Recipient) -> str:
    """Who it is for."""
    return " ".join(filter(None, (recipient.name1, recipient.name2)))


def written(recipient: Recipient) -> str:
    """Where it goes, in a line."""
    zip_code = f"〒{recipient.zip}" if recipient.zip else None
    return " ".join(filter(None, (zip_code, recipient.address1, recipient.address2)))
