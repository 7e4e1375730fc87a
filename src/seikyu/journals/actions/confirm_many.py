"""提案どおり確定: confirm what is proposed for many invoices at once, each with its own outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.journals import queries, store
from seikyu.journals.actions.lay_out import papers_of, proposals
from seikyu.journals.learning import Key, Row, lessons
from seikyu.journals.store import NewSlip
from seikyu.kit.clock import Clock
from seikyu.receiving import queries as receiving
from seikyu.receiving.beside import touch
from seikyu.receiving.model import ReceivedInvoice


class Left(StrEnum):
    """Why an invoice was not confirmed."""

    INCOMPLETE = "incomplete"
    BEGUN = "begun"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of the invoices whose slips are confirmed now, and the others with the reason."""

    done: Sequence[int]
    left: Sequence[tuple[ReceivedInvoice, Left]]


async def confirm_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, int]
) -> Outcome:
    """Confirm the proposals of those that still are in the version seen, have no slip, and are complete.

    As many statements for a hundred as for one.
    """
    owner, now = actor.company.company_id, clock()
    await queries.hold_masters(connection, owner)
    found = await receiving.some(connection, owner, sorted(seen))
    held = await touch(connection, owner, sorted(seen.items()), now)
    slips = await queries.slips(connection, owner, [*seen])
    open_ = [one for one in found if one.invoice_mng_num in held and one.invoice_mng_num not in slips]
    papers = await papers_of(connection, owner, open_)
    proposed = await proposals(connection, owner, papers, await queries.chart(connection, owner))
    ready = [paper for paper in papers if proposed[paper.invoice.invoice_mng_num].complete]
    new = [
        NewSlip(number, paper.invoice.version, proposed[number].slip_date, 0, proposed[number].entries)
        for paper in ready
        for number in [paper.invoice.invoice_mng_num]
    ]
    done = await store.write(connection, owner, new, now, confirmed=True, by=actor.user_id)
    taught: dict[Key, list[Row]] = {}
    for paper in ready:
        if paper.invoice.invoice_mng_num in done:
            taught |= lessons(paper, proposed[paper.invoice.invoice_mng_num].entries)
    await store.learn(connection, owner, taught, now)
    events = [
        Event(
            "invoice.journal_confirmed",
            "received_invoice",
            str(paper.invoice.invoice_mng_num),
            version=paper.invoice.version,
        )
        for paper in ready
        if paper.invoice.invoice_mng_num in done
    ]
    await record(connection, owner, actor.author, now, events)
    whole = {paper.invoice.invoice_mng_num for paper in ready}
    left = [(one, _why(one, held, slips, whole)) for one in found if one.invoice_mng_num not in done]
    return Outcome(sorted(done), left)


def _why(one: ReceivedInvoice, held: set[int], slips: Mapping[int, object], whole: set[int]) -> Left:
    if one.invoice_mng_num not in held:
        return Left.CHANGED
    if one.invoice_mng_num in slips:
        return Left.BEGUN
    return Left.CHANGED if one.invoice_mng_num in whole else Left.INCOMPLETE
