"""What the screens of payments show, and what their forms say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from seikyu.http.forms import Fields, first
from seikyu.masters.model import Master
from seikyu.payees.model import Payee
from seikyu.payments.actions.prepare import Prepared
from seikyu.payments.model import Due, Item, Run, RunState, Wish
from seikyu.ui.format import When, day, moment, yen
from seikyu.ui.lists import Address
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected

KINDS = {RunState.MADE: "waiting", RunState.SENT: "done", RunState.CANCELLED: "quiet"}
LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """An account that may be paid from."""

    code: str
    name: str

    @classmethod
    def of(cls, master: Master) -> "Choice":
        """The choice that a master is."""
        fields = master.fields
        return cls(str(fields["paying_account_code"]), str(fields["paying_account_name"]))


@dataclass(frozen=True, slots=True)
class DueRow:
    """An invoice that is to be paid."""

    number: int
    href: str
    supplier: str
    payee: str
    inv_no: str
    due: When | None
    overdue: bool
    amount: str
    negative: bool


@dataclass(frozen=True, slots=True)
class DuePage:
    """All that is due."""

    rows: Sequence[DueRow]
    total: str
    until: str
    accounts: Sequence[Choice]
    pay_day: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer of a run that is not made yet."""

    payee: str
    invoices: str
    gross: str
    fee: str
    amount: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A run before it is made."""

    account: str
    pay_day: When | None
    rows: Sequence[TransferRow]
    count: str
    total: str
    fees: str
    problems: Sequence[str]
    warnings: Sequence[str]
    hidden: Sequence[tuple[str, str]]
    may: bool


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list."""

    href: str
    made_at: When | None
    pay_day: When | None
    account: str
    transfers: str
    total: str
    state: str
    kind: str
    made_by: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run."""

    row: RunRow
    fees: str
    items: Sequence[tuple[int, str, str, int]]
    open: bool
    may: bool


def asked_until(address: Address) -> date | None:
    """Up to which day of payment the list goes; all of it when that cannot be read."""
    try:
        return date.fromisoformat(address.given.get("until", ""))
    except ValueError:
        return None


def wish_of(form: Fields) -> Wish:
    """What the form asks for; raise Rejected where that cannot be read."""
    numbers = tuple(
        dict.fromkeys(
            int(value)
            for value in form.get("invoice", [])
            if value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
        )
    )
    try:
        pay_day = date.fromisoformat(first(form, "pay_date"))
    except ValueError:
        raise Rejected([Fault("pay_date", codes.NOT_A_DATE, {"label": "支払日"})]) from None
    if not numbers:
        raise Rejected([Fault("invoices", codes.NOTHING_CHOSEN)])
    return Wish(numbers, first(form, "paying_account_code"), pay_day, first(form, "per_invoice_flg") == "1")


def due_view(
    dues: Sequence[Due],
    payees: Mapping[UUID, Payee],
    accounts: Sequence[Choice],
    until: date | None,
    today: date,
) -> DuePage:
    """The page of what is due."""
    return DuePage(
        [_due_row(due, payees, today) for due in dues],
        yen(sum(due.amount for due in dues)),
        "" if until is None else until.isoformat(),
        accounts,
        today.isoformat(),
    )


def preview_view(prepared: Prepared, words: Words, *, may: bool) -> PreviewPage:
    """The page that shows a run before it is made."""
    plan, wish = prepared.plan, prepared.wish
    return PreviewPage(
        prepared.account_name,
        day(wish.pay_day),
        [
            TransferRow(
                planned.payee.name,
                "、".join(str(due.invoice_mng_num) for due in planned.dues),
                yen(planned.gross),
                yen(planned.fee) if planned.fee else "",
                yen(planned.amount),
            )
            for planned in plan.transfers
        ],
        f"{len(plan.transfers):,}",
        yen(plan.total),
        yen(plan.fees),
        [fault.detail(words.language) for fault in plan.faults],
        [fault.detail(words.language) for fault in plan.warnings],
        [
            *(("invoice", str(number)) for number in wish.numbers),
            ("paying_account_code", wish.account_code),
            ("pay_date", wish.pay_day.isoformat()),
            ("per_invoice_flg", "1" if wish.per_invoice else "0"),
        ],
        may,
    )


def run_row(run: Run, words: Words) -> RunRow:
    """A run in the list."""
    return RunRow(
        f"/buyer/payments/runs/{run.run_id}",
        moment(run.made_at),
        day(run.pay_day),
        run.account_name,
        f"{run.transfers:,}",
        yen(run.total),
        words(f"payments.state.{run.state.value}"),
        KINDS[run.state],
        run.made_by,
    )


def run_view(run: Run, items: Sequence[Item], words: Words, *, may: bool) -> RunPage:
    """The page of one run."""
    rows = [(item.transfer, item.payee_name, yen(item.amount), item.invoice_mng_num) for item in items]
    return RunPage(run_row(run, words), yen(run.fees), rows, run.state is RunState.MADE, may)


def _due_row(due: Due, payees: Mapping[UUID, Payee], today: date) -> DueRow:
    payee = None if due.payee_id is None else payees.get(due.payee_id)
    return DueRow(
        due.invoice_mng_num,
        f"/buyer/invoices/{due.invoice_mng_num}",
        due.supplier,
        "" if payee is None else f"{payee.code} {payee.name}",
        due.inv_no or "",
        day(due.due),
        due.due is not None and due.due < today,
        yen(due.amount),
        due.amount < 0,
    )
