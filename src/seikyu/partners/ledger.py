"""The masters a batch touches, as they change while its invoices are decided one after the other.

Pure: loaded rows go in, decided changes come out. What an invoice did to the masters is taken back when the
invoice turns out to be at fault, so nothing of a refused invoice is stored.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from seikyu.audit.model import Event
from seikyu.partners.model import BANK_ACCOUNT, BANK_KEY, CUSTOMER, PUBLISHER, Fields, Kind, Master

Key = tuple[str | None, ...]
Mark = tuple[int, int]


PUBLISHER_CODE = ("publisher_mng_num",)
CUSTOMER_CODE = ("private_cust_cd",)
CORPORATE_NUMBER = ("corp_genuine_id",)
COMPANY_NAME = ("company_name_org",)
TRANSFER_CODE = ("transfer_code",)


class Book:
    """The masters of one kind, found by id or by any of the named keys.

    `in_use` names those that stand on an invoice that is not issued yet.
    """

    def __init__(
        self,
        masters: Iterable[Master],
        keys: tuple[tuple[str, ...], ...],
        in_use: Container[UUID] = frozenset(),
    ) -> None:
        self._loaded = {master.master_id: master.fields for master in masters}
        self._rows = dict(self._loaded)
        self._keys = keys
        self._found: dict[tuple[str, ...], dict[Key, list[UUID]]] = {key: {} for key in keys}
        self._journal: list[tuple[UUID, Fields | None]] = []
        self._in_use = in_use
        self._used: list[UUID] = []
        for master_id, fields in self._rows.items():
            self._index(master_id, fields)

    def __getitem__(self, master_id: UUID) -> Fields:
        """The fields of a master as they stand now."""
        return self._rows[master_id]

    def get(self, master_id: UUID) -> Fields | None:
        """The fields of a master as they stand now, if it is known."""
        return self._rows.get(master_id)

    def find(self, key: tuple[str, ...], fields: Fields) -> list[UUID]:
        """All masters that share these values; none when any of them is empty."""
        values = tuple(fields[name] for name in key)
        return [] if None in values else self._found[key].get(values, [])

    def put(self, master_id: UUID, fields: Fields) -> None:
        """Register a master or change it."""
        before = self._rows.get(master_id)
        if before != fields:
            self._journal.append((master_id, before))
            self._set(master_id, fields)

    def remove(self, master_id: UUID) -> None:
        """Delete a master: it is found no more."""
        self._journal.append((master_id, self._rows[master_id]))
        self._set(master_id, None)

    def use(self, master_id: UUID) -> None:
        """Note that an invoice of the batch needs this master."""
        self._used.append(master_id)

    def is_in_use(self, master_id: UUID) -> bool:
        """Whether an invoice needs the master, one of this batch included."""
        return master_id in self._in_use or master_id in self._used

    def mark(self) -> Mark:
        """A point to go back to."""
        return len(self._journal), len(self._used)

    def go_back(self, mark: Mark) -> None:
        """Take back all that was done since the mark."""
        journal, used = mark
        while len(self._journal) > journal:
            self._set(*self._journal.pop())
        del self._used[used:]

    @property
    def changed(self) -> bool:
        """Whether anything is to be stored."""
        return bool(self._journal)

    @property
    def registered(self) -> list[Master]:
        """The masters that were not there when the book was loaded."""
        return [Master(key, fields) for key, fields in self._rows.items() if key not in self._loaded]

    @property
    def updated(self) -> list[Master]:
        """The loaded masters whose fields are no longer the same, in the order of their ids."""
        changed = {key for key, _ in self._journal if key in self._loaded and key in self._rows}
        return [
            Master(key, self._rows[key]) for key in sorted(changed) if self._rows[key] != self._loaded[key]
        ]

    @property
    def deleted(self) -> list[UUID]:
        """The loaded masters that are no longer there, in the order of their ids."""
        return sorted(key for key in self._loaded if key not in self._rows)

    def _set(self, master_id: UUID, fields: Fields | None) -> None:
        before = self._rows.pop(master_id, None)
        if before is not None:
            for key in self._keys:
                self._found[key][tuple(before[name] for name in key)].remove(master_id)
        if fields is not None:
            self._rows[master_id] = fields
            self._index(master_id, fields)

    def _index(self, master_id: UUID, fields: Fields) -> None:
        for key in self._keys:
            self._found[key].setdefault(tuple(fields[name] for name in key), []).append(master_id)


@dataclass(frozen=True, slots=True)
class Masters:
    """The masters a batch names, as they were loaded."""

    publishers: Sequence[Master] = ()
    customers: Sequence[Master] = ()
    banks: Sequence[Master] = ()


@dataclass(frozen=True, slots=True)
class InUse:
    """Which of the loaded masters stand on an invoice that is not issued yet."""

    publishers: Container[UUID] = frozenset()
    customers: Container[UUID] = frozenset()
    banks: Container[UUID] = frozenset()


NOTHING_IN_USE = InUse()


class Ledger:
    """The publishers, customers and bank accounts of one company that a batch speaks of."""

    def __init__(self, masters: Masters, in_use: InUse = NOTHING_IN_USE) -> None:
        self.publishers = Book(masters.publishers, (PUBLISHER_CODE,), in_use.publishers)
        self.customers = Book(
            masters.customers, (CUSTOMER_CODE, CORPORATE_NUMBER, COMPANY_NAME), in_use.customers
        )
        self.banks = Book(masters.banks, (TRANSFER_CODE, BANK_KEY), in_use.banks)

    @property
    def books(self) -> tuple[tuple[Kind, Book], ...]:
        """All three with what tells them apart."""
        return (PUBLISHER, self.publishers), (CUSTOMER, self.customers), (BANK_ACCOUNT, self.banks)

    def mark(self) -> tuple[Mark, ...]:
        """A point to go back to."""
        return tuple(book.mark() for _, book in self.books)

    def go_back(self, mark: tuple[Mark, ...]) -> None:
        """Take back all that an invoice did since the mark."""
        for (_, book), point in zip(self.books, mark, strict=True):
            book.go_back(point)

    @property
    def changed(self) -> bool:
        """Whether anything is to be stored."""
        return any(book.changed for _, book in self.books)

    @property
    def events(self) -> list[Event]:
        """What is to be told of in the log."""
        return [
            Event(f"{kind.subject}.{action}", kind.subject, str(master_id))
            for kind, book in self.books
            for action, master_ids in (
                ("registered", [master.master_id for master in book.registered]),
                ("updated", [master.master_id for master in book.updated]),
                ("deleted", book.deleted),
            )
            for master_id in master_ids
        ]
