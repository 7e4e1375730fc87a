"""Work out what a payment run would be, storing nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.kit.kana import bank_kana
from seikyu.masters import queries as masters
from seikyu.partners import bank_master
from seikyu.payees.queries import payees
from seikyu.payments import queries
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.model import Plan, Wish
from seikyu.payments.planning import plan
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.values import Node, text

KANA = 15


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with the account it is paid from."""

    wish: Wish
    account: Node
    plan: Plan

    @property
    def account_name(self) -> str:
        """The account as people know it."""
        return text(self.account, "paying_account_name") or ""


async def prepare(connection: Connection, owner: int, clock: Clock, wish: Wish) -> Prepared:
    """The plan with every fault of it; raise Rejected for invoices that cannot be paid or no account."""
    accounts = await masters.by_keys(connection, owner, PAYING_ACCOUNTS, [wish.account_code])
    dues = await queries.due_of(connection, owner, wish.numbers)
    faults = [*_not_payable(wish.numbers, {due.invoice_mng_num for due in dues})]
    if wish.account_code not in accounts:
        faults.append(Fault("paying_account_code", codes.PAYING_ACCOUNT_UNKNOWN))
    if faults:
        raise Rejected(faults)
    account = accounts[wish.account_code].fields
    known = await payees(connection, owner, {due.payee_id for due in dues if due.payee_id is not None})
    made = plan(dues, known, account, wish.pay_day, today(clock), bank_names, per_invoice=wish.per_invoice)
    return Prepared(wish, account, made)


def bank_names(bank_code: str, branch_code: str) -> tuple[str, str] | None:
    """The kana of a bank and a branch of it, from the bank master."""
    bank, branch = bank_master.bank(bank_code), bank_master.branch(bank_code, branch_code)
    if bank is None or branch is None:
        return None
    return bank_kana(bank.kana, KANA) or "", bank_kana(branch.kana, KANA) or ""


def _not_payable(wanted: Sequence[int], found: set[int]) -> list[Fault]:
    return [
        Fault(f"invoices[{number}]", codes.NOT_PAYABLE, {"number": number})
        for number in wanted
        if number not in found
    ]
