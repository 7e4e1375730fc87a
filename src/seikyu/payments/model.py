"""What is due, what is paid of it with one file, and the states of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from seikyu.payees.model import Payee
from seikyu.wire.faults import Fault


class RunState(StrEnum):
    """A file was made; the bank has it; or it counts no more and its invoices are free again."""

    MADE = "made"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Due:
    """An approved invoice that is not paid yet; what its document says of the way of payment."""

    invoice_mng_num: int
    supplier: str
    inv_no: str | None
    amount: int
    due: date | None
    close_date: date | None
    payee_id: UUID | None
    by_transfer: bool = True
    customer_code1: str = ""
    customer_code2: str = ""
    edi: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which invoices are to be paid, from which account, on which day; each by itself if `per_invoice`."""

    numbers: tuple[int, ...]
    account_code: str
    pay_day: date
    per_invoice: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One transfer to be: whom, for which invoices, and the fee that is taken off, whole yen."""

    payee: Payee
    dues: tuple[Due, ...]
    gross: int
    fee: int

    @property
    def amount(self) -> int:
        """What is transferred."""
        return self.gross - self.fee


@dataclass(frozen=True, slots=True)
class Plan:
    """A run before it is made: with faults no file can be written; warnings are for people to weigh."""

    transfers: Sequence[Planned]
    faults: Sequence[Fault]
    warnings: Sequence[Fault]
    content: bytes = b""

    @property
    def total(self) -> int:
        """What the bank is asked to transfer."""
        return sum(planned.amount for planned in self.transfers)

    @property
    def fees(self) -> int:
        """What is taken off in all."""
        return sum(planned.fee for planned in self.transfers)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is kept."""

    run_id: UUID
    state: RunState
    account_code: str
    account_name: str
    pay_day: date
    transfers: int
    total: int
    fees: int
    file_sha256: bytes
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice in a run."""

    invoice_mng_num: int
    transfer: int
    payee_code: str
    payee_name: str
    amount: int
