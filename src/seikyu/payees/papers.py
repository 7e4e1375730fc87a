"""What slices above know of a payee's invoices, passed in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice of a payee."""

    invoice_mng_num: int
    inv_no: str | None
    close_date: date | None
    due_date: date | None
    amount: int
    href: str


InvoicesOf: TypeAlias = Callable[[Connection, int, UUID, int], Awaitable[Sequence[InvoiceLine]]]
"""The latest invoices of a payee, at most so many."""
MoveInvoices: TypeAlias = Callable[[Connection, int, UUID, UUID, datetime], Awaitable[int]]
"""Lets the invoices of one payee belong to another; returns how many."""
AssignAll: TypeAlias = Callable[[Connection, int, datetime], Awaitable[int]]
"""Lets invoices that came before there were payees belong to those of their sellers; returns how many."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The invoices of payees."""

    of: InvoicesOf
    move: MoveInvoices
    assign: AssignAll
