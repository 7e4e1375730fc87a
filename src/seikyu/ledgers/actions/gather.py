"""Load what a chunk of invoices is written from, in a few statements however many they are."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.accounts.queries import users_of
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import Side
from seikyu.attachments.queries import with_files
from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.journals.masters import DEPARTMENTS, TAX_CATEGORIES
from seikyu.journals.model import Slip
from seikyu.journals.queries import slips
from seikyu.ledgers.model import Known, Paper
from seikyu.ledgers.queries import exported
from seikyu.masters import queries as masters
from seikyu.payees.model import Payee
from seikyu.payees.queries import payees, registrations
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire import json
from seikyu.wire.values import Node, node, text

Numbers = Callable[[Connection, int, Collection[int]], Awaitable[set[int]]]
"""Those of some invoices of which something holds, such as that they are paid."""


@dataclass(frozen=True, slots=True)
class House:
    """What holds for the whole company: names and rates by their codes, people by their ids."""

    departments: Mapping[str, str]
    tax_rates: Mapping[str, str]
    people: Mapping[int, str]
    workflow: bool
    now: datetime


async def house_of(connection: Connection, owner: int, now: datetime) -> House:
    """Load what every invoice is written with."""
    departments = await masters.all_of(connection, owner, DEPARTMENTS)
    categories = await masters.all_of(connection, owner, TAX_CATEGORIES)
    return House(
        {_of(one.fields, "department_code"): _of(one.fields, "department_name") for one in departments},
        {_of(one.fields, "tax_category_code"): _of(one.fields, "tax_rate") for one in categories},
        {user.user_id: user.name for user in await users_of(connection, owner)},
        await approvals.in_use(connection, owner, Side.BUYER),
        now,
    )


async def papers_of(
    connection: Connection, owner: int, house: House, invoices: Sequence[ReceivedInvoice], paid: Numbers
) -> list[Paper]:
    """The invoices with their documents, slips and all that is known of them, in their order."""
    numbers = [one.invoice_mng_num for one in invoices]
    held = await documents.documents(connection, owner, [(o.invoice_mng_num, o.version) for o in invoices])
    entered = await slips(connection, owner, numbers)
    payees_known = await payees(connection, owner, {o.payee_id for o in invoices if o.payee_id is not None})
    attached = await with_files(connection, owner, numbers)
    exported_before = await exported(connection, owner, numbers)
    paid_before = await paid(connection, owner, numbers)
    trees = {number: _document(held[number]) for number in numbers}
    checks = {one.invoice_mng_num: _check(one, trees[one.invoice_mng_num]) for one in invoices}
    standing = await registrations(connection, {check for check in checks.values() if check is not None})

    def known(one: ReceivedInvoice) -> Known:
        payee: Payee | None = None if one.payee_id is None else payees_known.get(one.payee_id)
        return Known(
            payee_code=payee.code if payee else "",
            payee_name=payee.name if payee else "",
            department=house.departments.get(one.department_code or "", one.department_code or ""),
            attached=one.invoice_mng_num in attached,
            exported=one.invoice_mng_num in exported_before,
            paid=one.invoice_mng_num in paid_before,
            maker=house.people.get(one.maker_user_id or 0, ""),
            written_at=house.now,
            tax_rates=house.tax_rates,
            registration=None if (check := checks[one.invoice_mng_num]) is None else standing[check],
            workflow=house.workflow,
        )

    return [
        Paper(
            one,
            trees[one.invoice_mng_num],
            _confirmed(entered.get(one.invoice_mng_num), one),
            known(one),
        )
        for one in invoices
    ]


def _confirmed(slip: Slip | None, invoice: ReceivedInvoice) -> Slip | None:
    """The slip, if it is confirmed, and for the version that the invoice is in now."""
    if slip is None or slip.confirmed_at is None or slip.version != invoice.version:
        return None
    return slip


def _check(invoice: ReceivedInvoice, document: Node) -> tuple[str, date] | None:
    """The issuer's registration number, and the day on which it has to stand."""
    number = text(node(document, "issuer") or {}, "registration_number")
    return None if number is None else (number, invoice.close_date or invoice.send_date)


def _document(content: bytes) -> Node:
    tree = json.read(content)
    if not isinstance(tree, dict):
        raise TypeError("a stored document is an object")
    return tree


def _of(fields: Node, name: str) -> str:
    return text(fields, name) or ""
