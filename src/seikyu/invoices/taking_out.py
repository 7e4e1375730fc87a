"""What leaves the house as a list or as many prints in one file; it always leaves a trace in the log."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool
from seikyu.invoices import queries as documents
from seikyu.kit.clock import Clock
from seikyu.pdf.binding import Sheets
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST_ROWS = 100_000
MOST_PRINTS = 500


@dataclass(frozen=True, slots=True)
class Print:
    """The stored print of an invoice, and its bookmark in a file of many."""

    bookmark: str
    stored: StoredObject


def check_rows(found: int) -> None:
    """Refuse a list that is too long for a file."""
    if found > MOST_ROWS:
        raise Refusal(codes.TOO_MANY_TO_EXPORT, status=400, limit=f"{MOST_ROWS:,}")


def check_prints(found: int) -> None:
    """Refuse more prints than one file is to hold."""
    if found > MOST_PRINTS:
        raise Refusal(codes.TOO_MANY_TO_PRINT, status=400, limit=MOST_PRINTS, found=f"{found:,}")


async def note(
    connection: Connection, actor: Actor, clock: Clock, action: str, subject: str, comment: str
) -> None:
    """Write into the log what left the house: `list.exported` or `list.printed` of which list."""
    event = Event(action, "list", subject, comment=comment.strip())
    await record(connection, actor.company.company_id, actor.author, clock(), [event])


async def prints_of(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    subject: str,
    bookmarks: Sequence[tuple[int, str]],
    what: str,
) -> list[Print]:
    """The stored prints of these in their order, each under its bookmark; Refusal when none has one."""
    numbers = [number for number, _ in bookmarks]
    held = await documents.prints(connection, actor.company.company_id, numbers)
    if not held:
        raise Refusal(codes.NOTHING_TO_PRINT, status=400)
    await note(connection, actor, clock, "list.printed", subject, f"PDF {len(held)}件 {what}")
    return [Print(bookmark, held[number]) for number, bookmark in bookmarks if number in held]


async def sheets_of(pool: Pool, prints: Sequence[Print]) -> list[Sheets]:
    """The prints read, to be bound; outside of the transaction that found them."""
    read = await objects.contents(pool, [one.stored for one in prints])
    return [Sheets(one.bookmark, pages) for one, pages in zip(prints, read, strict=True)]


def bookmark(number: int, *names: str | None) -> str:
    """What an invoice is called in a file of many."""
    return " ".join([str(number), *(name for name in names if name)])


def given(wanted: "DataclassInstance") -> str:
    """A filter as the log tells it: what was given, and nothing else."""
    found = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return " ".join(
        f"{name}={sorted(value) if isinstance(value, frozenset) else value}"
        for name, value in found
        if value is not None
    )
