"""The masters a batch touches, as they change while its invoices are decided one after the other.

Pure: loaded rows go in, decided changes come out. What an invoice did to the masters is taken back when the
invoice turns out to be at fault, so nothing of a refused invoice is stored.
"""

from collections.abc import Iterable
from uuid import UUID

from seikyu.partners.model import Fields, Master

Key = tuple[str | None, ...]


class Book:
    """The masters of one kind, found by id or by any of the named keys."""

    def __init__(self, masters: Iterable[Master], keys: tuple[tuple[str, ...], ...]) -> None:
        self._loaded = {master.master_id: master.fields for master in masters}
        self._rows = dict(self._loaded)
        self._keys = keys
        self._found: dict[tuple[str, ...], dict[Key, list[UUID]]] = {key: {} for key in keys}
        self._journal: list[tuple[UUID, Fields | None]] = []
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

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._journal)

    def go_back(self, mark: int) -> None:
        """Take back all that was put since the mark."""
        while len(self._journal) > mark:
            self._set(*self._journal.pop())

    @property
    def registered(self) -> list[Master]:
        """The masters that were not there when the book was loaded."""
        return [Master(key, fields) for key, fields in self._rows.items() if key not in self._loaded]

    @property
    def updated(self) -> list[Master]:
        """The loaded masters whose fields are no longer the same, in the order of their ids."""
        changed = (key for key in {key for key, _ in self._journal} if key in self._loaded)
        return [
            Master(key, self._rows[key]) for key in sorted(changed) if self._rows[key] != self._loaded[key]
        ]

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


class Ledger:
    """The publishers, customers and bank accounts of one company that a batch speaks of."""

    def __init__(
        self, publishers: Iterable[Master], customers: Iterable[Master], banks: Iterable[Master]
    ) -> None:
        self.publishers = Book(publishers, (("publisher_mng_num",),))
        self.customers = Book(customers, ())
        self.banks = Book(banks, (("transfer_code",), ("fncl_inst_code", "branch_code", "account_num")))

    def mark(self) -> tuple[int, int, int]:
        """A point to go back to."""
        return self.publishers.mark(), self.customers.mark(), self.banks.mark()

    def go_back(self, mark: tuple[int, int, int]) -> None:
        """Take back all that an invoice did since the mark."""
        for book, point in zip((self.publishers, self.customers, self.banks), mark, strict=True):
            book.go_back(point)

    @property
    def changed(self) -> bool:
        """Whether anything is to be stored."""
        return any(book.mark() for book in (self.publishers, self.customers, self.banks))
