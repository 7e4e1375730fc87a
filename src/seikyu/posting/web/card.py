"""The letters of an invoice, on the invoice's own page."""

from seikyu.accounts.model import Actor, Option
from seikyu.db.pool import Connection
from seikyu.issuing.web.beside import Card, Line
from seikyu.posting import queries
from seikyu.posting.model import Letter, LetterState, Way
from seikyu.posting.web.entrance import OWN
from seikyu.posting.web.rows import Row, row_of
from seikyu.ui.words import Words

OPEN = (LetterState.WAITING, LetterState.RETURNED)


async def letters_card(
    connection: Connection, actor: Actor, invoice_mng_num: int, words: Words
) -> Card | None:
    """How far each letter has come; companies without the options have none and are not asked for."""
    if not actor.company.options & {Option.POSTAL_PROXY, Option.BULK_PRINT}:
        return None
    letters = await queries.letters_of_invoice(connection, actor.company.company_id, invoice_mng_num)
    if not letters:
        return None
    return Card(words("posting.card.title"), [_line(letter, words) for letter in letters])


def _line(letter: Letter, words: Words) -> Line:
    row: Row = row_of(letter, words)
    if letter.way is Way.OWN_PRINT:
        href = OWN if letter.state is LetterState.WAITING else ""
        return Line(row.state, row.kind, words("posting.tab.own"), "", None, href)
    return Line(
        status=row.state,
        kind=row.kind,
        text=row.mark or words("posting.card.mail"),
        note=row.problem or row.note,
        at=row.told_on,
        href=row.href if letter.state in OPEN else "",
    )
