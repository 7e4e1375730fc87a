"""Enter invoices that came on other ways: each becomes a received invoice in status 50, with its version."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from seikyu.accounts.model import Actor
from seikyu.accounts.profile import profile
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices.store import Version, add_versions
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.masters import queries as masters
from seikyu.own_entry import queries, store
from seikyu.own_entry.model import Entry, OwnInvoice
from seikyu.own_entry.queries import Alike
from seikyu.own_entry.rules import own_invoice
from seikyu.receiving.departments import KIND as DEPARTMENTS
from seikyu.receiving.model import BuyerStatus
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import text


@dataclass(frozen=True, slots=True)
class Settled:
    """Entries as they would be stored, by their places, all faults, and who was there before them."""

    invoices: Mapping[int, OwnInvoice]
    faults: Sequence[Fault]
    alike: Mapping[int, int]


async def settle(
    connection: Connection, actor: Actor, clock: Clock, entries: Sequence[Entry], but: int | None = None
) -> Settled:
    """Decide entries; nothing is stored. The same number of queries however many they are."""
    owner = actor.company.company_id
    payee_codes = {code for one in entries if (code := text(one.head, "payee_code"))}
    payees = await queries.payees_by_code(connection, owner, payee_codes)
    named = {code for one in entries if (code := text(one.head, "department_code"))}
    departments = await masters.there(connection, owner, DEPARTMENTS, named)
    buyer = await profile(connection, owner)
    invoices: dict[int, OwnInvoice] = {}
    faults: list[Fault] = []
    for one in entries:
        found = [*one.faults]
        code, department = text(one.head, "payee_code"), text(one.head, "department_code")
        payee = payees.get(code) if code else None
        if code and payee is None:
            found.append(_unknown("payee_code", "支払先コード", code))
        if department and department not in departments:
            found.append(_unknown("department_code", "負担部門コード", department))
        faults += [replace(fault, index=one.index) for fault in found]
        if payee is not None and not found:
            invoices[one.index] = own_invoice(one, payee, buyer, today(clock))
    keys = {index: key for index, one in invoices.items() if (key := _key(one))}
    known = await queries.alike(connection, owner, list(keys.values()), but)
    return Settled(invoices, faults, {i: known[key] for i, key in keys.items() if key in known})


async def enter(
    connection: Connection, actor: Actor, clock: Clock, invoices: Sequence[OwnInvoice]
) -> list[int]:
    """Store them; return their numbers. Their papers are the caller's to fix."""
    owner, now = actor.company.company_id, clock()
    numbers = await store.add(connection, owner, actor.user_id, invoices, now)
    versions = [
        Version(number, 1, one.content, hashlib.sha256(one.content).digest())
        for number, one in zip(numbers, invoices, strict=True)
    ]
    await add_versions(connection, owner, versions, now)
    events = [
        Event("invoice.entered", "received_invoice", str(number), None, BuyerStatus.UNAPPROVED, 1)
        for number in numbers
    ]
    await record(connection, owner, actor.author, now, events)
    return numbers


def _key(one: OwnInvoice) -> Alike | None:
    if one.extract.inv_no is None:
        return None
    return one.payee_id, one.extract.inv_no, one.extract.inv_show_amount


def _unknown(path: str, label: str, value: str) -> Fault:
    return Fault(path, codes.REFERENCE_UNKNOWN, {"label": label, "value": value})
