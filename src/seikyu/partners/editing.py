"""Deciding one master as a person states it on screen: pure.

A screen always states the whole master, so it is judged as one that is registered anew, and what is empty
becomes empty (decision 0003). What it must not be mistaken for is looked for beside itself.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from uuid import UUID

from seikyu.partners import bank_master
from seikyu.partners.keeping import BANKS, CUSTOMERS, PUBLISHERS, Masters
from seikyu.partners.ledger import CUSTOMER_CODE, PUBLISHER_CODE, TRANSFER_CODE, Book, InUse
from seikyu.partners.ledger import Masters as Loaded
from seikyu.partners.model import BANK_KEY, Fields, Master
from seikyu.partners.rules import bank_lacks, customer_lacks, find_customer, publisher_lacks
from seikyu.wire import codes
from seikyu.wire.faults import Fault

Lacks = Callable[[Fields, str, Container[str]], list[Fault]]
Alikes = Callable[[Book, Fields, UUID | None], list[Fault]]


@dataclass(frozen=True, slots=True)
class Stating:
    """How one kind of master is stated on screen: completed, found wanting, told from others.

    `alone` and `used` say how to ask whether an invoice needs one.
    """

    masters: Masters
    label: str
    complete: Callable[[Fields], Fields]
    lacks: Lacks
    alikes: Alikes
    alone: Callable[[Master], Loaded]
    used: Callable[[InUse], Container[UUID]]

    @property
    def path(self) -> str:
        """Where the one master of the request stands."""
        return f"{self.masters.name}[0]"

    def at(self, name: str) -> str:
        """Where a field of it stands."""
        return f"{self.path}.{name}"


def doubles(book: Book, given: Fields, own: UUID | None) -> list[UUID]:
    """The other publishers that carry the same code: allowed, but the API finds none of them any more."""
    return [found for found in book.find(PUBLISHER_CODE, given) if found != own]


def _publisher_alikes(_book: Book, _given: Fields, _own: UUID | None) -> list[Fault]:
    return []


def _customer_alikes(book: Book, given: Fields, own: UUID | None) -> list[Fault]:
    if given["private_cust_cd"] is not None:
        taken = [found for found in book.find(CUSTOMER_CODE, given) if found != own]
        return [Fault("customers[0].private_cust_cd", codes.CUSTOMER_CODE_TAKEN)] if taken else []
    # One corporate number may stand for many offices, but then each has a code of its own.
    alike = [found for found in find_customer(book, given) if found != own]
    return [Fault("customers[0].private_cust_cd", codes.CUSTOMER_KNOWN)] if alike else []


def _bank_alikes(book: Book, given: Fields, own: UUID | None) -> list[Fault]:
    faults = []
    if any(found != own for found in book.find(TRANSFER_CODE, given)):
        faults.append(Fault("banks[0].transfer_code", codes.TRANSFER_CODE_TAKEN))
    if any(found != own for found in book.find(BANK_KEY, given)):
        faults.append(Fault("banks[0].account_num", codes.BANK_ACCOUNT_KNOWN))
    return faults


def _as_given(given: Fields) -> Fields:
    return given


PUBLISHER = Stating(
    PUBLISHERS,
    "発行元",
    _as_given,
    publisher_lacks,
    _publisher_alikes,
    lambda master: Loaded(publishers=[master]),
    lambda in_use: in_use.publishers,
)
CUSTOMER = Stating(
    CUSTOMERS,
    "発行先",
    _as_given,
    lambda given, path, _: customer_lacks(given, path),
    _customer_alikes,
    lambda master: Loaded(customers=[master]),
    lambda in_use: in_use.customers,
)
BANK = Stating(
    BANKS,
    "振込先口座",
    bank_master.complete,
    lambda given, path, _: bank_lacks(given, path),
    _bank_alikes,
    lambda master: Loaded(banks=[master]),
    lambda in_use: in_use.banks,
)


def judge(
    stating: Stating, book: Book, given: Fields, read: tuple[Fault, ...], own: UUID | None
) -> list[Fault]:
    """All that is wrong with the master as stated, what the reader found about it included."""
    broken = {fault.path for fault in read}
    found = [*stating.lacks(given, stating.path, broken), *stating.alikes(book, given, own)]
    # The screen asks for each part of a bank account: the reader's one fault for all of them adds nothing.
    kept = [fault for fault in read if fault.code is not codes.BANK_UNIDENTIFIED]
    told = {fault.path for fault in kept}
    return [*kept, *(fault for fault in found if fault.path not in told)]
