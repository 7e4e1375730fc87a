"""An invoice as it is handed over, what keeps it from being so, and the exports that were made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from seikyu.journals.model import Slip
from seikyu.kit.csv_text import Encoding
from seikyu.payees.registrations import Registration
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire.codes import Code
from seikyu.wire.values import Node


class Format(StrEnum):
    """The files there are."""

    RECEIVER = "receiver"
    YAYOI = "yayoi"
    FREEE = "freee"
    MONEY_FORWARD = "money_forward"
    OBC = "obc"

    @property
    def label(self) -> str:
        """As the package calls itself."""
        return LABELS[self]


LABELS = {
    Format.RECEIVER: "受取請求書データ（250項目）",
    Format.YAYOI: "弥生会計",
    Format.FREEE: "freee会計（取引）",
    Format.MONEY_FORWARD: "マネーフォワード クラウド会計（仕訳帳）",
    Format.OBC: "勘定奉行（OBC受入形式）",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an invoice beside its document and its slip."""

    payee_code: str = ""
    payee_name: str = ""
    department: str = ""
    attached: bool = False
    exported: bool = False
    paid: bool = False
    maker: str = ""
    written_at: datetime | None = None
    tax_rates: Mapping[str, str] = field(default_factory=dict)
    """The rate of a tax category by its code, as the master says it: `10`, `8r`, `8`, `5` or `0`."""
    registration: Registration | None = None
    """How the issuer's registration number stands on the day of the invoice."""
    workflow: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A received invoice, the document of its version, and its slip if that is confirmed for this version."""

    received: ReceivedInvoice
    document: Node
    slip: Slip | None
    known: Known

    @property
    def number(self) -> int:
        """請求書管理番号."""
        return self.received.invoice_mng_num


Row = list[str]


@dataclass(frozen=True, slots=True)
class FileLayout:
    """How a package wants its file; `limits` are half-width bytes by column, from 0."""

    columns: Sequence[str]
    rows: Callable[[Paper], list[Row]]
    encoding: Encoding
    header: bool = True
    quote_all: bool = False
    limits: Mapping[int, int] = field(default_factory=dict)
    objection: Callable[[Paper], Code | None] = lambda _: None
    """Why the package has no room for an invoice's slip, if it has none."""
    suffix: str = "csv"
    needs_slip: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included; open where None."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def open(self) -> bool:
        """Whether it holds every day."""
        return self.since is None and self.until is None


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it is kept: what was asked for, and the file by its digests."""

    export_id: UUID
    format: Format
    asked: str
    invoices: int
    rows: int
    left_out: int
    file_sha256: bytes
    size: int
    packed_sha256: bytes
    made_by: str
    made_at: datetime
    cancelled_by: str | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice in an export; `revision` is that of its slip, if that stands in the file."""

    invoice_mng_num: int
    version: int
    revision: int | None
