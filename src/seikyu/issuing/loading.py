"""Loading what a batch of registrations speaks of: masters, employees, routes, layouts, in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import person_in_charge
from seikyu.db.pool import Connection
from seikyu.issuing.open_invoices import masters_in_use
from seikyu.issuing.register_wire import RegisterElement
from seikyu.issuing.registration import Loaded, deletes, persons
from seikyu.issuing.submission import load_routing
from seikyu.layouts.queries import ids_by_code
from seikyu.partners import bank_master
from seikyu.partners import queries as masters
from seikyu.partners.ledger import Ledger
from seikyu.partners.named import Named
from seikyu.partners.persons import Person


@dataclass(slots=True)
class Spoken:
    """What a batch names, and whether it deletes masters."""

    named: Named = field(default_factory=Named)
    persons: set[Person] = field(default_factory=set)
    layouts: set[str] = field(default_factory=set)
    deletes: bool = False


def spoken_of(elements: Iterable[RegisterElement]) -> Spoken:
    """Gather what the elements name; each is looked at once and let go."""
    spoken = Spoken()
    for element in elements:
        spoken.named.add_publisher(element.publisher)
        spoken.named.add_customer(element.customer)
        for bank in element.banks:
            spoken.named.add_bank(bank)
        spoken.persons |= persons([element])
        if element.layout is not None:
            spoken.layouts.add(element.layout)
        spoken.deletes = spoken.deletes or deletes(element)
    return spoken


async def load(connection: Connection, actor: Actor, spoken: Spoken) -> Loaded:
    """All of it, as it stands; the same number of queries however much is named."""
    owner = actor.company.company_id
    people = await person_in_charge(connection, owner, spoken.persons)
    return Loaded(
        await load_masters(connection, owner, spoken),
        {person: len(matching) for person, matching in people.items()},
        bank_master.complete,
        await load_routing(connection, actor),
        await ids_by_code(connection, owner, spoken.layouts),
    )


async def load_masters(connection: Connection, owner: int, spoken: Spoken) -> Ledger:
    """The masters; where some are deleted, also which stand on invoices still to be issued."""
    return await masters.load(connection, owner, spoken.named, masters_in_use if spoken.deletes else None)
