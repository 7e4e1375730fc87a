"""総合振込: the file a bank pays many from, 120 bytes a record (law 2.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.kit.bank_characters import Allowed, fitted

CREDIT_TRANSFER = "21"
JIS = "0"
EDI_SHOWN = "Y"
LARGEST_AMOUNT = 9_999_999_999
LARGEST_FEE_DIGITS = 5
RECORD = 120


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, from which account: 委託者."""

    consignor_code: str
    consignor_kana: str
    bank_code: str
    bank_kana: str
    branch_code: str
    branch_kana: str
    deposit_sec: str
    account_num: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment; `edi` takes the place of both customer codes."""

    bank_code: str
    bank_kana: str
    branch_code: str
    branch_kana: str
    deposit_sec: str
    account_num: str
    recipient_kana: str
    amount: int
    customer_code1: str = ""
    customer_code2: str = ""
    edi: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the file cannot be written: transfer, from 0 (None: the payer), field, and characters.

    Without characters the value itself is none: no digits where a number is due, or an amount out of range.
    """

    transfer: int | None
    field: str
    value: str
    characters: tuple[str, ...] = ()


def troubles(payer: Payer, transfers: Sequence[Transfer]) -> list[Trouble]:
    """Everything that keeps the file from being written."""
    found = [trouble for field in _header(payer, date.min) for trouble in field.troubles(None)]
    for number, transfer in enumerate(transfers):
        found += [trouble for field in _data(transfer) for trouble in field.troubles(number)]
    return found


def written(payer: Payer, day: date, transfers: Sequence[Transfer]) -> bytes:
    """The whole file with CRLF; raise ValueError when there are `troubles`."""
    if found := troubles(payer, transfers):
        raise ValueError(f"cannot be written: {found}")
    total = sum(transfer.amount for transfer in transfers)
    records = [
        _record(_header(payer, day)),
        *(_record(_data(transfer)) for transfer in transfers),
        _record(
            [_Text("8", 1), _Number("件数", str(len(transfers)), 6), _Number("合計金額", str(total), 12)]
        ),
        _record([_Text("9", 1)]),
    ]
    return "".join(f"{record}\r\n" for record in records).encode("cp932")


@dataclass(frozen=True, slots=True)
class _Text:
    """A fixed text."""

    text: str
    length: int

    def troubles(self, _transfer: int | None) -> Iterable[Trouble]:
        return ()


@dataclass(frozen=True, slots=True)
class _Number:
    """N: right-aligned, filled with zeros."""

    name: str
    digits: str
    length: int

    @property
    def text(self) -> str:
        return self.digits.rjust(self.length, "0")

    def troubles(self, transfer: int | None) -> Iterable[Trouble]:
        if not (self.digits.isascii() and self.digits.isdigit() and len(self.digits) <= self.length):
            yield Trouble(transfer, self.name, self.digits)


@dataclass(frozen=True, slots=True)
class _Characters:
    """C: left-aligned, filled with spaces."""

    name: str
    given: str
    length: int
    allowed: Allowed
    needed: bool = True

    @property
    def text(self) -> str:
        return fitted(self.given, self.allowed, self.length).text.ljust(self.length)

    def troubles(self, transfer: int | None) -> Iterable[Trouble]:
        refused = fitted(self.given, self.allowed, self.length).refused
        if refused or (self.needed and not self.given.strip()):
            yield Trouble(transfer, self.name, self.given, refused)


_Field = _Text | _Number | _Characters


def _header(payer: Payer, day: date) -> list[_Field]:
    return [
        _Text("1" + CREDIT_TRANSFER + JIS, 4),
        _Number("委託者コード", payer.consignor_code, 10),
        _Characters("委託者名", payer.consignor_kana, 40, Allowed.PARTY),
        _Text(f"{day:%m%d}", 4),
        _Number("仕向銀行番号", payer.bank_code, 4),
        _Characters("仕向銀行名", payer.bank_kana, 15, Allowed.BANK),
        _Number("仕向支店番号", payer.branch_code, 3),
        _Characters("仕向支店名", payer.branch_kana, 15, Allowed.BANK),
        _Number("預金種目", payer.deposit_sec, 1),
        _Number("口座番号", payer.account_num, 7),
    ]


def _data(transfer: Transfer) -> list[_Field]:
    amount = str(transfer.amount) if 0 < transfer.amount <= LARGEST_AMOUNT else str(min(transfer.amount, -1))
    if transfer.edi:
        reference: list[_Field] = [_Characters("EDI情報", transfer.edi, 20, Allowed.EDI)]
    else:
        codes = (("顧客コード1", transfer.customer_code1), ("顧客コード2", transfer.customer_code2))
        reference = [_Number(name, value or "0", 10) for name, value in codes]
    return [
        _Text("2", 1),
        _Number("被仕向銀行番号", transfer.bank_code, 4),
        _Characters("被仕向銀行名", transfer.bank_kana, 15, Allowed.BANK),
        _Number("被仕向支店番号", transfer.branch_code, 3),
        _Characters("被仕向支店名", transfer.branch_kana, 15, Allowed.BANK),
        _Text("0000", 4),
        _Number("預金種目", transfer.deposit_sec, 1),
        _Number("口座番号", transfer.account_num, 7),
        _Characters("受取人名", transfer.recipient_kana, 30, Allowed.PARTY),
        _Number("振込金額", amount, 10),
        _Text("1" if transfer.first else "0", 1),
        *reference,
        _Text("0", 1),
        _Text(EDI_SHOWN if transfer.edi else " ", 1),
    ]


def _record(fields: Iterable[_Field]) -> str:
    return "".join(field.text for field in fields).ljust(RECORD)
