"""Deal with single letters: put an address right, take off the list, send again, mark as printed."""

from collections.abc import Collection
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.accounts.postal_codes import address
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.posting import queries, store
from seikyu.posting.model import Letter, LetterState, Recipient, Way
from seikyu.posting.rules import address_problem
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def find(connection: Connection, owner: int, letter_id: UUID) -> Letter:
    """A letter of the company, or 404."""
    letter = await queries.letter(connection, owner, letter_id)
    if letter is None:
        raise Refusal(codes.LETTER_UNKNOWN, status=404)
    return letter


async def address_letter(
    connection: Connection, actor: Actor, clock: Clock, letter_id: UUID, recipient: Recipient
) -> str | None:
    """Give a letter another address: one that waits as it is, a returned one by sending it again.

    The answer is what is still wrong with the address; then nothing was changed.
    """
    owner, now = actor.company.company_id, clock()
    letter = await find(connection, owner, letter_id)
    problem = address_problem(recipient, address(recipient.zip or ""))
    if problem is not None:
        return problem
    if letter.state is LetterState.RETURNED:
        await _moved(connection, actor, clock, letter, LetterState.SETTLED)
        invoice = (letter.invoice_mng_num, letter.version)
        await store.add_letter(connection, owner, Way.MAIL_HOUSE, invoice, recipient, None, now)
        action = "letter_sent_again"
    elif await store.readdress(connection, owner, letter_id, recipient, None, now):
        action = "letter_addressed"
    else:
        raise Refusal(codes.LETTER_MOVED, status=409)
    await _record(connection, actor, clock, action, [(letter.invoice_mng_num, letter.version)])
    return None


async def take_off(connection: Connection, actor: Actor, clock: Clock, letter_id: UUID) -> None:
    """Take a letter off the list: one that waits is not posted, a returned one is dealt with."""
    letter = await find(connection, actor.company.company_id, letter_id)
    returned = letter.state is LetterState.RETURNED
    state = LetterState.SETTLED if returned else LetterState.WITHDRAWN
    await _moved(connection, actor, clock, letter, state)
    action = "letter_settled" if returned else "letter_withdrawn"
    await _record(connection, actor, clock, action, [(letter.invoice_mng_num, letter.version)])


async def mark_printed(connection: Connection, actor: Actor, clock: Clock, letters: Collection[UUID]) -> int:
    """Note that the company printed these itself; return how many were still waiting for it."""
    change = (LetterState.WAITING, LetterState.PRINTED)
    owner = actor.company.company_id
    moved = await store.move(connection, owner, letters, Way.OWN_PRINT, change, clock())
    await _record(connection, actor, clock, "printed_in_house", moved)
    return len(moved)


async def _moved(
    connection: Connection, actor: Actor, clock: Clock, letter: Letter, state: LetterState
) -> None:
    if letter.state not in (LetterState.WAITING, LetterState.RETURNED):
        raise Refusal(codes.LETTER_MOVED, status=409)
    change, owner = (letter.state, state), actor.company.company_id
    if not await store.move(connection, owner, [letter.letter_id], letter.way, change, clock()):
        raise Refusal(codes.LETTER_MOVED, status=409)


async def _record(
    connection: Connection, actor: Actor, clock: Clock, action: str, moved: Collection[tuple[int, int]]
) -> None:
    events = [Event(f"invoice.{action}", "invoice", str(number), version=v) for number, v in moved]
    await record(connection, actor.company.company_id, actor.author, clock(), events)
