"""Make notices of approved invoices: one for each payee, a line for each rate of tax."""

from collections.abc import Sequence
from datetime import date

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.invoices.totals import TaxClass
from seikyu.kit.clock import Clock
from seikyu.notices import queries
from seikyu.notices.actions.register import register
from seikyu.notices.queries import Payable
from seikyu.notices.rules import Decision
from seikyu.notices.wire import read_notice
from seikyu.wire import codes, json
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.values import Node, Value, whole


async def from_invoices(
    connection: Connection, actor: Actor, clock: Clock, numbers: Sequence[int], pay_date: date
) -> Decision:
    """Make and send them; raise Rejected when nothing was chosen or one of them is on a notice already."""
    owner = actor.company.company_id
    found = await queries.payable(connection, owner, numbers) if numbers else []
    if not found:
        raise Rejected([Fault("invoices", codes.NOTICE_NOTHING_CHOSEN)])
    held = await documents.documents(connection, owner, [(one.invoice_mng_num, one.version) for one in found])
    groups: dict[str | int, list[Payable]] = {}
    for one in found:
        groups.setdefault(one.payee_code or one.seller_company_id or 0, []).append(one)
    reads = []
    for index, group in enumerate(groups.values()):
        first = group[0]
        lines: list[Value] = [line for one in group for line in _lines(one, held[one.invoice_mng_num])]
        notice: Node = {
            "payee_code": first.payee_code,
            "supplier_company_id": None if first.seller_company_id is None else str(first.seller_company_id),
            "pay_date": pay_date.isoformat(),
            "lines": lines,
        }
        reads.append(read_notice(index, notice))
    return await register(connection, actor, clock, reads)


def _lines(one: Payable, document: bytes) -> list[Node]:
    """What an invoice asks for, by rate of tax; all of it as untaxed where it states no rates."""
    tree = json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    stated = {each: whole(tree, f"inv_amount_{each.value}") for each in TaxClass}
    amounts = {each: amount for each, amount in stated.items() if amount}
    if rest := one.amount - sum(amounts.values()):
        amounts[TaxClass.NON] = amounts.get(TaxClass.NON, 0) + rest
    return [
        {
            "invoice_mng_num": str(one.invoice_mng_num),
            "item_name": f"請求書 {one.inv_no or one.invoice_mng_num}",
            "tax_class": each.value,
            "amount": amount,
        }
        for each, amount in amounts.items()
    ]
