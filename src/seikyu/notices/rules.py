"""Deciding a batch of notices: pure, from what was read and what was loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seikyu.accounts.profile import Profile
from seikyu.notices.amounts import Amounts, amounts
from seikyu.notices.model import NewVersion, Notice, Recipient, State, Supplier
from seikyu.notices.wire import NOTICES, NoticeRead
from seikyu.payees.model import Payee
from seikyu.wire import codes, json
from seikyu.wire.codes import Code
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value, day, nodes, text, whole

OF_PAYEE = ("zip", "address1", "address2", "phone", "registration_number")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the batch speaks of, as it stands; `taken` are notice numbers in use and whose they are."""

    issuer: Profile
    answer_days: int
    payees: Mapping[str, Payee]
    companies_of: Mapping[str, Sequence[int]]
    """The companies of the platform that each payee, by code, is."""
    suppliers: Mapping[int, Supplier]
    invoices: Mapping[int, tuple[int | None, str | None]]
    """Received invoices by number: the company they came from, and their own number."""
    known: Mapping[int, Notice]
    taken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice that was taken: its place in the request and the version to be stored."""

    index: int
    version: NewVersion


@dataclass(slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored."""

    new: list[Kept] = field(default_factory=list)
    corrected: list[Kept] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def decide(reads: Sequence[NoticeRead], loaded: Loaded) -> Decision:
    """Decide each notice in the order of the request; new ones get their numbers when they are stored."""
    decision = Decision()
    numbers: set[int] = set()
    named: set[str] = set()
    for read in reads:
        case = _Case(read, loaded)
        number, notice_no = case.number, text(read.given, "notice_no")
        if number in numbers or notice_no in named:
            case.fault("payment_notice_num" if number in numbers else "notice_no", codes.NOTICE_REPEATED)
        version = case.decided()
        decision.faults += case.faults
        if version is None:
            continue
        numbers |= {number} - {0}
        named |= {notice_no} if notice_no else set()
        (decision.corrected if number else decision.new).append(Kept(read.index, version))
    return decision


class _Case:
    """One notice, and everything found wrong with it."""

    def __init__(self, read: NoticeRead, loaded: Loaded) -> None:
        self.read, self.loaded = read, loaded
        self.faults = [*read.faults]
        self.number = int(text(read.given, "payment_notice_num") or 0)

    def fault(self, name: str, code: Code, /, **values: object) -> None:
        """Note what is wrong."""
        index = self.read.index
        self.faults.append(Fault(f"{NOTICES}[{index}].{name}", code, values, index))

    def decided(self) -> NewVersion | None:
        """The version to be stored, unless something is wrong."""
        given, loaded = self.read.given, self.loaded
        known = self._known()
        self._check_number()
        recipient = self._recipient()
        self._check_invoices(recipient)
        # The supplier holds a record of what was sent: it would be left behind.
        sent = known is not None and known.sent_at is not None
        if sent and recipient and known and recipient.supplier_company_id != known.supplier_company_id:
            self.fault("payee_code", codes.NOTICE_RECIPIENT_CHANGED)
        pay_day = day(given, "pay_date")
        if self.read.faults or recipient is None or pay_day is None:
            return None
        found = amounts(given)
        self._check_amounts(found)
        if self.faults:
            return None
        answer_days = whole(given, "answer_days") or loaded.answer_days
        return NewVersion(
            self.number,
            1 if known is None else known.version + 1,
            State.DRAFT if text(given, "draft_flg") == "1" else State.SENDING,
            text(given, "notice_no"),
            text(given, "notice_name"),
            recipient.supplier_company_id,
            recipient.payee_code,
            recipient.name,
            pay_day,
            found.paid,
            answer_days,
            tuple(sorted({int(number) for line in nodes(given, "lines") if (number := _invoice(line))})),
            _document(given, loaded, recipient, found, answer_days),
        )

    def _known(self) -> Notice | None:
        known = self.loaded.known.get(self.number)
        if self.number and known is None:
            self.fault("payment_notice_num", codes.NOTICE_UNKNOWN)
        elif known is not None and not known.state.correctable:
            self.fault("payment_notice_num", codes.NOTICE_MOVED)
        return known

    def _check_number(self) -> None:
        notice_no = text(self.read.given, "notice_no")
        if notice_no is not None and self.loaded.taken.get(notice_no, self.number) != self.number:
            self.fault("notice_no", codes.NOTICE_NO_TAKEN, number=notice_no)

    def _recipient(self) -> Recipient | None:
        code = text(self.read.given, "payee_code")
        company = int(text(self.read.given, "supplier_company_id") or 0) or None
        if code is None and company is None:
            unread = (".payee_code", ".supplier_company_id")
            if not any(fault.path.endswith(unread) for fault in self.read.faults):
                self.fault("payee_code", codes.NOTICE_PAYEE_MISSING)
            return None
        payee = None if code is None else self.loaded.payees.get(code)
        if code is not None and payee is None:
            self.fault("payee_code", codes.NOTICE_PAYEE_UNKNOWN, code=code)
            return None
        if company is None and code is not None:
            companies = self.loaded.companies_of.get(code, ())
            if len(companies) > 1:
                self.fault("payee_code", codes.NOTICE_PAYEE_SEVERAL, code=code)
                return None
            company = companies[0] if companies else None
        supplier = None if company is None else self.loaded.suppliers.get(company)
        if company is not None and supplier is None:
            self.fault("supplier_company_id", codes.NOTICE_SUPPLIER_UNKNOWN, company=company)
            return None
        return _named(code, payee, supplier)

    def _check_invoices(self, recipient: Recipient | None) -> None:
        for place, line in enumerate(nodes(self.read.given, "lines")):
            number = _invoice(line)
            if number is None:
                continue
            company, _ = self.loaded.invoices.get(int(number), (-1, None))
            supplier = None if recipient is None else recipient.supplier_company_id
            # An invoice that the buyer entered itself comes from no company of the platform.
            other = supplier is not None and company not in {None, supplier}
            if company == -1 or other:
                self.fault(f"lines[{place}].invoice_mng_num", codes.NOTICE_INVOICE_UNKNOWN, number=number)

    def _check_amounts(self, found: Amounts) -> None:
        stated = whole(self.read.given, "pay_amount")
        if found.paid < 0:
            self.fault("lines", codes.NOTICE_TOTAL_NEGATIVE, amount=f"{found.paid:,}")
        elif stated is not None and stated != found.paid:
            self.fault("pay_amount", codes.NOTICE_TOTAL_DIFFERS, expected=f"{found.paid:,}")


def _invoice(line: Node) -> str | None:
    return text(line, "invoice_mng_num")


def _named(code: str | None, payee: Payee | None, supplier: Supplier | None) -> Recipient:
    fields: Node = dict.fromkeys(OF_PAYEE)
    if payee is not None:
        fields |= {name: payee.fields.get(name) for name in OF_PAYEE}
    # What the supplier itself says of its registration goes before what its customer noted.
    if supplier is not None and supplier.registration_number:
        fields["registration_number"] = supplier.registration_number
    name = supplier.name if supplier is not None else payee.name if payee is not None else ""
    company = None if supplier is None else supplier.company_id
    known_as = code or (None if supplier is None else supplier.payee_code)
    return Recipient(company, known_as, name, fields)


def _document(given: Node, loaded: Loaded, recipient: Recipient, found: Amounts, answer_days: int) -> bytes:
    issuer = loaded.issuer
    lines: list[Value] = [
        {
            **line,
            "trade_date": _iso(line, "trade_date"),
            "inv_no": text(line, "inv_no") or loaded.invoices.get(int(_invoice(line) or 0), (None, None))[1],
            "line_sec": text(line, "line_sec") or "0",
            "tax_included": text(line, "tax_included") or "1",
        }
        for line in nodes(given, "lines")
    ]
    totals: list[Value] = [
        {"tax_class": each.value, "without_tax": one.without_tax, "tax": one.tax, "with_tax": one.with_tax}
        for each, one in found.classes.items()
    ]
    document: dict[str, Value] = {
        "notice_no": text(given, "notice_no"),
        "notice_name": text(given, "notice_name"),
        "pay_date": _iso(given, "pay_date"),
        "answer_days": answer_days,
        "notes": text(given, "notes"),
        "lines": lines,
        "totals": totals,
        "trade_amount": found.trade,
        "deduction_amount": found.deductions,
        "pay_amount": found.paid,
        "issuer": {
            "company_name": issuer.name,
            "zip": issuer.zip,
            "address1": issuer.address1,
            "address2": issuer.address2,
            "phone": issuer.phone,
            "registration_number": issuer.registration_number,
        },
        "recipient": {
            "company_name": recipient.name,
            "payee_code": recipient.payee_code,
            **recipient.fields,
        },
    }
    return json.write(document)


def _iso(node: Node, name: str) -> str | None:
    found = day(node, name)
    return None if found is None else found.isoformat()
