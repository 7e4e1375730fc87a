"""What the buyer keeps: journal masters, payees with terms and accounts, a route, an own invoice.

Done in one transaction, by the program's own actions, after all invoices have arrived.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from seikyu.accounts.model import Actor
from seikyu.approvals.actions.set_up import keep_route
from seikyu.approvals.model import Conditions, Route, Side, Step
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.invoices.totals import TaxClass
from seikyu.journals.actions.take_standard import take_standard
from seikyu.journals.in_use import masters_in_use
from seikyu.journals.masters import DEPARTMENTS
from seikyu.kit.ids import new_id
from seikyu.kit.jst import JST, start_of_day
from seikyu.masters import queries as masters
from seikyu.masters.actions.keep import keep
from seikyu.masters.keeping import read_masters
from seikyu.masters.model import Kind
from seikyu.own_entry.actions.enter import enter, settle
from seikyu.own_entry.papers import fix_papers
from seikyu.own_entry.rules import sums_of
from seikyu.own_entry.wire import read_entry
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import BEFORE, moved
from seikyu.payments import queries as payments
from seikyu.payments.actions.make import make, move
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.model import RunState, Wish
from seikyu.receiving.model import BuyerStatus
from seikyu.sandbox.data.dressing import SECTIONS
from seikyu.wire.values import Node, Value, text

FROM_YEN = 1_000_000
"""So much has to be approved; smaller invoices are marked as done by whoever deals with them."""
TERMS: Node = {"closing_day": 31, "pay_month": 1, "pay_day": 31, "holiday_rule": "1"}
# Real banks, or no bank file could be written; the account numbers belong to nobody.
ACCOUNT: Node = {
    "fncl_inst_code": "0005",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "0000001",
    "depositor_kana": "ｶ)ﾐﾎﾝｼﾖｳｼﾞ",
}
CARRIERS_ACCOUNT: Node = {
    "fncl_inst_code": "0009",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "0000002",
    "depositor_kana": "ｶﾒｲｳﾝﾕ(ｶ",
}
ACCOUNTS = {"株式会社みほん商事": ACCOUNT, "仮名運輸株式会社": CARRIERS_ACCOUNT}
STATIONER: Node = {
    "payee_code": "P-100",
    "payee_name": "手しごと文具店",
    "address1": "東京都さんぷる区横町5-5",
}
PAYING: Node = {
    "paying_account_code": "MAIN",
    "paying_account_name": "支払用口座",
    "fncl_inst_code": "0001",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "0000003",
    "consignor_code": "9999000001",
    "consignor_kana": "ｶ)ｻﾝﾌﾟﾙｾｲｻｸｼﾖ",
}


async def furnish_buyer(pool: Pool, people: Sequence[Actor], now: datetime) -> None:
    """Furnish it once; a first start that was cut off does all of it or finds it done."""
    charge, boss, clerk, head = people
    owner = charge.company.company_id
    async with transaction(pool, owner) as connection:
        if await masters.all_of(connection, owner, DEPARTMENTS):
            return
        departments: list[Node] = [
            {"department_code": code, "department_name": name} for code, name in SECTIONS
        ]
        await _keep(connection, charge, now, DEPARTMENTS, departments)
        await take_standard(connection, charge, lambda: now)
        known = await masters.all_of(connection, owner, PAYEES)
        changed: list[Node] = [
            {
                "payee_code": one.fields["payee_code"],
                **TERMS,
                **ACCOUNTS.get(text(one.fields, "payee_name") or "", {}),
            }
            for one in known
        ]
        await _keep(connection, charge, now, PAYEES, [*changed, {**STATIONER, **TERMS}])
        await _keep(connection, charge, now, PAYING_ACCOUNTS, [PAYING])
        people_of = {51: ("部長承認", boss), 60: ("経理承認", clerk), 70: ("最終経理承認", head)}
        steps = tuple(
            Step(BuyerStatus(stage), name, (who.user_id or 0,)) for stage, (name, who) in people_of.items()
        )
        conditions = Conditions(amount_from=FROM_YEN)
        route = Route(
            new_id(now), Side.BUYER, "100万円以上", 1, active=True, conditions=conditions, steps=steps
        )
        await keep_route(connection, charge, route, now)
        await _pay(connection, charge, now)
        await _enter(connection, charge, now)


async def _keep(
    connection: Connection, actor: Actor, now: datetime, kind: Kind, given: Sequence[Node]
) -> None:
    trees: list[Value] = [*given]
    faults, elements = read_masters(kind, {kind.name: trees})
    decision = await keep(connection, actor, lambda: now, kind, elements, masters_in_use)
    for fault in (*faults, *decision.faults):
        raise ValueError(f"{fault.path}: {fault.detail('en')}")


async def _pay(connection: Connection, actor: Actor, now: datetime) -> None:
    """What fell due in months gone by was paid on time, a run a day of payment."""
    owner, today = actor.company.company_id, now.astimezone(JST).date()
    dues = await payments.due(connection, owner, today.replace(day=1) - timedelta(days=1), 2000)
    days = {moved(one.due, BEFORE) for one in dues if one.due is not None}
    for day in sorted(days):
        numbers = tuple(one.invoice_mng_num for one in dues if one.due and moved(one.due, BEFORE) == day)

        def clock(day: date = day) -> datetime:
            return start_of_day(day) - timedelta(hours=7)

        run, _ = await make(connection, actor, clock, Wish(numbers, "MAIN", day))
        await move(connection, replace(actor, administrator=True), clock, run.run_id, RunState.SENT)


async def _enter(connection: Connection, actor: Actor, now: datetime) -> None:
    """A receipt-like paper of the stationer round the corner."""
    day = now.astimezone(JST).date() - timedelta(days=2)
    tree: Node = {
        "payee_code": STATIONER["payee_code"],
        "inv_no": f"{day:%y%m}-17",
        "inv_name": "文具・茶菓",
        "send_date": day.isoformat(),
        "close_date": day.isoformat(),
        "department_code": SECTIONS[0][0],
        "payment_method": "0",
        **sums_of({TaxClass.TR10: (None, None, "23980"), TaxClass.TR8_REDUCED: (None, None, "3240")}),
    }
    settled = await settle(connection, actor, lambda: now, [read_entry(tree)])
    for fault in settled.faults:
        raise ValueError(f"{fault.path}: {fault.detail('en')}")
    [invoice] = settled.invoices.values()
    [number] = await enter(connection, actor, lambda: now, [invoice])
    await fix_papers(connection, actor.company.company_id, number, 1, invoice.send_date)
