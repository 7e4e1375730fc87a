"""From invoices that are due to the transfers of a bank file: pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from seikyu.kit.bank_days import is_bank_day
from seikyu.payees.model import AFTER, BEFORE, Payee, moved
from seikyu.payments import zengin
from seikyu.payments.model import Due, Plan, Planned
from seikyu.payments.zengin import Payer, Transfer, Trouble
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text, whole

LARGE = 30_000
"""From this amount on banks take the higher fee."""
LATEST = timedelta(days=60)
ACCOUNT = {
    "fncl_inst_code": "金融機関コード",
    "branch_code": "支店コード",
    "deposit_sec": "預金種別",
    "account_num": "口座番号",
    "depositor_kana": "預金者名カナ",
}

BankNames = Callable[[str, str], tuple[str, str] | None]
"""The kana of a bank and a branch by their codes."""


def plan(
    dues: Sequence[Due],
    payees: Mapping[UUID, Payee],
    account: Node,
    pay_day: date,
    today: date,
    names: BankNames,
    *,
    per_invoice: bool,
) -> Plan:
    """What is transferred for these invoices, and everything that is wrong or doubtful with it."""
    faults = [*_day_faults(pay_day, today)]
    if not dues:
        faults.append(Fault("invoices", codes.NOTHING_CHOSEN))
    for due in dues:
        if due.payee_id is None or due.payee_id not in payees:
            values = {"number": due.invoice_mng_num, "name": due.supplier}
            faults.append(Fault(_path(due), codes.PAYEE_UNSET, values))
    known = [due for due in dues if due.payee_id in payees]
    planned = [_planned(group, payees, account) for group in _groups(known, per_invoice=per_invoice)]
    transfers: list[Transfer] = []
    for one in planned:
        found, transfer = _transfer(one, names, per_invoice=per_invoice)
        faults += found
        if transfer is not None:
            transfers.append(transfer)
    payer = _payer(account, names, faults)
    content = b""
    if payer is not None and len(transfers) == len(planned):
        faults += [_told(trouble, planned, account) for trouble in zengin.troubles(payer, transfers)]
        if not faults:
            content = zengin.written(payer, pay_day, transfers)
    return Plan(planned, faults, _warnings(planned, pay_day), content)


def _day_faults(pay_day: date, today: date) -> Sequence[Fault]:
    if pay_day < today:
        return [Fault("pay_date", codes.PAY_DAY_PAST)]
    if is_bank_day(pay_day):
        return []
    values = {
        "day": f"{pay_day:%Y/%m/%d}",
        "before": f"{moved(pay_day, BEFORE):%Y/%m/%d}",
        "after": f"{moved(pay_day, AFTER):%Y/%m/%d}",
    }
    return [Fault("pay_date", codes.NOT_A_BANK_DAY, values)]


def _groups(dues: Sequence[Due], *, per_invoice: bool) -> list[list[Due]]:
    ordered = sorted(dues, key=lambda due: (str(due.payee_id), due.invoice_mng_num))
    if per_invoice:
        return [[due] for due in ordered]
    return [list(group) for _, group in groupby(ordered, key=lambda due: due.payee_id)]


def _planned(dues: Sequence[Due], payees: Mapping[UUID, Payee], account: Node) -> Planned:
    payee_id = dues[0].payee_id
    if payee_id is None:
        raise LookupError("a due without a payee is no part of a group")
    payee, gross = payees[payee_id], sum(due.amount for due in dues)
    return Planned(payee, tuple(dues), gross, _fee(payee, gross, account))


def _fee(payee: Payee, gross: int, account: Node) -> int:
    if not payee.bears_fee:
        return 0
    same = text(payee.fields, "fncl_inst_code") == text(account, "fncl_inst_code")
    name = f"fee_{'same' if same else 'other'}_{'large' if gross >= LARGE else 'small'}"
    return whole(account, name) or 0


def _transfer(
    planned: Planned, names: BankNames, *, per_invoice: bool
) -> tuple[list[Fault], Transfer | None]:
    payee, path = planned.payee, f"payees[{planned.payee.code}]"
    given = {name: text(payee.fields, name) for name in ACCOUNT}
    missing = [name for name, value in given.items() if not value]
    if missing:
        label = "、".join(ACCOUNT[name] for name in missing)
        values = {"name": payee.name, "label": label}
        return [Fault(path, codes.PAYEE_ACCOUNT_MISSING, values)], None
    if planned.amount <= 0:
        values = {"name": payee.name, "amount": f"{planned.amount:,}"}
        return [Fault(path, codes.NOTHING_OWED, values)], None
    bank, branch = given["fncl_inst_code"] or "", given["branch_code"] or ""
    kana = names(bank, branch)
    if kana is None:
        values = {"name": payee.name, "bank": bank, "branch": branch}
        return [Fault(path, codes.BANK_UNKNOWN, values)], None
    only = planned.dues[0] if per_invoice else None
    return [], Transfer(
        bank,
        kana[0],
        branch,
        kana[1],
        given["deposit_sec"] or "",
        given["account_num"] or "",
        given["depositor_kana"] or "",
        planned.amount,
        customer_code1=only.customer_code1 if only else "",
        customer_code2=only.customer_code2 if only else "",
        edi=only.edi if only else "",
    )


def _payer(account: Node, names: BankNames, faults: list[Fault]) -> Payer | None:
    bank, branch = text(account, "fncl_inst_code") or "", text(account, "branch_code") or ""
    kana = names(bank, branch)
    if kana is None:
        values = {"name": text(account, "paying_account_name") or "", "bank": bank, "branch": branch}
        faults.append(Fault("paying_account_code", codes.BANK_UNKNOWN, values))
        return None
    return Payer(
        text(account, "consignor_code") or "",
        text(account, "consignor_kana") or "",
        bank,
        kana[0],
        branch,
        kana[1],
        text(account, "deposit_sec") or "",
        text(account, "account_num") or "",
    )


def _told(trouble: Trouble, planned: Sequence[Planned], account: Node) -> Fault:
    if trouble.transfer is None:
        path, name = "paying_account_code", text(account, "paying_account_name") or ""
    else:
        payee = planned[trouble.transfer].payee
        path, name = f"payees[{payee.code}]", payee.name
    values = {"name": name, "label": trouble.field, "value": trouble.value}
    if not trouble.characters:
        return Fault(path, codes.BANK_VALUE, values)
    characters = " ".join(f"「{character}」" for character in trouble.characters)
    return Fault(path, codes.BANK_CHARACTERS, {**values, "characters": characters})


def _warnings(planned: Sequence[Planned], pay_day: date) -> list[Fault]:
    found: list[Fault] = []
    paid: set[tuple[str, int]] = set()
    for one in planned:
        path, name = f"payees[{one.payee.code}]", one.payee.name
        if one.fee:
            found.append(Fault(path, codes.FEE_TAKEN_OFF, {"name": name, "fee": f"{one.fee:,}"}))
        if (one.payee.code, one.amount) in paid:
            values: dict[str, object] = {"name": name, "amount": f"{one.amount:,}"}
            found.append(Fault(path, codes.TRANSFER_TWICE, values))
        paid.add((one.payee.code, one.amount))
        for due in one.dues:
            values = {"number": due.invoice_mng_num, "name": due.supplier}
            if not due.by_transfer:
                found.append(Fault(_path(due), codes.PAID_ANOTHER_WAY, values))
            if due.close_date is not None and pay_day - due.close_date > LATEST:
                found.append(Fault(_path(due), codes.PAID_LATE, values))
    return found


def _path(due: Due) -> str:
    return f"invoices[{due.invoice_mng_num}]"
